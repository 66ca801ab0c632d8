//! Transient failures: when they are retried, and what callers receive meanwhile.

use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::read::{Accept, Read};
use workos_widget_tokens::core::reply::{Reply, RetryAfter};
use workos_widget_tokens::core::snapshot::Status;

use crate::world::{MINUTE, SECOND, Server, World};

#[test]
fn transient_failures_are_retried_with_exponential_backoff_and_jitter() {
    let mut world =
        World { server: Server::Refuses { status: 500, latency_ms: 0 }, ..World::new() };
    let key = world.key();
    world.read_patiently(key);
    world.run_for(20 * MINUTE);
    let full = [1, 2, 4, 8, 16, 32, 60, 60, 60];
    for (pause, full) in world.pauses().into_iter().zip(full) {
        let pause = pause.expect("somebody waits");
        assert!((full * 500..=full * 1_000).contains(&pause), "{pause} of {full} s");
    }
    assert!(world.pauses().len() > 20);
}

#[test]
fn jitter_differs_between_retries() {
    let mut world =
        World { server: Server::Refuses { status: 500, latency_ms: 0 }, ..World::new() };
    let key = world.key();
    world.read_patiently(key);
    world.run_for(60 * MINUTE);
    let mut at_the_cap: Vec<_> = world.pauses().into_iter().skip(7).collect();
    at_the_cap.sort_unstable();
    at_the_cap.dedup();
    assert!(at_the_cap.len() > 20);
}

#[test]
fn every_transient_status_is_retried_and_succeeds() {
    for (status, code) in [
        (408, Code::Timeout),
        (425, Code::ServerError),
        (429, Code::RateLimited),
        (500, Code::ServerError),
        (502, Code::ServerError),
        (599, Code::ServerError),
    ] {
        let mut world = World::new();
        let key = world.key();
        let read = world.read(key);
        world.refuse(status);
        let error = world.snapshot(key).error.unwrap();
        assert_eq!((error.code, error.status, error.attempts), (code, Some(status), 1));
        assert!(error.code.is_transient());
        assert_eq!(world.snapshot(key).status, Status::Retrying);
        world.run_for(2 * SECOND);
        let token = world.grant(10 * MINUTE);
        let Read::Wait(call) = read else { panic!() };
        assert_eq!(world.outcome(call).unwrap().unwrap(), token, "after {status}");
        assert_eq!(world.count("retry"), 1);
    }
}

#[test]
fn retry_after_is_a_minimum() {
    for (seconds, at_least) in [(7, 7 * SECOND), (120, 120 * SECOND)] {
        let mut world = World::new();
        let key = world.key();
        world.read_patiently(key);
        world.refuse_for(429, seconds);
        world.run_for(2 * at_least);
        let pause = world.sent_ms[1] - world.sent_ms[0];
        // Jitter goes on top: browsers that were given the same moment must not come back together.
        assert!((at_least..=2 * at_least).contains(&pause), "{pause}");
    }
}

/// The longest and the shortest pause after this many refusals in a row, over many pages.
fn pauses_after(refusals: usize, refuse: impl Fn(&mut World)) -> (u64, u64) {
    let pause = |seed| {
        let mut world = World::seeded(seed);
        let key = world.key();
        world.read_patiently(key);
        for _ in 1..refusals {
            refuse(&mut world);
            let pause_ms = world.delay_ms().unwrap();
            world.run_for(pause_ms);
        }
        refuse(&mut world);
        world.delay_ms().unwrap()
    };
    let pauses = (1..300).map(pause);
    (pauses.clone().min().unwrap(), pauses.max().unwrap())
}

#[test]
fn the_spread_over_retry_after_doubles_with_each_failure_up_to_eight_times() {
    for (refusals, times) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 8)] {
        let (shortest, longest) = pauses_after(refusals, |world| world.refuse_for(429, 30));
        let furthest = (30 + 30 * times) * SECOND;
        assert!((30 * SECOND..35 * SECOND).contains(&shortest), "{refusals}: {shortest}");
        assert!((furthest * 97 / 100..=furthest).contains(&longest), "{refusals}: {longest}");
    }
}

