//! Lifetimes that are very short, or end before they begin; the floor and the breaker.

use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::event::EventKind;
use workos_widget_tokens::core::id::KeyId;
use workos_widget_tokens::core::lifetime::{Claims, Expiry};
use workos_widget_tokens::core::read::{Accept, Read};
use workos_widget_tokens::core::reply::Reply;
use workos_widget_tokens::core::retry::Breaker;
use workos_widget_tokens::core::snapshot::Status;
use workos_widget_tokens::core::time::Instant;

use crate::world::{HOUR, MINUTE, SECOND, Server, World};

#[test]
fn lifetimes_of_a_second_to_a_minute_neither_loop_nor_starve() {
    for seconds in [1, 2, 3, 5, 10, 20, 30, 45, 60] {
        let mut world = World::granting(seconds * SECOND);
        let key = world.key();
        world.subscribe(key);
        world.run_for(10 * MINUTE);
        let minute = world.fetches() as u64 / 10;
        let most = 60_u64.min(60 * 4 / seconds + 1);
        assert!(minute <= most, "lifetime {seconds} s: {minute} fetches a minute");
        assert_eq!(world.count("error"), 0, "life {seconds} s");
        assert!(!matches!(world.read(key), Read::Failed(_)));
        world.run_for(2 * SECOND);
        assert!(world.snapshot(key).token.is_some() || seconds == 1);
    }
}

#[test]
fn two_successful_fetches_are_at_least_a_second_apart() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    for _ in 0..5 {
        world.read_with(key, Accept::New, None);
        world.run_for(100);
        world.invalidate(key, None);
        world.read(key);
        world.run_for(2 * SECOND);
    }
    for pair in world.sent_ms.windows(2) {
        assert!(pair[1] - pair[0] >= SECOND, "{:?}", world.sent_ms);
    }
}

#[test]
fn tokens_that_expired_on_arrival_open_the_breaker_until_the_server_recovers() {
    let mut world = World { server: Server::Grants { life_ms: 0, latency_ms: 50 }, ..World::new() };
    let key = world.key();
    world.subscribe(key);
    world.run_for(50 * SECOND);
    assert_eq!(world.fetches(), 10);
    let error = world.snapshot(key).error.unwrap();
    assert_eq!((error.code, error.attempts), (Code::TooManyRequests, 10));
    world.run_for(HOUR - 50 * SECOND);
    assert!(world.fetches() <= 600, "{} fetches in an hour", world.fetches());
    world.server = Server::Grants { life_ms: 600_000, latency_ms: 50 };
    world.run_for(70 * SECOND);
    assert_eq!(world.snapshot(key).status, Status::Ready);
}

#[test]
fn a_token_that_expired_on_arrival_is_never_returned() {
    let mut world = World::new();
    let key = world.key();
    let read = world.read_with(key, Accept::ValidFor(0), Some(0));
    world.grant(0);
    assert_eq!(world.error_code(&read), Some(Code::ExpiredOnArrival));
    assert_eq!(world.snapshot(key).token, None);
}

#[test]
fn a_loop_of_rejections_opens_the_breaker() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    for _ in 0..600 {
        world.run_for(100);
        world.invalidate(key, None);
    }
    assert!(world.fetches() <= 11, "{} fetches in a minute", world.fetches());
    assert_eq!(world.snapshot(key).error.unwrap().code, Code::TooManyRequests);
    world.run_for(61 * SECOND);
    assert_eq!(world.snapshot(key).status, Status::Ready);
}

#[test]
fn the_breaker_counts_what_was_fetched_in_the_last_minute() {
    for (later_ms, admitted) in [(MINUTE - 1, false), (MINUTE, true)] {
        let mut breaker = Breaker::default();
        let start = Instant::START;
        assert!((0..10).all(|_| breaker.admit(start)));
        assert_eq!(breaker.admit(start.plus_ms(later_ms)), admitted, "after {later_ms} ms");
    }
}

#[test]
fn zero_timeouts_and_zero_backoff_open_the_breaker() {
    let config = Config { request_timeout_ms: 0, retry_max_ms: 0, ..Config::default() };
    let mut world = World::with(config);
    let key = world.key();
    world.read_patiently(key);
    world.run_for(SECOND);
    assert_eq!((world.fetches(), world.delay_ms()), (10, Some(59 * SECOND)));
}

