//! Clocks that jump, stop or show the wrong time.

use workos_widget_tokens::core::cache::Cache;
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::lifetime::{Claims, Clocks, Expiry, Lifetime};
use workos_widget_tokens::core::read::Read;
use workos_widget_tokens::core::reply::Reply;
use workos_widget_tokens::core::time::{Clock, Instant, Reading};

use crate::world::{HOUR, MINUTE, SECOND, Server, World};

#[test]
fn a_sleep_past_expiry_never_returns_the_old_token_and_sends_one_request() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.sleep(8 * HOUR);
    assert!(matches!(world.read(key), Read::Wait(_)));
    world.wake();
    world.wake();
    world.run_for(SECOND);
    assert_eq!(world.fetches(), 2);
}

#[test]
fn a_sleep_past_expiry_during_a_renewal_returns_only_the_token_fetched_after_it() {
    for sleep_ms in [MINUTE, HOUR] {
        let mut world = World::new();
        let key = world.key();
        world.subscribe(key);
        world.grant(10 * MINUTE);
        let refresh_in_ms = world.refresh_in_ms();
        world.run_for(refresh_in_ms);
        assert_eq!(world.pending.len(), 1, "the renewal is in flight");
        world.sleep(sleep_ms);
        let read = world.read(key);
        let Read::Wait(call) = read else { panic!("{read:?}") };
        world.wake();
        assert_eq!(world.snapshot(key).token, None);
        // A request whose timeout passed during sleep is aborted: its reply may be as old as the sleep is
        // long.
        assert_eq!((world.pending.len(), world.aborted.len()), (0, 1));
        world.server = Server::Grants { life_ms: 600_000, latency_ms: 50 };
        world.run_for(5 * SECOND);
        let token = world.outcome(call).unwrap().unwrap();
        assert_eq!(world.snapshot(key).token, Some(token));
        assert_eq!(world.fetches(), 3);
    }
}

#[test]
fn a_timer_may_fire_an_hour_late() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.pass(HOUR);
    world.wake();
    world.run_for(SECOND);
    assert_eq!((world.fetches(), world.count("expired")), (2, 1));
    assert!(world.snapshot(key).token.is_some());
}

#[test]
fn a_wait_limit_does_not_count_sleep() {
    let mut world = World::new();
    let key = world.key();
    let read = world.read(key);
    world.run_for(10 * SECOND - 1);
    world.sleep(HOUR);
    world.run_for(2 * SECOND);
    assert_eq!(world.error_code(&read), None);
    let token = world.grant(10 * MINUTE);
    let Read::Wait(call) = read else { panic!() };
    assert_eq!(world.outcome(call).unwrap().unwrap(), token);
    // Awake, the limit counts normally.
    world.invalidate(key, None);
    let late = world.read(key);
    world.run_for(15 * SECOND);
    world.sleep(HOUR);
    world.run_for(15 * SECOND - 1);
    assert_eq!(world.error_code(&late), None);
    world.run_for(1);
    assert_eq!(world.error_code(&late), Some(Code::Timeout));
}

#[test]
fn a_clock_set_back_changes_nothing() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.set_clock_by(-2 * 3_600_000);
    world.run_for(8 * MINUTE);
    assert_eq!(world.fetches(), 1);
    world.run_for(3 * MINUTE);
    assert_eq!((world.fetches(), world.count("expired")), (2, 0));
}

#[test]
fn a_clock_set_forward_costs_one_request_and_returns_nothing_expired() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.set_clock_by(2 * 3_600_000);
    world.wake();
    world.run_for(8 * MINUTE);
    assert_eq!(world.fetches(), 2);
}

#[test]
fn a_sleep_is_detected_after_the_clock_was_set_back() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    world.set_clock_by(-3_600_000);
    world.wake();
    world.sleep(30 * MINUTE);
    assert!(matches!(world.read(key), Read::Wait(_)));
}

