//! A fleet from morning to evening.

use workos_widget_tokens::core::cache::FetchId;
use workos_widget_tokens::core::random::Random;
use workos_widget_tokens::core::sharing::{Message, SharingMode};

use crate::browser::{Browser, Task, Token};
use crate::curve::Curve;
use crate::plan::{MINUTE, Plan, SECOND, Tabs};
use crate::queue::{Queue, Verdict, What};
use crate::route::{Kind, Outcome, Route};

/// A request and its reply take from a tenth to three tenths of a second.
const LEAST_LATENCY_MS: u64 = 100;
const MORE_LATENCY_MS: u64 = 200;

/// A message between two tabs.
const MESSAGE_MS: u64 = 2;

#[derive(Debug)]
pub struct Fleet<'a> {
    plan: &'a Plan,
    route: Route<'a>,
    queue: Queue,
    random: Random,
    /// Each tab of each browser; those of one browser are neighbours.
    browsers: Vec<Option<Browser>>,
    tabs: Tabs,
    messages: Vec<Message<Token>>,
    curve: Curve,
    /// After the outage: the numbers of the browsers still without a token.
    is_waited_for: Vec<bool>,
}

impl<'a> Fleet<'a> {
    pub fn open(plan: &'a Plan, route: Kind, tabs: Tabs) -> Self {
        let mut queue = Queue::default();
        let mut random = Random::new(1);
        for browser in 0..plan.browsers {
            // The sum of two random numbers: most open in the middle.
            let at_ms = random.up_to(plan.rush_ms / 2) + random.up_to(plan.rush_ms / 2);
            for tab in 0..tabs.count() {
                queue.note(at_ms, browser * tabs.count() + tab, What::Open);
            }
        }
        let browsers = usize::try_from(plan.browsers * tabs.count()).unwrap();
        Fleet {
            plan,
            route: Route::new(plan, route),
            queue,
            random,
            browsers: (0..browsers).map(|_| None).collect(),
            tabs,
            messages: Vec::new(),
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
        let sharing =
            if self.tabs == Tabs::ThreeShared { SharingMode::Full } else { SharingMode::Off };
        let slot = &mut self.browsers[number as usize];
        match (what, slot.as_mut()) {
            (What::Open, _) => *slot = Some(Browser::open(now_ms, u64::from(number) + 1, sharing)),
            (What::Ring(armed), Some(browser)) if armed == browser.armed => browser.ring(now_ms),
            (What::Answer(fetch, verdict), Some(browser)) => {
                // The token was issued when the request arrived; its age counts from then.
                let until_ms = now_ms + self.plan.life_ms - LEAST_LATENCY_MS;
                let token = Token { until_ms, tab: number };
                browser.receive(now_ms, fetch, verdict, token, self.plan.life_ms);
            }
            (What::Hear(message), Some(browser)) => {
                browser.hear_tab(now_ms, &self.messages[message]);
            }
            _ => return,
        }
        self.perform(now_ms, number);
    }

    fn perform(&mut self, now_ms: u64, number: u32) {
        let Some(browser) = &mut self.browsers[number as usize] else { return };
        if browser.look(now_ms) && std::mem::take(&mut self.is_waited_for[number as usize]) {
            self.curve.recovered_after_ms.push(now_ms - self.plan.outage_until_ms);
        }
        let tasks: Vec<Task> = std::iter::from_fn(|| browser.next_task()).collect();
        if let Some(at_ms) = browser.arm(now_ms) {
            self.queue.note(at_ms, number, What::Ring(browser.armed));
        }
        for task in tasks {
            match task {
                Task::Fetch(fetch) => {
                    self.curve.request(now_ms);
                    let outcome = self.route.answer(number, now_ms);
                    self.reply(now_ms, number, fetch, outcome);
                }
                Task::Broadcast(message) => self.broadcast(now_ms, number, message),
            }
        }
    }

    fn broadcast(&mut self, now_ms: u64, from: u32, message: Message<Token>) {
        let count = self.tabs.count();
        let first = from / count * count;
        for to in (first..first + count).filter(|&to| to != from) {
            self.queue.note(now_ms + MESSAGE_MS, to, What::Hear(self.messages.len()));
        }
        self.messages.push(message);
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
        // One tab's tokens would do for all.
        self.curve.least /= u64::from(self.tabs.count());
        let never = self.is_waited_for.iter().filter(|is_waited_for| **is_waited_for).count();
        self.curve.never_recovered = u32::try_from(never).unwrap();
        self.curve.recovered_after_ms.sort_unstable();
    }
}