#[test]
fn the_spread_over_retry_after_does_not_double_beyond_four_minutes() {
    for (seconds, widest) in [(60, 240), (240, 240), (3_600, 3_600)] {
        let (_, longest) = pauses_after(6, |world| world.refuse_for(429, seconds));
        let furthest = (seconds + widest) * SECOND;
        assert!((furthest * 97 / 100..=furthest).contains(&longest), "{seconds} s: {longest}");
    }
}

#[test]
fn a_slot_is_used_within_two_seconds() {
    for refusals in [1, 2, 5] {
        let (shortest, longest) =
            pauses_after(refusals, |world| world.refuse_with_slot(429, 90_000.0));
        assert!((90_000..90_100).contains(&shortest), "{refusals}: {shortest}");
        assert!((91_900..=92_000).contains(&longest), "{refusals}: {longest}");
    }
}

#[test]
fn slots_of_zero_do_not_flood_the_route() {
    let mut world = World::new();
    let key = world.key();
    world.read_patiently(key);
    for full_ms in [1_000, 2_000, 4_000, 8_000, 16_000] {
        world.refuse_with_slot(429, 0.0);
        let pause_ms = world.delay_ms().unwrap();
        // Jitter alone may exceed the first pauses of the backoff.
        let longest_ms = 2_000.max(full_ms);
        assert!((full_ms / 2..=longest_ms).contains(&pause_ms), "{pause_ms} of {full_ms}");
        world.run_for(pause_ms);
    }
}

#[test]
fn a_slot_applies_to_one_key_only() {
    for status in [429, 503] {
        let mut world = World::new();
        let (one, other) = (world.key_of("org_1", "sso"), world.key_of("org_2", "sso"));
        world.read_patiently(one);
        world.refuse_with_slot(status, 30_000.0);
        let hurried = world.read_with(other, Accept::ValidFor(0), Some(0));
        assert_eq!((world.fetches(), world.error_code(&hurried)), (2, None), "{status}");
    }
}

#[test]
fn a_slot_does_not_shorten_the_pause_of_retry_after() {
    let mut world = World::new();
    let (one, other) = (world.key_of("org_1", "sso"), world.key_of("org_2", "sso"));
    world.read_patiently(one);
    world.read_patiently(other);
    world.refuse_for(429, 60);
    world.refuse_with_slot(429, 1_000.0);
    world.run_for(60 * SECOND - 1);
    assert_eq!(world.fetches(), 2);
}

#[test]
fn another_user_does_not_wait_for_the_previous_users_slot() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    world.refuse_with_slot(429, 60_000.0);
    world.clear(ClearReason::OtherUser);
    assert_eq!(world.fetches(), 2);
}

#[test]
fn going_online_or_visible_does_not_retry_before_the_slot() {
    for wake in [World::online, |world: &mut World| world.show(Page::Shown)] {
        let mut world = World::new();
        let key = world.key();
        world.read_patiently(key);
        world.refuse_with_slot(429, 60_000.0);
        wake(&mut world);
        world.run_for(60 * SECOND - 1);
        assert_eq!(world.fetches(), 1);
    }
}

#[test]
fn retry_after_as_a_date_uses_the_servers_clock() {
    let mut world = World::new();
    let key = world.key();
    world.read_patiently(key);
    let server_ms = world.reading.wall_ms - 3_600_000; // an hour behind us
    world.answer(Reply {
        status: 503,
        server_ms: Some(server_ms),
        retry_after: RetryAfter::At(server_ms + 20_000),
        ..Reply::default()
    });
    world.run_for(41 * SECOND);
    let pause = world.sent_ms[1] - world.sent_ms[0];
    assert!((20 * SECOND..=40 * SECOND).contains(&pause), "{pause}");
}

