//! How many random cases there are. A case that fails is kept, and run first from then on.

use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, FileFailurePersistence, TestCaseResult, TestRunner};

/// By this name the environment multiplies the cases.
const RUNS_VARIABLE: &str = "HOSTILE_RUNS";

/// Checks `rule` for so many cases; `regressions` is the file that keeps those that fail.
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
