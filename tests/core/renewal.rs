//! Renewal before expiry, and its end when the key is no longer used.

use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::event::EventKind;
use workos_widget_tokens::core::random::Random;
use workos_widget_tokens::core::read::Read;
use workos_widget_tokens::core::schedule::Schedule;
use workos_widget_tokens::core::snapshot::Status;
use workos_widget_tokens::core::time::Instant;

use crate::world::{HOUR, MINUTE, SECOND, Server, World};

/// For a lifetime: how long before expiry it is renewed, at least and at most, and from when on
/// readers wait; in milliseconds.
fn margins(life_ms: u64, wanted_lead_ms: u64) -> (u64, u64, u64) {
    let mut random = Random::new(3);
    let expires_at = Instant::START.plus_ms(life_ms);
    let plans: Vec<Schedule> = (0..2_000)
        .map(|_| Schedule::plan(expires_at, life_ms, Instant::START, wanted_lead_ms, &mut random))
        .collect();
    let ahead = |plan: &Schedule| plan.expires_at.since_ms(plan.refresh_at);
    let waits = plans[0].expires_at.since_ms(plans[0].wait_from);
    (plans.iter().map(ahead).min().unwrap(), plans.iter().map(ahead).max().unwrap(), waits)
}

#[test]
fn the_lead_and_its_jitter_adapt_to_the_lifetime() {
    let near = |life: u64, wanted: u64, lead: u64, jitter: u64, wait: u64| {
        let (least, most, waits) = margins(life, wanted);
        let furthest = lead + jitter;
        assert!((lead..=lead + jitter / 50).contains(&least), "least {least}, lead {lead}");
        assert!((furthest - jitter / 50..=furthest).contains(&most), "most {most}, lead {lead}");
        assert_eq!(waits, wait);
    };
    // As configured: a twelfth of the lifetime before expiry, on average.
    near(HOUR, 45_000, 45_000, 510_000, 35_000);
    near(20 * MINUTE, 45_000, 45_000, 110_000, 35_000);
    near(10 * MINUTE, 45_000, 45_000, 15_000, 35_000); // a third of the lead
    near(200 * SECOND, 45_000, 40_000, 13_333, 35_000); // a fifth
    near(2 * MINUTE, 45_000, 35_000, 11_666, 35_000); // enough for a widget
    near(MINUTE, 45_000, 30_000, 10_000, 15_000); // half of a short lifetime
    near(10 * SECOND, 45_000, 5_000, 1_666, 2_500);
    near(HOUR, 5_000, 35_000, 530_000, 35_000); // a configured lead below what a widget needs
    near(HOUR, 30 * MINUTE, 12 * MINUTE, 4 * MINUTE, 35_000); // a configured lead above a fifth
    near(30 * 24 * HOUR, 45_000, 45_000, 15 * MINUTE, 35_000); // no jitter beyond what spreads a fleet
}

#[test]
fn a_ten_second_token_is_renewed_three_times_without_a_read() {
    let mut world = World::granting(10 * SECOND);
    let key = world.key();
    world.subscribe(key);
    for _ in 0..30_000 {
        world.run_for(1);
        let held = world.snapshot(key).token.is_some();
        assert!(held || world.reading.monotonic_ms < 5_100, "there was no token at some moment");
    }
    assert!(world.fetches() >= 4, "{} fetches", world.fetches());
    assert_eq!(world.count("expired"), 0);
    assert_eq!(world.count("error"), 0, "short lifetimes do not open the breaker");
}

#[test]
fn a_subscribed_key_is_renewed_for_hours_once_per_lifetime() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(8 * HOUR);
    assert_eq!(world.count("expired"), 0);
    // Each is renewed 45 to 60 s before expiry: 1.1 times the 48 requests of a lead of zero.
    assert!((52..=53).contains(&world.fetches()), "{} fetches", world.fetches());
}

#[test]
fn an_unread_key_stops_renewing_until_the_next_read() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    world.run_for(8 * HOUR);
    assert_eq!(world.fetches(), 2, "one renewal within a lifetime of the read, then none");
    assert_eq!(world.count("idle"), 1);
    assert_eq!(world.delay_ms(), None, "no timer is armed");
    world.token(key);
    assert_eq!(world.fetches(), 3);
}

#[test]
fn a_key_keeps_renewing_while_it_is_read() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    for _ in 0..100 {
        world.token(key);
        world.run_for(5 * MINUTE);
    }
    assert_eq!(world.count("idle"), 0);
    assert_eq!(world.count("expired"), 0);
}

