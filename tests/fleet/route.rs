//! The app's route: all requests of the browsers pass through it to WorkOS.

use std::fmt;

use crate::limiter::{Admission, Limiter};
use crate::plan::{Plan, SECOND};
use crate::queue::Verdict;
use crate::workos::WorkOs;

/// How a route passes a limit on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// WorkOS's own 429, with its `Retry-After`: the same for every request refused in one window.
    Plain,
    /// The package's own route: each refused request receives its own slot.
    Paced,
}

impl Kind {
    pub const BOTH: [Kind; 2] = [Kind::Plain, Kind::Paced];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Kind::Plain => "plain",
            Kind::Paced => "paced",
        })
    }
}

#[derive(Debug)]
pub struct Route<'a> {
    workos: WorkOs<'a>,
    limiter: Option<Limiter>,
}

impl<'a> Route<'a> {
    pub fn new(plan: &'a Plan, kind: Kind) -> Self {
        let limiter = (kind == Kind::Paced).then(|| Limiter::start(plan.per_minute));
        Route { workos: WorkOs::new(plan), limiter }
    }

    pub fn answer(&mut self, browser: u32, now_ms: u64) -> Outcome {
        match &mut self.limiter {
            Some(limiter) => {
                let admission = limiter.take(browser, now_ms);
                self.pass(browser, now_ms, admission)
            }
            None => Outcome::Answered(self.workos.answer(now_ms)),
        }
    }

    /// A held request's time has come.
    pub fn wake(&mut self, browser: u32, now_ms: u64) -> Outcome {
        let Some(limiter) = &mut self.limiter else { panic!("only a paced route holds requests") };
        let admission = limiter.wake(browser, now_ms);
        self.pass(browser, now_ms, admission)
    }

    fn pass(&mut self, browser: u32, now_ms: u64, admission: Admission) -> Outcome {
        match (admission, &mut self.limiter) {
            (Admission::Held(ms), _) => Outcome::Held(ms),
            (Admission::Refused(ms), _) => Outcome::Answered(Verdict::Slot(ms)),
            (Admission::Granted, limiter) => {
                Outcome::Answered(match (self.workos.answer(now_ms), limiter) {
                    (Verdict::Limited(seconds), Some(limiter)) => {
                        Verdict::Slot(limiter.refused(browser, now_ms, seconds * SECOND))
                    }
                    (Verdict::Broken(_), Some(limiter)) => {
                        Verdict::Broken(Some(limiter.refused(browser, now_ms, 0)))
                    }
                    (verdict, _) => verdict,
                })
            }
        }
    }
}

/// The route's decision about a request.
#[derive(Clone, Copy, Debug)]
pub enum Outcome {
    Answered(Verdict),
    /// It is held for this many milliseconds.
    Held(u64),
}
