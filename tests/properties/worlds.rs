//! The worlds: one test per profile, so that they run side by side.

use proptest::test_runner::{Config, FileFailurePersistence, TestCaseError, TestError, TestRunner};

use crate::end::play;
use crate::oracle::judge::{Broken, Judge};
use crate::profiles::{self, Profile};
use crate::scenario::{Scenario, scenarios};

/// The number of worlds of each profile, unless this environment variable sets it.
const WORLDS: u32 = 30_000;
const WORLDS_VARIABLE: &str = "TOKEN_WORLDS";

#[test]
fn any_world_obeys_the_rules() {
    check(&profiles::ANYTHING, "tests/properties/regressions/anything.txt");
}

#[test]
fn worlds_with_changing_clocks_obey_the_rules() {
    check(&profiles::CLOCKS, "tests/properties/regressions/clocks.txt");
}

#[test]
fn worlds_with_short_lifetimes_obey_the_rules() {
    check(&profiles::SHORT_LIVES, "tests/properties/regressions/short_lives.txt");
}

#[test]
fn worlds_with_a_failing_server_obey_the_rules() {
    check(&profiles::FAILURES, "tests/properties/regressions/failures.txt");
}

#[test]
fn worlds_with_changing_users_obey_the_rules() {
    check(&profiles::USERS, "tests/properties/regressions/users.txt");
}

#[test]
fn worlds_with_demanding_callers_obey_the_rules() {
    check(&profiles::STORMS, "tests/properties/regressions/storms.txt");
}

#[test]
fn worlds_with_rendering_pages_obey_the_rules() {
    check(&profiles::RENDERS, "tests/properties/regressions/renders.txt");
}

#[test]
fn worlds_with_hours_of_demanding_callers_obey_the_rules() {
    check(&profiles::HOURS, "tests/properties/regressions/hours.txt");
}

/// A scenario that breaks a rule is shrunk, and its seed is saved.
fn check(profile: &'static Profile, regressions: &'static str) {
    let config = Config {
        cases: worlds(profile),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        source_file: Some(file!()),
        max_shrink_iters: 50_000,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(&scenarios(profile), |scenario| {
        match play(&scenario, Judge::default()) {
            (None, _) => Ok(()),
            (Some(broken), _) => Err(TestCaseError::fail(format!("{:?}", broken.rule))),
        }
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(_, scenario)) => panic!("{}", tell(&scenario)),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

/// A world of hundreds of steps counts for as many as one of tens.
fn worlds(profile: &Profile) -> u32 {
    let asked = std::env::var(WORLDS_VARIABLE).ok().and_then(|asked| asked.parse().ok());
    let tens = u32::try_from(profile.steps / 40).unwrap().max(1);
    asked.unwrap_or(WORLDS).div_ceil(tens * tens)
}

fn tell(scenario: &Scenario) -> String {
    let (broken, transcript) = play(scenario, Judge::with_transcript());
    let why = broken.map(|Broken { rule, how }| format!("{rule:?}: {how}")).unwrap_or_default();
    format!("{why}\n\n{scenario:?}\n{transcript}")
}