#[test]
fn a_rate_limit_with_retry_after_pauses_every_key() {
    for status in [429, 503] {
        let mut world = World::new();
        let (one, other) = (world.key_of("org_1", "sso"), world.key_of("org_2", "sso"));
        world.read_patiently(one);
        world.refuse_for(status, 30);
        world.read_patiently(other);
        world.run_for(30 * SECOND - 1);
        assert_eq!(world.fetches(), 1, "{status}");
        world.run_for(30 * SECOND);
        assert!(world.fetches() >= 3, "{status}");
    }
}

#[test]
fn a_zero_wait_limit_rejects_during_another_keys_pause() {
    let mut world = World::new();
    let (one, other) = (world.key_of("org_1", "sso"), world.key_of("org_2", "sso"));
    world.read_patiently(one);
    world.refuse_for(429, 3_600);
    let hurried = world.read_with(other, Accept::ValidFor(0), Some(0));
    assert_eq!(world.error_code(&hurried), Some(Code::RateLimited));
    let limited = world.read(other);
    assert_eq!(world.error_code(&limited), None, "there is time left");
    world.run_for(30 * SECOND);
    assert_eq!(world.error_code(&limited), Some(Code::RateLimited));
    assert_eq!(world.fetches(), 1);
}

#[test]
fn a_backoff_continues_without_waiting_callers() {
    let mut world = World::new();
    let key = world.key();
    let Read::Wait(call) = world.read_patiently(key) else { panic!() };
    world.refuse_for(500, 60);
    world.abort(call);
    world.read_patiently(key);
    world.run_for(60 * SECOND - 1);
    assert_eq!(world.fetches(), 1);
}

#[test]
fn a_cached_read_during_a_pause_counts_as_a_hit() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    world.server = Server::Silent;
    world.pass(570 * SECOND);
    world.read(key);
    world.refuse(500);
    let before = world.cache.stats(world.reading).hits;
    assert!(matches!(world.read(key), Read::Ready(_)));
    assert_eq!(world.cache.stats(world.reading).hits, before + 1);
}

#[test]
fn only_a_limit_with_retry_after_pauses_other_keys() {
    for (status, retry_after) in [
        (500, RetryAfter::Unsaid),
        (500, RetryAfter::InMs(30 * SECOND)),
        (429, RetryAfter::Unsaid),
        (503, RetryAfter::Unsaid),
    ] {
        let mut world = World::new();
        let (one, other) = (world.key_of("org_1", "sso"), world.key_of("org_2", "sso"));
        world.read_patiently(one);
        world.answer(Reply { status, retry_after, ..Reply::default() });
        world.read_patiently(other);
        assert_eq!(world.fetches(), 2, "{status} {retry_after:?}");
    }
}

#[test]
fn a_valid_token_is_returned_throughout_an_outage() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.server = Server::Refuses { status: 502, latency_ms: 50 };
    for second in 1..599 {
        world.run_for(SECOND);
        assert!(matches!(world.read(key), Read::Ready(_)) || second >= 565, "second {second}");
        assert!(world.snapshot(key).token.is_some());
    }
    world.run_for(2 * SECOND);
    assert_eq!((world.count("expired"), world.snapshot(key).token), (1, None));
}

#[test]
fn a_caller_rejects_with_the_last_error_at_its_wait_limit() {
    let mut world =
        World { server: Server::Refuses { status: 503, latency_ms: 50 }, ..World::new() };
    let key = world.key();
    let read = world.read(key);
    world.run_for(30 * SECOND - 1);
    assert_eq!(world.error_code(&read), None);
    world.run_for(1);
    assert_eq!(world.error_code(&read), Some(Code::ServerError));
    assert_eq!(world.delay_ms(), None, "nobody needs the token: retries stop");
}

#[test]
fn a_wait_that_ends_during_a_retry_rejects_with_the_last_error() {
    let mut world = World::new();
    let key = world.key();
    let read = world.read_with(key, Accept::ValidFor(0), Some(5 * SECOND));
    world.refuse(503);
    world.run_for(5 * SECOND);
    assert_eq!((world.fetches(), world.error_code(&read)), (2, Some(Code::ServerError)));
}

