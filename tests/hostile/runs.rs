//! The number of random cases. A case that fails is saved, and run first from then on.

use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, FileFailurePersistence, TestCaseResult, TestRunner};

/// The environment variable that multiplies the cases.
const RUNS_VARIABLE: &str = "HOSTILE_RUNS";

/// Checks `rule` for `cases` cases; `regressions` is the file with the saved ones.
pub fn check<S: Strategy>(
    cases: u32,
    regressions: &'static str,
    inputs: &S,
    rule: impl Fn(S::Value) -> TestCaseResult,
) where
    S::Value: Debug,
{
    let times: u32 = std::env::var(RUNS_VARIABLE).ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let config = Config {
        cases: cases.saturating_mul(times),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        source_file: Some(file!()),
        ..Config::default()
    };
    if let Err(error) = TestRunner::new(config).run(inputs, rule) {
        panic!("{error}");
    }
}