#[test]
fn a_wrong_clock_changes_neither_the_lifetime_nor_the_requests() {
    for wrong_by_ms in [-3_600_000, 0, 3_600_000] {
        let mut world = World::new();
        world.set_clock_by(wrong_by_ms);
        let key = world.key();
        world.subscribe(key);
        for _ in 0..5 {
            let server_ms = world.reading.wall_ms - wrong_by_ms;
            world.answer(Reply {
                status: 200,
                server_ms: Some(server_ms),
                token: Some(format!("at_{server_ms}")),
                expiry: Expiry::At(server_ms + 600_000),
                ..Reply::default()
            });
            let renewed = (0..600).any(|_| {
                world.run_for(SECOND);
                !world.pending.is_empty()
            });
            assert!(renewed, "off by {wrong_by_ms}");
        }
        assert_eq!((world.fetches(), world.count("expired")), (6, 0), "off by {wrong_by_ms}");
        let skew_ms = world.cache.stats(world.reading).skew_ms.unwrap();
        assert!((skew_ms - wrong_by_ms).abs() <= 500, "{skew_ms}");
    }
}

#[test]
fn the_lifetime_starts_when_the_request_is_sent() {
    let mut world = World::new();
    let key = world.key();
    world.read(key);
    world.run_for(9 * SECOND);
    world.grant(20 * SECOND);
    let (sent, schedule) = world.snapshot(key).schedule.unwrap();
    assert_eq!(schedule.expires_at.since_ms(sent), 20 * SECOND);
    world.run_for(11 * SECOND);
    assert_eq!(world.snapshot(key).token, None);
}

const NOW: i64 = 1_800_000_000_000;

fn life(expiry: Expiry, claims: Claims, server_ms: Option<i64>, local_ms: i64) -> Lifetime {
    Lifetime::read(expiry, claims, Clocks { server_ms, local_ms }, 600_000)
}

fn claims(expires_ms: i64, issued_ms: i64) -> Claims {
    Claims { expires_ms: Some(expires_ms), issued_ms: Some(issued_ms) }
}

#[test]
fn an_absolute_expiry_uses_the_servers_clock_minus_its_rounding() {
    let none = Claims::default();
    let at = life(Expiry::At(NOW + 600_000), none, Some(NOW), NOW + 3_600_000);
    assert_eq!((at.certain_ms, at.possible_ms), (599_000, 600_000));
}

#[test]
fn without_a_date_the_tokens_iat_is_used() {
    let at = life(Expiry::Unsaid, claims(NOW + 3_600_000, NOW), None, NOW - 9_999_999);
    assert_eq!((at.certain_ms, at.possible_ms), (3_599_000, 3_600_000));
}

#[test]
fn without_a_date_the_shorter_of_iat_and_local_clock_is_used() {
    // A route that caches its tokens: this one was issued 571 s ago.
    let kept = claims(600_000, 0);
    let cautious = Lifetime { certain_ms: 29_000, possible_ms: 29_000 };
    assert_eq!(life(Expiry::Unsaid, kept, None, 571_000), cautious);
    // An hour fast or slow: such a local clock must be wrong, or would make the lifetime longer.
    let by_claims = Lifetime { certain_ms: 599_000, possible_ms: 600_000 };
    assert_eq!(life(Expiry::Unsaid, kept, None, 3_600_000), by_claims);
    assert_eq!(life(Expiry::Unsaid, kept, None, -3_600_000), by_claims);
    // With the server's own time, the local clock is not used.
    assert_eq!(life(Expiry::Unsaid, kept, Some(0), 571_000), by_claims);
}

#[test]
fn the_later_of_date_and_iat_is_used() {
    // A backend that caches tokens returns one that is 50 minutes old.
    let kept = life(Expiry::Unsaid, claims(NOW + 600_000, NOW - 3_000_000), Some(NOW), NOW);
    assert_eq!(kept.possible_ms, 600_000);
    // The app's server is an hour behind WorkOS.
    let behind = life(Expiry::Unsaid, claims(NOW + 3_600_000, NOW), Some(NOW - 3_600_000), NOW);
    assert_eq!(behind.possible_ms, 3_600_000);
}

