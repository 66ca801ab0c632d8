//! Hidden pages, callers that abort, subscribers.

use workos_widget_tokens::core::config::{Config, WhileHidden};
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::read::{Accept, Read};
use workos_widget_tokens::core::snapshot::Status;

use crate::world::{HOUR, MINUTE, SECOND, Server, World};

#[test]
fn a_hidden_page_does_not_renew_and_catches_up_when_it_is_shown() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.show(Page::Hidden);
    world.run_for(8 * HOUR);
    assert_eq!((world.fetches(), world.delay_ms()), (1, None));
    world.show(Page::Shown);
    world.run_for(SECOND);
    assert_eq!(world.fetches(), 2);
    assert!(world.snapshot(key).token.is_some());
}

#[test]
fn a_hidden_page_renews_if_configured() {
    let config = Config { while_hidden: WhileHidden::Renew, ..Config::default() };
    let mut world = World {
        server: Server::Grants { life_ms: 600_000, latency_ms: 50 },
        ..World::with(config)
    };
    let key = world.key();
    world.subscribe(key);
    world.show(Page::Hidden);
    world.run_for(HOUR);
    assert_eq!(world.count("expired"), 0);
}

#[test]
fn a_read_fetches_in_a_hidden_page_too() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.show(Page::Hidden);
    let old = world.token(key);
    world.run_for(10 * MINUTE - 50 * SECOND);
    assert!(matches!(world.read(key), Read::Ready(token) if token == old));
    assert_eq!(world.fetches(), 2, "inside the lead");
    world.run_for(HOUR);
    world.token(key);
    assert_eq!(world.fetches(), 3, "long after");
}

#[test]
fn an_abort_does_not_affect_other_callers() {
    let mut world = World::new();
    let key = world.key();
    let (Read::Wait(leaver), Read::Wait(stayer)) = (world.read(key), world.read(key)) else {
        panic!()
    };
    world.abort(leaver);
    assert!(world.aborted.is_empty());
    world.grant(10 * MINUTE);
    assert!(world.outcome(stayer).unwrap().is_ok());
    assert!(world.outcome(leaver).is_none(), "it was rejected by its own signal");
}

#[test]
fn the_last_abort_aborts_the_request_and_stops_retries() {
    let mut world = World::new();
    let key = world.key();
    let (Read::Wait(one), Read::Wait(other)) = (world.read(key), world.read(key)) else { panic!() };
    let fetch = world.pending[0];
    world.abort(one);
    world.abort(other);
    assert_eq!(world.aborted, [fetch]);
    world.run_for(HOUR);
    assert_eq!((world.fetches(), world.delay_ms()), (1, None));
}

#[test]
fn aborting_a_settled_call_does_nothing() {
    let mut world = World::new();
    let key = world.key();
    let Read::Wait(call) = world.read_with(key, Accept::ValidFor(0), Some(5 * SECOND)) else {
        panic!()
    };
    world.run_for(5 * SECOND);
    assert!(world.outcome(call).is_some());
    world.abort(call);
    assert!(world.aborted.is_empty(), "the request may still bring a token");
}

#[test]
fn a_subscribers_request_continues_when_callers_abort() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    let Read::Wait(call) = world.read(key) else { panic!() };
    world.abort(call);
    assert!(world.aborted.is_empty());
}

#[test]
fn the_last_unsubscribe_aborts_the_request() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    world.subscribe(key);
    let fetch = world.pending[0];
    world.unsubscribe(key);
    assert!(world.aborted.is_empty(), "one subscriber is left");
    world.unsubscribe(key);
    assert_eq!(world.aborted, [fetch]);
    world.run_for(HOUR);
    assert_eq!((world.fetches(), world.delay_ms()), (1, None));
}

#[test]
fn a_callers_request_continues_after_the_last_unsubscribe() {
    let mut world = World::new();
    let key = world.key();
    let read = world.read(key);
    world.subscribe(key);
    world.unsubscribe(key);
    assert!(world.aborted.is_empty());
    world.grant(10 * MINUTE);
    assert_eq!(world.error_code(&read), None);
}

#[test]
fn a_renewal_continues_when_a_caller_that_joined_it_aborts() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    world.server = Server::Silent;
    world.pass(10 * MINUTE - 50 * SECOND);
    let Read::Wait(call) = world.read_with(key, Accept::New, None) else { panic!() };
    world.abort(call);
    assert!(world.aborted.is_empty());
}

#[test]
fn aborting_a_forced_refresh_keeps_the_cached_token() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let held = world.token(key);
    world.server = Server::Silent;
    world.pass(2 * SECOND);
    let Read::Wait(call) = world.read_with(key, Accept::New, None) else { panic!() };
    let fetch = world.pending[0];
    world.abort(call);
    assert_eq!(world.aborted, [fetch]);
    assert!(matches!(world.read(key), Read::Ready(token) if token == held));
}

#[test]
fn a_first_subscriber_is_not_notified_of_the_existing_state() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    world.subscribe(key);
    assert!(world.notified.is_empty());
}

#[test]
fn a_subscription_fetches_and_notifies_of_each_change() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    assert_eq!(world.snapshot(key).status, Status::Loading);
    let notified = world.notified.len();
    assert_eq!(notified, 1);
    let token = world.grant(10 * MINUTE);
    assert_eq!(world.notified.len(), notified + 1);
    let snapshot = world.snapshot(key);
    assert_eq!((snapshot.status, snapshot.token), (Status::Ready, Some(token)));
    world.wake();
    assert_eq!(world.notified.len(), notified + 1, "nothing has changed");
}

#[test]
fn a_subscriber_is_notified_when_a_token_expires() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.server = Server::Silent;
    world.show(Page::Hidden);
    let notified = world.notified.len();
    world.run_for(10 * MINUTE);
    assert_eq!(world.notified.len(), notified + 1);
    assert_eq!(world.count("expired"), 1);
}

#[test]
fn the_revision_changes_with_the_snapshot_and_only_then() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    let loading = world.cache.revision(key);
    world.snapshot(key);
    assert_eq!(world.cache.revision(key), loading);
    world.refuse(500);
    let retrying = world.cache.revision(key);
    assert_ne!(retrying, loading);
    let snapshot = world.snapshot(key);
    assert_eq!(
        (snapshot.status, snapshot.error.unwrap().code),
        (Status::Retrying, Code::ServerError)
    );
    assert!(snapshot.retry_at.is_some());
    world.run_for(SECOND);
    assert_ne!(world.cache.revision(key), retrying);
}
