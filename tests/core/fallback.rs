//! A caller with a wait limit always receives a token while one is valid: the new one if it may
//! arrive in time, and the valid one otherwise.

use workos_widget_tokens::core::cache::CallId;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::read::{Accept, Read};

use crate::world::{MINUTE, SECOND, Server, World};

const LIMIT_MS: u64 = 30 * SECOND;

/// A key whose token has this remaining lifetime, and a server that no longer replies.
fn left_with(left_ms: u64) -> (World, workos_widget_tokens::core::id::KeyId, String) {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let old = world.token(key);
    world.server = Server::Silent;
    // The token was requested a second ago.
    world.pass(10 * MINUTE - left_ms - SECOND);
    (world, key, old)
}

fn waits(read: Read<String>) -> CallId {
    match read {
        Read::Wait(call) => call,
        read => panic!("it does not wait: {read:?}"),
    }
}

#[test]
fn a_caller_with_a_wait_limit_gets_the_new_token_if_the_route_replies() {
    let (mut world, key, old) = left_with(20 * SECOND);
    let call = waits(world.read(key));
    world.run_for(SECOND);
    let new = world.grant(10 * MINUTE);
    assert_ne!(new, old);
    assert_eq!(world.outcome(call).unwrap().unwrap(), new);
}

#[test]
fn a_caller_waits_for_a_hung_request_half_of_the_remaining_lifetime() {
    let (mut world, key, old) = left_with(8 * SECOND);
    let (limited, widget) = (waits(world.read(key)), waits(world.read_patiently(key)));
    world.run_for(4 * SECOND - 1);
    assert!(world.outcome(limited).is_none(), "a new one may still come in time");
    world.run_for(1);
    assert_eq!(world.outcome(limited).unwrap().unwrap(), old);
    // The same token at `exp - 30 s` is the last that a widget requests.
    world.run_for(MINUTE);
    assert!(world.outcome(widget).is_none());
    world.pending.clear();
    assert_eq!(world.error_code(&Read::Wait(limited)), None);
}

#[test]
fn a_caller_with_a_zero_wait_limit_waits_no_longer_either() {
    let (mut world, key, old) = left_with(8 * SECOND);
    let call = waits(world.read_with(key, Accept::ValidFor(0), Some(0)));
    world.run_for(4 * SECOND);
    assert_eq!(world.outcome(call).unwrap().unwrap(), old);
}

#[test]
fn the_valid_token_is_returned_immediately_while_all_keys_are_paused() {
    let (mut world, key, old) = left_with(20 * SECOND);
    let other = world.key_of("org_2", "sso");
    world.read(other);
    world.refuse_for(429, 60);
    assert!(matches!(world.read(key), Read::Ready(token) if token == old));
    waits(world.read_patiently(key));
}

#[test]
fn there_is_no_fallback_after_a_sleep_past_expiry() {
    let (mut world, key, _) = left_with(8 * SECOND);
    let call = waits(world.read(key));
    world.sleep(MINUTE);
    world.wake();
    assert!(world.outcome(call).is_none(), "the old token has expired, and the limit has not");
    let delay_ms = world.delay_ms().unwrap();
    assert!(delay_ms > 0, "no immediate deadline: {delay_ms}");
    world.run_for(LIMIT_MS);
    assert_eq!(world.error_code(&Read::Wait(call)), Some(Code::Timeout));
}

#[test]
fn a_wait_falls_back_to_a_token_that_is_still_valid_after_a_sleep() {
    let (mut world, key, old) = left_with(20 * SECOND);
    let call = waits(world.read(key));
    world.sleep(15 * SECOND);
    world.wake();
    assert_eq!(world.outcome(call).unwrap().unwrap(), old);
}

#[test]
fn a_shorter_wait_limit_ends_the_wait_first() {
    let (mut world, key, old) = left_with(30 * SECOND);
    let call = waits(world.read_with(key, Accept::ValidFor(0), Some(2 * SECOND)));
    world.run_for(2 * SECOND);
    assert_eq!(world.outcome(call).unwrap().unwrap(), old);
}

#[test]
fn there_is_no_fallback_to_a_rejected_token() {
    let (mut world, key, old) = left_with(20 * SECOND);
    let call = waits(world.read(key));
    world.invalidate(key, Some(&old));
    world.run_for(LIMIT_MS);
    assert_eq!(world.error_code(&Read::Wait(call)), Some(Code::Timeout));
}

#[test]
fn a_forced_refresh_does_not_fall_back() {
    let (mut world, key, _) = left_with(20 * SECOND);
    let call = waits(world.read_with(key, Accept::New, Some(LIMIT_MS)));
    world.run_for(15 * SECOND);
    assert!(world.outcome(call).is_none());
}

#[test]
fn a_min_validity_that_the_token_lacks_waits_until_the_limit() {
    let (mut world, key, _) = left_with(20 * SECOND);
    let call = waits(world.read_with(key, Accept::ValidFor(MINUTE), Some(LIMIT_MS)));
    world.run_for(15 * SECOND);
    assert!(world.outcome(call).is_none());
}