#[test]
fn going_online_or_another_user_closes_the_breaker() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    for _ in 0..200 {
        world.run_for(100);
        world.invalidate(key, None);
    }
    assert_eq!(world.fetches(), 10);
    world.online();
    world.run_for(2 * SECOND);
    assert_eq!((world.fetches(), world.snapshot(key).status), (11, Status::Ready));
    for _ in 0..100 {
        world.run_for(100);
        world.invalidate(key, None);
    }
    assert_eq!(world.fetches(), 20);
    world.clear(ClearReason::OtherUser);
    world.run_for(2 * SECOND);
    assert_eq!((world.fetches(), world.snapshot(key).status), (21, Status::Ready));
}

#[test]
fn aborts_and_network_failures_do_not_open_the_breaker() {
    let mut world = World::new();
    let key = world.key();
    for _ in 0..20 {
        let Read::Wait(call) = world.read(key) else { panic!() };
        world.run_for(SECOND);
        world.abort(call);
    }
    assert_eq!((world.fetches(), world.count("error")), (20, 0));
    for _ in 0..20 {
        world.read_patiently(key);
        world.lose(Code::Network);
        world.run_for(SECOND);
        // Retries now, but unlike going online it does not close the breaker.
        world.show(Page::Shown);
    }
    assert!(world.events.iter().all(|event| !matches!(
        &event.kind,
        EventKind::Error { error, .. } if error.code == Code::TooManyRequests
    )));
}

/// A key with a token after ten fetches within a minute: one more opens the breaker.
fn one_fetch_before_the_breaker_opens(life_ms: u64) -> (World, KeyId) {
    let mut world = World::granting(life_ms);
    let key = world.key();
    world.token(key);
    for _ in 0..9 {
        world.run_for(2 * SECOND);
        world.read_with(key, Accept::New, None);
    }
    world.run_for(2 * SECOND);
    (world, key)
}

#[test]
fn a_valid_token_is_returned_while_the_breaker_is_open() {
    let (mut world, key) = one_fetch_before_the_breaker_opens(10 * MINUTE);
    let held = world.snapshot(key).token.unwrap();
    // The first read opens the breaker, and receives the same answer as the next one.
    for _ in 0..2 {
        let read = world.read_with(key, Accept::New, None);
        assert!(matches!(read, Read::Ready(token) if token == held));
    }
    assert_eq!(world.fetches(), 10);
    world.run_for(7 * MINUTE);
    assert!(matches!(world.read_patiently(key), Read::Ready(_)));
}

#[test]
fn a_widget_does_not_wait_for_an_open_breaker_while_the_token_is_valid() {
    let (mut world, key) = one_fetch_before_the_breaker_opens(MINUTE);
    world.read_with(key, Accept::New, None);
    let held = world.snapshot(key).token.unwrap();
    // In the last seconds of the token, in which a widget otherwise waits for the next one.
    world.run_for(50 * SECOND);
    assert!(matches!(world.read_patiently(key), Read::Ready(token) if token == held));
    assert_eq!(world.fetches(), 10);
}

#[test]
fn an_impossible_min_validity_resolves_with_a_new_token() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let token = world.token(key);
    for _ in 0..50 {
        let read = world.read_with(key, Accept::ValidFor(11 * MINUTE), None);
        assert!(matches!(read, Read::Ready(same) if same == token));
        world.run_for(SECOND);
    }
    // Close to its end, another token is worth fetching.
    world.server = Server::Silent;
    world.pass(8 * MINUTE + 25 * SECOND);
    assert!(matches!(world.read_with(key, Accept::ValidFor(11 * MINUTE), None), Read::Wait(_)));
}

#[test]
fn a_token_of_uncertain_expiry_resolves_waiting_callers_but_is_not_cached() {
    // The rounding second leaves nothing, or only the 100 ms that the request took.
    for life_ms in [900, 1_100] {
        let mut world = World::new();
        let key = world.key();
        let read = world.read(key);
        let server_ms = world.reading.wall_ms;
        world.run_for(100);
        world.answer(Reply {
            status: 200,
            server_ms: Some(server_ms),
            token: Some("short".into()),
            claims: Claims::default(),
            expiry: Expiry::At(server_ms + life_ms),
            ..Reply::default()
        });
        let Read::Wait(call) = read else { panic!() };
        assert_eq!(world.outcome(call).unwrap().unwrap(), "short");
        assert_eq!((world.snapshot(key).token, world.count("expired")), (None, 0));
    }
}
