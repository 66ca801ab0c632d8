//! What a read returns, and the requests that it causes.

use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::read::{Accept, Read};

use crate::world::{MINUTE, SECOND, World};

#[test]
fn the_first_read_fetches_and_the_next_returns_immediately() {
    let mut world = World::new();
    let key = world.key();
    let Read::Wait(call) = world.read(key) else { panic!("no token yet") };
    assert_eq!(world.fetches(), 1);
    let token = world.grant(10 * MINUTE);
    assert_eq!(world.outcome(call).unwrap().unwrap(), token);
    let Read::Ready(again) = world.read(key) else { panic!("a warm read does not wait") };
    assert_eq!((again, world.fetches()), (token, 1));
}

#[test]
fn a_thousand_concurrent_reads_send_one_request() {
    let mut world = World::new();
    let key = world.key();
    let calls: Vec<_> = (0..1_000).map(|_| world.read(key)).collect();
    assert_eq!(world.fetches(), 1);
    let token = world.grant(10 * MINUTE);
    for read in calls {
        let Read::Wait(call) = read else { panic!("no token yet") };
        assert_eq!(world.outcome(call).unwrap().unwrap(), token);
    }
    let stats = world.cache.stats(world.reading);
    assert_eq!((stats.fetches, stats.coalesced, stats.hits), (1, 999, 0));
}

#[test]
fn two_keys_are_fetched_concurrently() {
    let mut world = World::new();
    let (sso, dsync) = (world.key_of("org_1", "sso"), world.key_of("org_1", "dsync"));
    world.read(sso);
    world.read(dsync);
    assert_eq!(world.pending.len(), 2);
}

#[test]
fn inside_the_lead_the_old_token_is_returned_while_the_next_is_fetched() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let old = world.token(key);
    world.server = crate::world::Server::Silent;
    world.pass(10 * MINUTE - 50 * SECOND);
    let Read::Ready(token) = world.read(key) else { panic!("50 s are enough") };
    assert_eq!((token, world.fetches()), (old, 2));
}

#[test]
fn in_the_last_35_seconds_a_read_waits_for_the_new_token() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let old = world.token(key);
    world.pass(10 * MINUTE - 31 * SECOND);
    // As a widget reads: 30 s before expiry, or slightly earlier.
    let read = world.read_patiently(key);
    assert!(matches!(read, Read::Wait(_)));
    world.run_for(SECOND);
    let Read::Wait(call) = read else { unreachable!() };
    assert_ne!(world.outcome(call).unwrap().unwrap(), old);
}

#[test]
fn a_read_returns_immediately_until_35_seconds_are_left() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let old = world.token(key);
    world.server = crate::world::Server::Silent;
    world.pass(10 * MINUTE - 36 * SECOND - 1);
    assert!(matches!(world.read(key), Read::Ready(token) if token == old));
    world.pass(1);
    assert!(matches!(world.read(key), Read::Wait(_)));
}

#[test]
fn a_caller_with_a_wait_limit_falls_back_to_a_valid_token() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let old = world.token(key);
    world.server = crate::world::Server::Silent;
    world.pass(10 * MINUTE - 25 * SECOND);
    let (Read::Wait(hurried), Read::Wait(widget)) = (world.read(key), world.read_patiently(key))
    else {
        panic!("both wait for the new one first")
    };
    world.refuse(503);
    assert_eq!(world.outcome(hurried).unwrap().unwrap(), old);
    // A widget that receives the same token twice never asks again, so it goes on waiting.
    assert!(world.outcome(widget).is_none());
    assert!(matches!(world.read_patiently(key), Read::Wait(_)));
    assert!(matches!(world.read(key), Read::Ready(token) if token == old));
    world.run_for(5 * SECOND);
    let new = world.grant(10 * MINUTE);
    assert_eq!(world.outcome(widget).unwrap().unwrap(), new);
}

#[test]
fn a_terminal_refresh_error_falls_back_to_the_valid_token_for_all() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let old = world.token(key);
    world.server = crate::world::Server::Silent;
    world.pass(10 * MINUTE - 25 * SECOND);
    let Read::Wait(widget) = world.read_patiently(key) else { panic!() };
    world.refuse(403);
    assert_eq!(world.outcome(widget).unwrap().unwrap(), old);
}

#[test]
fn an_expired_token_is_never_returned() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    world.server = crate::world::Server::Silent;
    world.pass(10 * MINUTE);
    let read = world.read(key);
    assert!(matches!(read, Read::Wait(_)));
    world.refuse(403);
    assert_eq!(world.error_code(&read), Some(Code::Forbidden));
}

#[test]
fn there_is_no_fallback_to_a_token_that_expires_as_the_refresh_fails() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    world.server = crate::world::Server::Silent;
    world.pass(10 * MINUTE - 6 * SECOND);
    let read = world.read(key);
    world.pass(5 * SECOND);
    world.refuse(403);
    assert_eq!(world.error_code(&read), Some(Code::Forbidden));
}

#[test]
fn min_validity_fetches_if_the_cached_token_has_less() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let old = world.token(key);
    let enough = world.read_with(key, Accept::ValidFor(9 * MINUTE), None);
    assert!(matches!(enough, Read::Ready(token) if token == old));
    world.pass(2 * MINUTE);
    let Read::Wait(call) = world.read_with(key, Accept::ValidFor(9 * MINUTE), None) else {
        panic!("8 minutes are not 9")
    };
    world.run_for(SECOND);
    assert_ne!(world.outcome(call).unwrap().unwrap(), old);
}

#[test]
fn min_validity_that_no_token_has_resolves_with_the_newest() {
    let mut world = World::granting(MINUTE);
    let key = world.key();
    let Read::Wait(call) = world.read_with(key, Accept::ValidFor(9 * MINUTE), None) else {
        panic!()
    };
    world.run_for(SECOND);
    assert!(world.outcome(call).unwrap().is_ok());
    assert_eq!(world.fetches(), 1);
}

#[test]
fn force_refresh_does_not_return_the_cached_token() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let old = world.token(key);
    let Read::Wait(call) = world.read_with(key, Accept::New, None) else {
        panic!("it requires a new one")
    };
    world.run_for(2 * SECOND);
    assert_ne!(world.outcome(call).unwrap().unwrap(), old);
    assert_eq!(world.fetches(), 2);
}

#[test]
fn force_refresh_does_not_fall_back() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    world.server = crate::world::Server::Silent;
    world.pass(2 * SECOND);
    let read = world.read_with(key, Accept::New, None);
    world.refuse(403);
    assert_eq!(world.error_code(&read), Some(Code::Forbidden));
}