#[test]
fn without_a_server_time_the_local_clock_is_used_if_plausible() {
    let none = Claims::default();
    assert_eq!(life(Expiry::At(NOW + 300_000), none, None, NOW), Lifetime::exactly(300_000));
    for fast_by_ms in [300_000, 3_600_000] {
        let fast_clock = life(Expiry::At(NOW + 300_000), none, None, NOW + fast_by_ms);
        assert_eq!(fast_clock, Lifetime::exactly(600_000), "{fast_by_ms}");
    }
}

#[test]
fn the_shorter_of_two_stated_lifetimes_is_used() {
    let stated = life(Expiry::In(60_000), claims(NOW + 3_600_000, NOW), Some(NOW), NOW);
    assert_eq!(stated.certain_ms, 60_000);
    let claimed = life(Expiry::In(9_000_000), claims(NOW + 3_600_000, NOW), Some(NOW), NOW);
    assert_eq!(claimed.certain_ms, 3_599_000);
    // The same for certain, and possibly a second longer.
    let rounded = life(Expiry::In(3_599_000), claims(NOW + 3_600_000, NOW), Some(NOW), NOW);
    assert_eq!(rounded, Lifetime::exactly(3_599_000));
}

#[test]
fn the_clock_never_runs_backwards_and_ignores_small_differences() {
    let start = Reading { monotonic_ms: 1_000, wall_ms: NOW };
    let mut clock = Clock::new(start);
    let mut last = Instant::START;
    // Readings rounded at different moments must not add up to a faster clock.
    for step in 0..10_000_u64 {
        let reading = Reading {
            monotonic_ms: 1_000 + step,
            wall_ms: NOW + i64::try_from(step).unwrap() + i64::try_from(step % 2).unwrap(),
        };
        let now = clock.observe(reading);
        assert!(now >= last);
        last = now;
    }
    assert_eq!(last.since_ms(Instant::START), 9_999);
    let back = clock.observe(Reading { monotonic_ms: 0, wall_ms: 0 });
    assert_eq!(back, last);
}

#[test]
fn a_wall_clock_more_than_half_a_second_ahead_counts_as_a_sleep() {
    for (ahead_ms, slept_ms) in [(500, 0), (501, 501)] {
        let mut clock = Clock::new(Reading { monotonic_ms: 0, wall_ms: NOW });
        let reading = Reading { monotonic_ms: 10_000, wall_ms: NOW + 10_000 + ahead_ms };
        assert_eq!(clock.observe(reading).since_ms(Instant::START), 10_000 + slept_ms);
    }
}

#[test]
fn wall_times_follow_the_current_wall_clock() {
    let mut clock = Clock::new(Reading { monotonic_ms: 0, wall_ms: NOW });
    let now = clock.observe(Reading { monotonic_ms: 10_000, wall_ms: NOW + 10_000 });
    assert_eq!(clock.wall_ms_at(now.plus_ms(5_000)), NOW + 15_000);
    assert_eq!(clock.wall_ms_at(now.minus_ms(5_000)), NOW + 5_000);
}

#[test]
fn no_wall_time_exceeds_what_a_date_can_hold() {
    let clock = Clock::new(Reading { monotonic_ms: 0, wall_ms: 1_800_000_000_000 });
    for ms in [8_640_000_000_000_000, u64::MAX] {
        assert_eq!(clock.wall_ms_at(Instant::START.plus_ms(ms)), 8_640_000_000_000_000);
    }
}

#[test]
fn extreme_readings_do_not_overflow() {
    let mut cache: Cache<String> =
        Cache::new(Config::default(), Reading { monotonic_ms: u64::MAX, wall_ms: i64::MIN }, 0);
    cache.handle_timeout(Reading { monotonic_ms: 0, wall_ms: i64::MAX });
    cache.handle_timeout(Reading { monotonic_ms: u64::MAX, wall_ms: i64::MIN });
}
