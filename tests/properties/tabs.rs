//! Worlds of several tabs that share their tokens, over a channel that loses, delays, repeats and
//! reorders messages, and on which any script of the origin may forge some.

mod channel;
mod judge;
mod steps;
mod tab;
mod world;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence, TestCaseResult, TestRunner};

use self::steps::Step;
use self::world::{Faults, LIFE_MS, World};
use crate::units::SECOND;

/// The number of worlds of each property, unless this environment variable sets it.
const WORLDS: u32 = 100_000;
const WORLDS_VARIABLE: &str = "TOKEN_WORLDS";

/// No tab receives a foreign, expired, rejected or superseded token, no caller waits beyond its
/// limit, and once the faults end every caller is served.
#[test]
fn tabs_obey_the_rules_whatever_happens() {
    let worlds = (2_usize..5, any::<u64>(), vec((step(), any::<u8>(), any::<u16>()), 1..24));
    check("tests/properties/regressions/tabs.txt", worlds, |(tabs, dice, steps)| {
        let mut world = World::new(tabs, Faults { is_quiet: false, dice });
        for (step, which, after) in steps {
            world.step(step, which, after);
        }
        world.end_faults();
        prop_assert_eq!(world.judge.broken, None);
        Ok(())
    });
}

#[test]
fn in_quiet_worlds_one_request_serves_all_tabs_for_a_lifetime() {
    let worlds = (2_usize..8, any::<u64>(), vec(0..4_u64, 8));
    check("tests/properties/regressions/quiet_tabs.txt", worlds, |(tabs, dice, delays)| {
        let mut world = World::new(tabs, Faults { is_quiet: true, dice });
        for (place, delay_ms) in (0..tabs).zip(delays) {
            // At once, or one after the other while the first asks or fetches.
            world.run_for(delay_ms * 40);
            world.step(Step::Subscribe, u8::try_from(place).unwrap(), 0);
        }
        world.run_for(SECOND);
        prop_assert_eq!(world.requests, 1, "at the start");
        // Each is renewed 45 to 60 s before it expires.
        world.run_for(3 * LIFE_MS);
        prop_assert_eq!(world.requests, 4, "in three lifetimes more");
        prop_assert_eq!(world.judge.broken, None);
        Ok(())
    });
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Read),
        2 => any::<u16>().prop_map(Step::ReadWithin),
        1 => Just(Step::ReadNew),
        3 => Just(Step::Subscribe),
        1 => Just(Step::Unsubscribe),
        2 => Just(Step::Invalidate),
        1 => Just(Step::SignOut),
        1 => Just(Step::NameUser),
        1 => Just(Step::Freeze),
        2 => Just(Step::Thaw),
        1 => Just(Step::Hide),
        1 => Just(Step::Show),
        1 => Just(Step::Close),
        3 => (any::<u8>(), any::<u16>(), any::<u16>())
            .prop_map(|(dice, life, left)| Step::Forge { dice, life, left }),
        1 => Just(Step::Pass),
    ]
}

/// A world that breaks a rule is shrunk, and its seed is saved.
fn check<S: Strategy>(
    regressions: &'static str,
    worlds: S,
    property: impl Fn(S::Value) -> TestCaseResult,
) {
    let asked = std::env::var(WORLDS_VARIABLE).ok().and_then(|asked| asked.parse().ok());
    let config = Config {
        cases: asked.unwrap_or(WORLDS),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        source_file: Some(file!()),
        ..Config::default()
    };
    if let Err(error) = TestRunner::new(config).run(&worlds, property) {
        panic!("{error}");
    }
}
