//! How a world ends, and what must hold then.

use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::retry::{BREAKER_PAUSE_MS, FLOOR_MS, REFUSAL_MEMORY_MS};

use crate::oracle::judge::{Broken, Judge};
use crate::rules::Rule;
use crate::scenario::{Ending, Scenario};
use crate::step::Operation;
use crate::world::World;

/// The replies and timeouts that the time after the last step may take.
const BUDGET: u32 = 3_000;

/// Runs a scenario. Returns the rule that it breaks, if any, and with a transcript how.
pub fn play(scenario: &Scenario, judge: Judge) -> (Option<Broken>, String) {
    let mut world = World::new(scenario, judge);
    for &step in &scenario.steps {
        world.step(step);
    }
    world.catch_up();
    world.budget = BUDGET;
    world.ring_late_ms = 0;
    world.skips += 1;
    world.within.clear();
    match scenario.ending {
        Ending::PutRight => world.put_right(),
        Ending::EveryoneLeaves => world.everyone_leaves(),
        Ending::Dispose => {}
    }
    world.audit();
    world.dispose();
    world.judge.verdict()
}

impl World {
    /// When everything has worked for this long, every caller is settled: a request in flight is
    /// lost, the pause after it is the longest possible, then the breaker opens, then the token
    /// arrives. A `Retry-After` counts from the last refusal, with the same again, one base pause
    /// or four minutes of spread on top.
    pub fn served_after_ms(&self) -> u64 {
        let config = &self.config;
        let spread_ms = self.longest_pause_ms.max(config.retry_base_ms).max(240_000);
        let asked_ms = self.longest_pause_ms + spread_ms;
        let own_ms = config.request_timeout_ms + config.retry_max_ms + REFUSAL_MEMORY_MS;
        asked_ms + own_ms + BREAKER_PAUSE_MS + FLOOR_MS + self.clocks.slack_ms() + 100
    }

    fn put_right(&mut self) {
        // Replies in flight may still ask for a pause.
        self.server.is_put_right = true;
        self.act(Operation::GoOnline);
        self.act(Operation::Show);
        self.run_for(self.config.request_timeout_ms);
        self.run_for(self.served_after_ms());
        if let Some(call) = self.calls.waiting().next() {
            self.judge.demand(false, Rule::WaitsForEver, || format!("{call:?}"));
        }
        for key in (0..self.keys.len()).filter(|_| !self.is_disposed) {
            if self.interest.is_served(key) {
                let snapshot = self.cache.snapshot(self.clocks.reading(), self.keys[key]).unwrap();
                self.judge.demand(snapshot.token.is_some(), Rule::Starves, || {
                    format!("key {key}: {snapshot:?}")
                });
            }
        }
    }

    fn everyone_leaves(&mut self) {
        self.server.is_put_right = true;
        for key in 0..3 {
            while self.interest.is_subscribed(usize::from(key) % self.keys.len()) {
                self.act(Operation::Unsubscribe { key });
            }
        }
        while self.calls.waiting().next().is_some() {
            self.act(Operation::Abort { which: 0 });
        }
        let left_ms = self.now().true_ms;
        // A token that arrives meanwhile may have a longer lifetime, and so a longer idle time.
        let mut idle_ms = 0;
        while self.idle_ms() > idle_ms && self.budget > 0 && self.judge.is_satisfied() {
            idle_ms = self.idle_ms();
            let end_ms = left_ms + idle_ms + self.config.request_timeout_ms;
            self.run_for(end_ms.saturating_sub(self.now().true_ms));
        }
        let sent_before = self.counts.sent;
        for _ in 0..self.keys.len() {
            let Some(delay_ms) = self.arm() else { break };
            self.clocks.pass(delay_ms);
            self.ring();
        }
        let delay_ms = self.arm();
        let sent = self.counts.sent - sent_before;
        // A world whose budget is used up has not come to its end.
        let is_over = self.budget > 0;
        self.judge.demand(!is_over || (delay_ms.is_none() && sent == 0), Rule::NoRest, || {
            format!("{sent} requests, and a deadline in {delay_ms:?}")
        });
    }

    fn idle_ms(&self) -> u64 {
        (0..self.keys.len()).map(|key| self.interest.idle_ms(key)).max().unwrap()
    }

    fn audit(&mut self) {
        if self.is_disposed {
            // Actions decided but not performed at disposal were counted all the same.
            return;
        }
        let live = self.flights.iter().filter(|flight| flight.is_live).count();
        let stats = self.cache.stats(self.clocks.reading());
        self.counts.check(&stats, u32::try_from(live).unwrap(), &mut self.judge);
    }

    fn dispose(&mut self) {
        self.clear(ClearReason::Disposal);
        self.turn();
        if let Some(call) = self.calls.waiting().next() {
            self.judge.demand(false, Rule::WaitsForEver, || format!("{call:?} after disposal"));
        }
        let reading = self.clocks.reading();
        for key in self.keys.clone() {
            self.cache.handle_subscribe(reading, key);
            self.cache.handle_invalidate(reading, key, None);
        }
        self.cache.handle_online(reading);
        self.cache.handle_page(reading, Page::Shown);
        self.cache.handle_timeout(reading);
        self.judge.demand(!self.cache.has_actions(), Rule::AfterDisposal, || {
            String::from("an action is pending")
        });
        self.run_for(60_000);
    }
}