#[test]
fn a_wait_that_ends_during_the_first_request_rejects_with_timeout() {
    let mut world = World::new();
    let key = world.key();
    let Read::Wait(call) = world.read_with(key, Accept::ValidFor(0), Some(5 * SECOND)) else {
        panic!()
    };
    world.run_for(5 * SECOND);
    let error = world.outcome(call).unwrap().unwrap_err();
    assert_eq!((error.code, error.attempts), (Code::Timeout, 1));
}

#[test]
fn a_zero_wait_limit_rejects_with_the_first_error() {
    let mut world = World::new();
    let key = world.key();
    let read = world.read_with(key, Accept::ValidFor(0), Some(0));
    world.refuse(500);
    assert_eq!(world.error_code(&read), Some(Code::ServerError));
    let again = world.read_with(key, Accept::ValidFor(0), Some(0));
    assert_eq!(
        world.error_code(&again),
        Some(Code::ServerError),
        "a caller does not wait for the pause, either"
    );
    assert!(matches!(world.read(key), Read::Wait(_)), "others wait");
    assert_eq!(world.fetches(), 1);
}

#[test]
fn a_widget_waits_through_an_outage_of_any_length() {
    let mut world =
        World { server: Server::Refuses { status: 500, latency_ms: 50 }, ..World::new() };
    let key = world.key();
    let Read::Wait(call) = world.read_patiently(key) else { panic!() };
    world.run_for(24 * 60 * MINUTE);
    assert!(world.outcome(call).is_none());
    world.server = Server::Grants { life_ms: 600_000, latency_ms: 50 };
    world.run_for(61 * SECOND);
    assert!(world.outcome(call).unwrap().is_ok());
}

#[test]
fn a_request_without_a_reply_times_out() {
    let mut world = World::new();
    let key = world.key();
    let first_failure = world.read_with(key, Accept::ValidFor(0), Some(0));
    let fetch = world.pending[0];
    world.run_for(10 * SECOND - 1);
    assert!(world.aborted.is_empty());
    world.run_for(1);
    assert_eq!(world.aborted, [fetch]);
    assert_eq!(world.error_code(&first_failure), Some(Code::Timeout));
    // A late reply is ignored.
    world.grant_to(fetch, 600_000);
    assert_eq!(world.snapshot(key).token, None);
}

#[test]
fn a_network_failure_is_retried_immediately_when_online_again() {
    for code in [Code::Network, Code::Offline] {
        let mut world = World::new();
        let key = world.key();
        world.read_patiently(key);
        world.lose(code);
        world.online();
        assert_eq!(world.fetches(), 2, "{code:?}");
    }
}

#[test]
fn going_online_or_visible_restarts_the_backoff() {
    for wake in [World::online, |world: &mut World| world.show(Page::Shown)] {
        let mut world = World::new();
        let key = world.key();
        world.read_patiently(key);
        for _ in 0..8 {
            world.lose(Code::Offline);
            let pause_ms = world.delay_ms().unwrap();
            world.run_for(pause_ms);
        }
        world.lose(Code::Offline);
        assert!(world.delay_ms().unwrap() >= 30 * SECOND);
        wake(&mut world);
        world.lose(Code::Network);
        assert!(world.delay_ms().unwrap() <= SECOND, "{:?}", world.delay_ms());
    }
}

#[test]
fn going_online_ends_neither_a_limit_nor_a_server_error() {
    for (status, retry_after) in [(429, RetryAfter::InMs(30 * SECOND)), (500, RetryAfter::Unsaid)] {
        let mut world = World::new();
        let key = world.key();
        world.read_patiently(key);
        world.answer(Reply { status, retry_after, ..Reply::default() });
        world.online();
        assert_eq!(world.fetches(), 1, "{status}");
    }
}

#[test]
fn a_success_resets_the_backoff() {
    let mut world = World::new();
    let key = world.key();
    world.read_patiently(key);
    for _ in 0..4 {
        world.refuse(500);
        world.run_for(9 * SECOND);
    }
    world.grant(10 * MINUTE);
    world.pass(11 * MINUTE);
    world.read_patiently(key);
    world.refuse(500);
    let last = world.pauses().pop().unwrap().unwrap();
    assert!(last <= SECOND, "{last}");
}
