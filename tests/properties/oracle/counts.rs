//! What the core should have counted.

use workos_widget_tokens::core::stats::Stats;

use crate::oracle::judge::Judge;
use crate::rules::Rule;

#[derive(Clone, Debug, Default)]
pub struct Counts {
    pub keys: u32,
    /// Requests sent, and requests aborted before they were sent.
    pub sent: u32,
    pub never_sent: u32,
    /// Reported by events.
    pub tokens: u32,
    pub failures: u32,
    pub timeouts: u32,
    pub retries: u32,
    pub aborts: u32,
    /// Reads that returned a token, waited, or were refused.
    pub ready: u32,
    pub waits: u32,
    pub refused: u32,
    /// Of the waiting reads, those during which a request was decided on.
    pub waits_that_fetched: u32,
    /// How far the wall clock was ahead at the last reply with a `Date`, and how long that reply
    /// took.
    pub skew_ms: Option<(i64, u64)>,
}

impl Counts {
    pub fn check(&self, stats: &Stats, in_flight: u32, judge: &mut Judge) {
        let mut same = |name: &str, counted: u32, is: u32| {
            judge.demand(counted == is, Rule::Counts, || {
                format!("{name}: {counted} counted, {is} happened")
            });
        };
        same("entries", stats.entries, self.keys);
        same("fetches", stats.fetches, self.sent + self.never_sent);
        same("failures", stats.failures, self.failures);
        same("retries", stats.retries, self.retries);
        let given_up = self.aborts - self.timeouts;
        same("ends", stats.fetches, self.tokens + self.failures + given_up + in_flight);
        same("hits", stats.hits, self.ready);
        let least = self.waits - self.waits_that_fetched;
        judge.demand((least..=self.waits).contains(&stats.coalesced), Rule::Counts, || {
            format!("{} coalesced, {least} to {} happened", stats.coalesced, self.waits)
        });
        if let (Some(told_ms), Some((true_ms, way_ms))) = (stats.skew_ms, self.skew_ms) {
            let off_ms = told_ms - true_ms;
            let most_ms = 500 + i64::try_from(way_ms).unwrap();
            judge.demand((-500..=most_ms).contains(&off_ms), Rule::Counts, || {
                format!("a skew of {told_ms} ms reported, {true_ms} actual")
            });
        }
        judge.demand(stats.skew_ms.is_some() == self.skew_ms.is_some(), Rule::Counts, || {
            String::from("a skew is reported if a server has sent its time")
        });
    }
}
