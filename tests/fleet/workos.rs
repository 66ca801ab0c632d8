//! WorkOS: a limit of requests a minute for all browsers together, counted in fixed windows.

use crate::plan::{MINUTE, Plan, SECOND};
use crate::queue::Verdict;

#[derive(Debug)]
pub struct WorkOs<'a> {
    plan: &'a Plan,
    window: u64,
    counted: u32,
}

impl<'a> WorkOs<'a> {
    pub fn new(plan: &'a Plan) -> Self {
        WorkOs { plan, window: 0, counted: 0 }
    }

    pub fn answer(&mut self, now_ms: u64) -> Verdict {
        if self.plan.is_out(now_ms) {
            return Verdict::Broken(None);
        }
        let window = now_ms / MINUTE;
        if window != self.window {
            self.window = window;
            self.counted = 0;
        }
        if self.counted >= self.plan.per_minute {
            let reset_in_ms = (window + 1) * MINUTE - now_ms;
            return Verdict::Limited(reset_in_ms.div_ceil(SECOND));
        }
        self.counted += 1;
        Verdict::Granted
    }
}