#[test]
fn a_key_goes_idle_after_the_last_unsubscribe() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.subscribe(key);
    world.run_for(HOUR);
    world.unsubscribe(key);
    world.run_for(HOUR);
    assert_eq!(world.count("idle"), 0, "one subscriber is left");
    world.unsubscribe(key);
    world.run_for(HOUR);
    assert_eq!(world.count("idle"), 1);
    assert_eq!(world.delay_ms(), None);
}

#[test]
fn idle_after_sets_how_long_a_key_keeps_renewing() {
    let config = Config { idle_after_ms: Some(HOUR), ..Config::default() };
    let mut world = World::with(config);
    world.server = Server::Grants { life_ms: 600_000, latency_ms: 50 };
    let key = world.key();
    world.token(key);
    world.run_for(8 * HOUR);
    assert!((7..=8).contains(&world.fetches()), "{} fetches", world.fetches());
}

#[test]
fn an_idle_key_arms_no_timer_for_its_expiry() {
    for (early_ms, fetches) in [(0, 1), (1, 2)] {
        let config = Config { idle_after_ms: Some(MINUTE + early_ms), ..Config::default() };
        let mut world = World::with(config);
        world.server = Server::Grants { life_ms: 600_000, latency_ms: 50 };
        let key = world.key();
        world.token(key);
        let due_ms = world.refresh_in_ms();
        world.pass(due_ms - MINUTE);
        world.read(key);
        world.server = Server::Silent;
        world.run_for(MINUTE);
        assert_eq!(world.fetches(), fetches);
        assert!(world.snapshot(key).token.is_some());
        assert_eq!(world.delay_ms().is_none(), fetches == 1);
    }
}

#[test]
fn no_timer_is_armed_before_the_first_read() {
    let mut world = World::new();
    let key = world.key();
    assert_eq!(world.delay_ms(), None);
    assert_eq!(world.snapshot(key).status, Status::Empty);
    assert_eq!(world.fetches(), 0);
}

#[test]
fn one_timer_serves_ten_thousand_keys_and_a_tick_advances_only_due_ones() {
    let mut world = World::new();
    let keys: Vec<_> = (0..10_000).map(|n| world.key_of(&format!("org_{n}"), "sso")).collect();
    for key in &keys[..9_999] {
        world.read(*key);
        world.grant(10 * MINUTE);
    }
    world.read(keys[9_999]);
    world.grant(20 * SECOND);
    world.pass(15 * SECOND);
    world.wake();
    assert_eq!(world.pending.len(), 1);
    assert_eq!(world.pending[0].key, keys[9_999]);
}

#[test]
fn the_same_seed_gives_the_same_jitter_and_another_gives_another() {
    let plan = |seed| {
        let now = Instant::START;
        Schedule::plan(now.plus_ms(HOUR), HOUR, now, 45_000, &mut Random::new(seed))
    };
    assert_eq!(plan(1), plan(1));
    assert_ne!(plan(1), plan(2));
}

/// The published first outputs of Marsaglia's 64-bit xorshift with shifts 13, 7 and 17, from state
/// 1. Its period covers every state except zero.
#[test]
fn jitter_is_drawn_from_a_generator_of_the_longest_period() {
    let mut random = Random::new(0);
    let first: [u64; 3] = std::array::from_fn(|_| random.up_to(u64::MAX));
    assert_eq!(first, [1_082_269_761, 1_152_992_998_833_853_505, 11_177_516_664_432_764_457]);
}

#[test]
fn a_lifetime_beyond_the_timer_range_neither_fires_immediately_nor_loops() {
    let mut world = World::granting(60 * 24 * HOUR);
    let key = world.key();
    world.subscribe(key);
    world.run_for(30 * 24 * HOUR);
    assert_eq!(world.fetches(), 1);
    world.run_for(30 * 24 * HOUR);
    assert_eq!(world.fetches(), 2);
}

#[test]
fn the_longest_possible_lifetime_does_not_overflow() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    let fetch = world.pending.remove(0);
    world.grant_to(fetch, i64::MAX);
    assert!(matches!(world.read(key), Read::Ready(_)));
    world.run_for(24 * HOUR);
    assert_eq!(world.fetches(), 1);
}

#[test]
fn the_token_event_states_the_time_of_the_refresh() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    let EventKind::Token { lifetime_ms, refresh_in_ms } = world.events[0].kind else { panic!() };
    assert_eq!(lifetime_ms, 10 * MINUTE);
    assert!((540_000..=555_000).contains(&refresh_in_ms), "{refresh_in_ms}");
}
