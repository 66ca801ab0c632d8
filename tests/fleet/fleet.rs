//! A fleet from morning to evening.

use workos_widget_tokens::core::cache::FetchId;
use workos_widget_tokens::core::random::Random;

use crate::browser::Browser;
use crate::curve::Curve;
use crate::plan::{MINUTE, Plan, SECOND};
use crate::queue::{Queue, Verdict, What};
use crate::route::{Kind, Outcome, Route};

/// A request and its reply take from a tenth to three tenths of a second.
const LEAST_LATENCY_MS: u64 = 100;
const MORE_LATENCY_MS: u64 = 200;

#[derive(Debug)]
pub struct Fleet<'a> {
    plan: &'a Plan,
    route: Route<'a>,
    queue: Queue,
    random: Random,
    browsers: Vec<Option<Browser>>,
    curve: Curve,
    /// After the outage: the numbers of the browsers still without a token.
    is_waited_for: Vec<bool>,
}

impl<'a> Fleet<'a> {
    pub fn open(plan: &'a Plan, route: Kind) -> Self {
        let mut queue = Queue::default();
        let mut random = Random::new(1);
        for browser in 0..plan.browsers {
            // The sum of two random numbers: most open in the middle.
            let at_ms = random.up_to(plan.rush_ms / 2) + random.up_to(plan.rush_ms / 2);
            queue.note(at_ms, browser, What::Open);
        }
        let browsers = usize::try_from(plan.browsers).unwrap();
        Fleet {
            plan,
            route: Route::new(plan, route),
            queue,
            random,
            browsers: (0..browsers).map(|_| None).collect(),
            curve: Curve::new(plan),
            is_waited_for: vec![false; browsers],
        }
    }

    pub fn run(mut self) -> Curve {
        let mut looked_at_ms = 0;
        while let Some((now_ms, number, what)) = self.queue.next_before(self.plan.end_ms) {
            while looked_at_ms + SECOND <= now_ms {
                looked_at_ms += SECOND;
                self.look(looked_at_ms);
            }
            self.happen(now_ms, number, what);
        }
        self.close();
        self.curve
    }

    fn happen(&mut self, now_ms: u64, number: u32, what: What) {
        if let What::Wake(fetch) = what {
            let outcome = self.route.wake(number, now_ms);
            return self.reply(now_ms, number, fetch, outcome);
        }
        let slot = &mut self.browsers[number as usize];
        match (what, slot.as_mut()) {
            (What::Open, _) => *slot = Some(Browser::open(now_ms, u64::from(number) + 1)),
            (What::Ring(armed), Some(browser)) if armed == browser.armed => browser.ring(now_ms),
            (What::Answer(fetch, verdict), Some(browser)) => {
                if verdict == Verdict::Granted {
                    // The token was issued when the request arrived; its age counts from then.
                    browser.hold(now_ms, now_ms + self.plan.life_ms - LEAST_LATENCY_MS);
                    if std::mem::take(&mut self.is_waited_for[number as usize]) {
                        let after_ms = now_ms - self.plan.outage_until_ms;
                        self.curve.recovered_after_ms.push(after_ms);
                    }
                }
                browser.hear(now_ms, fetch, verdict, self.plan.life_ms);
            }
            _ => return,
        }
        self.perform(now_ms, number);
    }

    fn perform(&mut self, now_ms: u64, number: u32) {
        let Some(browser) = &mut self.browsers[number as usize] else { return };
        let fetches: Vec<FetchId> = std::iter::from_fn(|| browser.next_fetch()).collect();
        if let Some(at_ms) = browser.arm(now_ms) {
            self.queue.note(at_ms, number, What::Ring(browser.armed));
        }
        for fetch in fetches {
            self.curve.request(now_ms);
            let outcome = self.route.answer(number, now_ms);
            self.reply(now_ms, number, fetch, outcome);
        }
    }

    fn reply(&mut self, now_ms: u64, number: u32, fetch: FetchId, outcome: Outcome) {
        let verdict = match outcome {
            Outcome::Held(ms) => return self.queue.note(now_ms + ms, number, What::Wake(fetch)),
            Outcome::Answered(verdict) => verdict,
        };
        match verdict {
            Verdict::Granted => {}
            Verdict::Limited(_) | Verdict::Slot(_) => self.curve.refuse(now_ms),
            Verdict::Broken(_) => self.curve.fail(now_ms),
        }
        let at_ms = now_ms + LEAST_LATENCY_MS + self.random.up_to(MORE_LATENCY_MS);
        self.queue.note(at_ms, number, What::Answer(fetch, verdict));
    }

    /// A second has passed.
    fn look(&mut self, now_ms: u64) {
        let is_minute = now_ms.is_multiple_of(MINUTE);
        let since_outage_ms = now_ms.checked_sub(self.plan.outage_until_ms);
        if since_outage_ms == Some(0) {
            for (browser, is_waited_for) in self.browsers.iter().zip(&mut self.is_waited_for) {
                *is_waited_for = browser.as_ref().is_some_and(|browser| !browser.is_valid(now_ms));
            }
        }
        let is_recovering = since_outage_ms.is_some() && self.curve.all_valid_after_ms.is_none();
        if !is_minute && !is_recovering {
            return;
        }
        let open = self.browsers.iter().flatten();
        let valid = open.clone().filter(|browser| browser.is_valid(now_ms)).count();
        let open = open.count();
        if is_recovering && valid == open {
            self.curve.all_valid_after_ms = since_outage_ms;
        }
        if is_minute {
            self.curve.open.push(u32::try_from(open).unwrap());
            self.curve.valid.push(u32::try_from(valid).unwrap());
        }
    }

    fn close(&mut self) {
        for browser in self.browsers.iter().flatten() {
            let (open_ms, without_ms) = browser.time_ms(self.plan.end_ms);
            self.curve.open_ms += open_ms;
            self.curve.without_ms += without_ms;
            self.curve.least += open_ms.div_ceil(self.plan.life_ms);
        }
        let never = self.is_waited_for.iter().filter(|is_waited_for| **is_waited_for).count();
        self.curve.never_recovered = u32::try_from(never).unwrap();
        self.curve.recovered_after_ms.sort_unstable();
    }
}
