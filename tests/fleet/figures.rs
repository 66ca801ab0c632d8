//! A fleet's day in figures.

use std::fmt;
use std::ops::Range;

use crate::curve::Curve;
use crate::plan::{MINUTE, Plan};
use crate::route::Kind;

#[derive(Debug)]
pub struct Figures<'a> {
    plan: &'a Plan,
    route: Kind,
    curve: &'a Curve,
}

impl<'a> Figures<'a> {
    pub const HEAD: &'static str = "fleets of browsers, in virtual time\n";

    pub fn of(plan: &'a Plan, route: Kind, curve: &'a Curve) -> Self {
        Figures { plan, route, curve }
    }

    fn phases(&self) -> [(&'static str, Range<usize>); 5] {
        let minute = |ms: u64| usize::try_from(ms / MINUTE).unwrap();
        let rush = minute(self.plan.rush_ms);
        let (from, until) = (minute(self.plan.outage_from_ms), minute(self.plan.outage_until_ms));
        let (hour, end) = (until + (from - rush) / 3, minute(self.plan.end_ms));
        [
            ("morning rush", 0..rush),
            ("steady", rush..from),
            ("outage", from..until),
            ("recovery", until..hour),
            ("steady again", hour..end),
        ]
    }

    fn recovery(&self, of_hundred: usize) -> String {
        let times = &self.curve.recovered_after_ms;
        match times.get((times.len() * of_hundred / 100).min(times.len().saturating_sub(1))) {
            Some(ms) => format!("{:.0} s", *ms as f64 / 1e3),
            None => String::from("–"),
        }
    }
}

impl fmt::Display for Figures<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let curve = self.curve;
        writeln!(f, "{}; {} route", self.plan.name, self.route)?;
        writeln!(f, "                    minutes  mean/min  peak/min  peak/s    429s    500s")?;
        for (name, minutes) in self.phases() {
            let requests = &curve.requests[minutes.clone()];
            let seconds = minutes.start * 60..minutes.end * 60;
            writeln!(
                f,
                "  {name:<14} {:>4} – {:<4} {:>8.0} {:>9} {:>7} {:>7} {:>7}",
                minutes.start,
                minutes.end,
                f64::from(sum(requests)) / requests.len() as f64,
                requests.iter().max().unwrap(),
                curve.by_second[seconds].iter().max().unwrap(),
                sum(&curve.refusals[minutes.clone()]),
                sum(&curve.failures[minutes.clone()]),
            )?;
        }
        let requests = sum(&curve.requests);
        let mean = f64::from(requests) / curve.requests.len() as f64;
        let peak = f64::from(*curve.requests.iter().max().unwrap());
        writeln!(
            f,
            "  {requests} requests, {:.3} of the least possible; peak minute {:.2} of the mean",
            f64::from(requests) / curve.least as f64,
            peak / mean,
        )?;
        let refusals = sum(&curve.refusals);
        let valid = 1.0 - curve.without_ms as f64 / curve.open_ms as f64;
        writeln!(f, "  {refusals} refusals; a valid token {:.3} % of the time", valid * 1e2)?;
        let all = curve.all_valid_after_ms.map_or_else(
            || String::from("never"),
            |ms| format!("{:.0} s after the outage", ms as f64 / 1e3),
        );
        write!(
            f,
            "  without one at the outage's end: {} of {}; p50 {}, p99 {}, last {}; all have one {all}",
            curve.recovered_after_ms.len() + curve.never_recovered as usize,
            self.plan.browsers,
            self.recovery(50),
            self.recovery(99),
            self.recovery(100),
        )
    }
}

pub fn sum(counts: &[u32]) -> u32 {
    counts.iter().sum()
}
