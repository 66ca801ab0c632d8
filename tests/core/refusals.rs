//! Terminal errors: who receives them, and when the route is called again.

use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::read::{Accept, Read};
use workos_widget_tokens::core::snapshot::Status;

use crate::world::{HOUR, MINUTE, SECOND, Server, World};

#[test]
fn terminal_errors_reject_every_waiting_caller_and_are_not_retried() {
    for (status, code) in [
        (400, Code::InvalidRequest),
        (401, Code::Unauthorized),
        (403, Code::Forbidden),
        (404, Code::OrganizationNotFound),
        (409, Code::InvalidRequest),
        (422, Code::InvalidRequest),
        (302, Code::InvalidResponse),
        (200, Code::InvalidResponse),
    ] {
        let mut world = World::new();
        let key = world.key();
        let reads = [world.read(key), world.read_patiently(key), world.read(key)];
        world.refuse(status);
        for read in &reads {
            assert_eq!(world.error_code(read), Some(code), "{status}");
        }
        assert!(!code.is_transient());
        assert_eq!(world.pauses(), [None]);
        world.run_for(60 * MINUTE);
        assert_eq!(world.fetches(), 1, "{status}");
    }
}

#[test]
fn a_terminal_error_is_repeated_for_five_seconds_without_a_request() {
    let mut world = World::new();
    let key = world.key();
    world.read(key);
    world.refuse(404);
    world.run_for(5 * SECOND - 1);
    let read = world.read(key);
    assert_eq!(world.error_code(&read), Some(Code::OrganizationNotFound));
    assert_eq!(world.fetches(), 1);
    world.run_for(1);
    assert!(matches!(world.read(key), Read::Wait(_)));
    assert_eq!(world.fetches(), 2);
}

#[test]
fn for_five_seconds_after_a_terminal_refresh_error_the_valid_token_is_returned() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let old = world.token(key);
    world.server = Server::Silent;
    world.pass(10 * MINUTE - 25 * SECOND);
    world.read(key);
    world.refuse(403);
    world.pass(5 * SECOND - 1);
    assert!(matches!(world.read_patiently(key), Read::Ready(token) if token == old));
    assert_eq!(world.fetches(), 2);
    world.pass(1);
    assert!(matches!(world.read_patiently(key), Read::Wait(_)));
    assert_eq!(world.fetches(), 3);
}

#[test]
fn a_subscribed_key_is_retried_later_or_with_the_next_subscriber() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    world.refuse(403);
    world.run_for(5 * MINUTE - 1);
    assert_eq!((world.fetches(), world.snapshot(key).status), (1, Status::Failed));
    world.subscribe(key);
    assert_eq!(world.fetches(), 2);
    world.refuse(403);
    world.run_for(5 * MINUTE - 1);
    assert_eq!(world.fetches(), 2);
    world.server = Server::Grants { life_ms: 600_000, latency_ms: 50 };
    world.run_for(5 * MINUTE + 51);
    assert_eq!((world.fetches(), world.snapshot(key).status), (3, Status::Ready));
}

#[test]
fn a_subscribed_key_is_retried_when_the_page_is_shown() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    world.refuse(404);
    world.run_for(SECOND);
    world.show(Page::Shown);
    assert_eq!(world.fetches(), 1, "the error is repeated for five seconds");
    world.run_for(4 * SECOND);
    assert_eq!(world.fetches(), 2);
    world.refuse(404);
    world.run_for(MINUTE);
    world.show(Page::Hidden);
    assert_eq!(world.fetches(), 2);
    world.show(Page::Shown);
    assert_eq!(world.fetches(), 3);
}

#[test]
fn a_fetch_that_fails_without_a_network_failure_is_terminal_after_three_attempts() {
    let mut world = World::new();
    let key = world.key();
    let read = world.read_patiently(key);
    for attempt in 1..=3 {
        assert_eq!(world.fetches(), attempt);
        assert_eq!(world.error_code(&read), None);
        world.lose(Code::FetchFailed);
        world.run_for(4 * SECOND);
    }
    assert_eq!(world.error_code(&read), Some(Code::InvalidOptions));
    world.run_for(HOUR);
    assert_eq!(world.fetches(), 3);
}

#[test]
fn an_invalidation_retries_a_subscribed_key() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    world.refuse(403);
    world.run_for(MINUTE);
    world.invalidate(key, Some("another token"));
    assert_eq!(world.fetches(), 1);
    world.invalidate(key, None);
    assert_eq!(world.fetches(), 2);
}

#[test]
fn a_subscriber_within_the_five_seconds_fetches_after_them() {
    let mut world = World::new();
    let key = world.key();
    world.read(key);
    world.refuse(404);
    world.pass(5 * SECOND - 1);
    world.subscribe(key);
    assert_eq!((world.fetches(), world.snapshot(key).status), (1, Status::Failed));
    world.run_for(1);
    assert_eq!(world.fetches(), 2);
}

#[test]
fn a_terminal_error_does_not_cancel_a_later_renewal() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(MINUTE);
    world.server = Server::Silent;
    world.read_with(key, Accept::New, None);
    world.refuse(404);
    world.server = Server::Grants { life_ms: 600_000, latency_ms: 50 };
    world.run_for(8 * MINUTE);
    assert_eq!((world.fetches(), world.count("expired")), (3, 0));
}

#[test]
fn a_renewal_already_due_fails_with_the_terminal_error() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.server = Server::Silent;
    let due_ms = world.refresh_in_ms();
    world.pass(due_ms - 2 * SECOND);
    world.read_with(key, Accept::New, None);
    world.pass(2 * SECOND);
    world.refuse(404);
    world.run_for(5 * MINUTE - 1);
    assert_eq!(world.fetches(), 2);
}

#[test]
fn a_renewal_with_a_terminal_error_is_retried_later() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.server = Server::Refuses { status: 401, latency_ms: 50 };
    world.run_for(24 * 60 * MINUTE);
    assert_eq!(world.snapshot(key).status, Status::Failed);
    let pauses: Vec<_> = world.sent_ms.windows(2).skip(1).map(|two| two[1] - two[0]).collect();
    assert!(pauses.len() > 140, "{} attempts in a day", pauses.len());
    // Latency comes on top.
    assert!(pauses.iter().all(|ms| (5 * MINUTE..=10 * MINUTE + 50).contains(ms)));
    world.server = Server::Grants { life_ms: 600_000, latency_ms: 50 };
    world.run_for(11 * MINUTE);
    assert_eq!(world.snapshot(key).status, Status::Ready);
}
