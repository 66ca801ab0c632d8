//! What is recorded of a fleet as it runs.

use crate::plan::{MINUTE, Plan, SECOND};

#[derive(Debug, Default)]
pub struct Curve {
    /// By minute.
    pub requests: Vec<u32>,
    pub refusals: Vec<u32>,
    pub failures: Vec<u32>,
    /// By second.
    pub by_second: Vec<u32>,
    /// At the end of each minute: the open browsers, and those with a valid token.
    pub open: Vec<u32>,
    pub valid: Vec<u32>,
    /// Browser time, in total and without a valid token.
    pub open_ms: u64,
    pub without_ms: u64,
    /// The least number of requests that could have kept a valid token in every browser.
    pub least: u64,
    /// For the browsers without a valid token when the outage ended: how long after it each
    /// received one.
    pub recovered_after_ms: Vec<u64>,
    pub never_recovered: u32,
    /// How long after the outage's end every browser had a valid token, if ever.
    pub all_valid_after_ms: Option<u64>,
}

impl Curve {
    pub fn new(plan: &Plan) -> Self {
        let minutes = usize::try_from(plan.end_ms / MINUTE).unwrap();
        let seconds = usize::try_from(plan.end_ms / SECOND).unwrap();
        Curve {
            requests: vec![0; minutes],
            refusals: vec![0; minutes],
            failures: vec![0; minutes],
            by_second: vec![0; seconds],
            ..Curve::default()
        }
    }

    pub fn request(&mut self, now_ms: u64) {
        self.requests[index(now_ms, MINUTE)] += 1;
        self.by_second[index(now_ms, SECOND)] += 1;
    }

    pub fn refuse(&mut self, now_ms: u64) {
        self.refusals[index(now_ms, MINUTE)] += 1;
    }

    pub fn fail(&mut self, now_ms: u64) {
        self.failures[index(now_ms, MINUTE)] += 1;
    }
}

fn index(now_ms: u64, unit_ms: u64) -> usize {
    usize::try_from(now_ms / unit_ms).unwrap()
}
