//! Tokens that a server has rejected.

use workos_widget_tokens::core::read::{Accept, Read};

use crate::world::{MINUTE, SECOND, Server, World};

#[test]
fn a_rejected_token_is_not_returned_again() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let rejected = world.token(key);
    world.run_for(5 * SECOND);
    world.invalidate(key, Some(&rejected));
    assert_eq!(world.count("invalidated"), 1);
    let Read::Wait(call) = world.read(key) else { panic!("there is no good token") };
    world.run_for(SECOND);
    assert_ne!(world.outcome(call).unwrap().unwrap(), rejected);
}

#[test]
fn rejecting_a_replaced_token_changes_nothing() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    world.invalidate(key, Some("an older one"));
    assert!(matches!(world.read(key), Read::Ready(_)));
    assert_eq!((world.fetches(), world.count("invalidated")), (1, 0));
}

#[test]
fn a_burst_of_rejections_sends_one_request() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let rejected = world.token(key);
    world.server = Server::Silent;
    world.run_for(5 * SECOND);
    for _ in 0..100 {
        world.invalidate(key, Some(&rejected));
    }
    assert_eq!(world.fetches(), 2);
    let fresh = world.grant(10 * MINUTE);
    for _ in 0..100 {
        world.invalidate(key, Some(&rejected));
    }
    assert!(matches!(world.read(key), Read::Ready(token) if token == fresh));
    assert_eq!(world.fetches(), 2);
}

#[test]
fn invalidate_without_a_token_drops_the_cached_token() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    world.invalidate(key, None);
    assert_eq!(world.snapshot(key).token, None);
}

#[test]
fn rejecting_an_unused_key_fetches_nothing() {
    let mut world = World::new();
    let key = world.key();
    world.invalidate(key, None);
    world.run_for(MINUTE);
    assert_eq!(world.fetches(), 0);
}

#[test]
fn looking_at_a_key_does_not_resolve_reads() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let rejected = world.token(key);
    world.server = Server::Silent;
    world.pass(10 * MINUTE - 20 * SECOND);
    let Read::Wait(call) = world.read_with(key, Accept::ValidFor(0), Some(5 * SECOND)) else {
        panic!("it waits for the new one first")
    };
    world.pass(6 * SECOND);
    // A page renders, and peeks, before the timer fires; then a server rejects the token.
    world.cache.look(world.reading, key);
    world.invalidate(key, Some(&rejected));
    assert!(!matches!(world.outcome(call), Some(Ok(token)) if token == rejected));
}
