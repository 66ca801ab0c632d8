//! The worlds: a theme a test, so that they run side by side.

use proptest::test_runner::{Config, FileFailurePersistence, TestCaseError, TestError, TestRunner};

use crate::end::play;
use crate::ledger::judge::{Broken, Judge};
use crate::story::{Story, stories};
use crate::themes::{self, Theme};

/// Worlds of each theme, unless the environment says by this name how many.
const WORLDS: u32 = 30_000;
const WORLDS_VARIABLE: &str = "TOKEN_WORLDS";

#[test]
fn anything_may_happen() {
    check(&themes::ANYTHING, "tests/properties/regressions/anything.txt");
}

#[test]
fn clocks_may_lie() {
    check(&themes::CLOCKS, "tests/properties/regressions/clocks.txt");
}

#[test]
fn lives_may_be_short() {
    check(&themes::SHORT_LIVES, "tests/properties/regressions/short_lives.txt");
}

#[test]
fn the_server_may_fail() {
    check(&themes::FAILURES, "tests/properties/regressions/failures.txt");
}

#[test]
fn users_may_change() {
    check(&themes::USERS, "tests/properties/regressions/users.txt");
}

#[test]
fn callers_may_be_insatiable() {
    check(&themes::STORMS, "tests/properties/regressions/storms.txt");
}

#[test]
fn pages_may_render() {
    check(&themes::RENDERS, "tests/properties/regressions/renders.txt");
}

#[test]
fn hours_may_go_on_like_that() {
    check(&themes::HOURS, "tests/properties/regressions/hours.txt");
}

/// A story that breaks a rule is made as short as it can be, and its seed is kept.
fn check(theme: &'static Theme, regressions: &'static str) {
    let config = Config {
        cases: worlds(theme),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        source_file: Some(file!()),
        max_shrink_iters: 50_000,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(&stories(theme), |story| {
        match play(&story, Judge::default()) {
            (None, _) => Ok(()),
            (Some(broken), _) => Err(TestCaseError::fail(format!("{:?}", broken.rule))),
        }
    });
    match result {
        Ok(()) => {}
        Err(TestError::Fail(_, story)) => panic!("{}", tell(&story)),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

/// A world of hundreds of steps counts for as many as one of tens.
fn worlds(theme: &Theme) -> u32 {
    let asked = std::env::var(WORLDS_VARIABLE).ok().and_then(|asked| asked.parse().ok());
    let tens = u32::try_from(theme.steps / 40).unwrap().max(1);
    asked.unwrap_or(WORLDS).div_ceil(tens * tens)
}

fn tell(story: &Story) -> String {
    let (broken, transcript) = play(story, Judge::with_transcript());
    let why = broken.map(|Broken { rule, how }| format!("{rule:?}: {how}")).unwrap_or_default();
    format!("{why}\n\n{story:?}\n{transcript}")
}
