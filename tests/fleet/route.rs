//! The app's route: all that the browsers ask passes through it to WorkOS.

use std::fmt;

use crate::limiter::Limiter;
use crate::plan::{Plan, SECOND};
use crate::queue::Verdict;
use crate::workos::WorkOs;

/// How a route passes a limit on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// WorkOS's own 429, with its `Retry-After`: the same for all whom one window refused.
    Plain,
    /// The package's own route: each is told its own slot.
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

    pub fn answer(&mut self, browser: u32, now_ms: u64) -> Verdict {
        let Some(limiter) = &mut self.limiter else { return self.workos.answer(now_ms) };
        match limiter.take(browser, now_ms) {
            0 => match self.workos.answer(now_ms) {
                Verdict::Limited(seconds) => {
                    Verdict::Slot(limiter.refused(browser, now_ms, seconds * SECOND))
                }
                verdict => verdict,
            },
            wait_ms => Verdict::Slot(wait_ms),
        }
    }
}
