//! What happens to a page, and what the oracles learn from it.

use workos_widget_tokens::core::cache::ReadOptions;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::read::{Accept, Read};

use crate::keys::written;
use crate::oracle::issued_tokens::To;
use crate::rules::Rule;
use crate::step::{Accepts, Operation, Rejected, Step, WaitLimit};
use crate::world::World;

impl World {
    pub fn step(&mut self, step: Step) {
        // A step without delay runs before anything that is due: a caller may be quicker than a
        // timer, and always is while actions are pending.
        if step.after.0 > 0 && !self.is_behind {
            self.run_for(step.after.0);
        }
        match step.within {
            Some(calls) => self.within.push((calls, step.operation)),
            None => self.act(step.operation),
        }
    }

    pub fn act(&mut self, operation: Operation) {
        self.inputs += 1;
        let reading = self.reading();
        let now = self.now();
        self.judge.note(now, || format!("{operation:?}"));
        self.skips += u32::from(operation.skips_time());
        match operation {
            Operation::Nothing => {}
            Operation::Read { key, accept, wait_limit } => {
                let key = self.key(key);
                self.read(key, accept, wait_limit);
            }
            Operation::Lease { key } => {
                let key = self.key(key);
                self.lease(key);
            }
            Operation::Abort { which } => {
                let Some(call) = self.calls.pick(which) else { return };
                self.calls.abort(call, self.turn + u32::from(!self.is_turning));
                self.cache.handle_abort(reading, call);
            }
            Operation::Subscribe { key } => {
                let key = self.key(key);
                self.interest.subscribe(key);
                self.cache.handle_subscribe(reading, self.keys[key]);
            }
            Operation::Unsubscribe { key } => {
                let key = self.key(key);
                if self.interest.unsubscribe(key, now) {
                    self.cache.handle_unsubscribe(reading, self.keys[key]);
                }
            }
            Operation::Invalidate { key, what } => {
                let key = self.key(key);
                self.invalidate(key, what);
            }
            Operation::SignOut => self.clear(ClearReason::SignOut),
            Operation::OtherUser => self.clear(ClearReason::OtherUser),
            Operation::Dispose => self.clear(ClearReason::Disposal),
            Operation::Hide => self.show(Page::Hidden),
            Operation::Show => self.show(Page::Shown),
            Operation::GoOffline => self.server.is_reachable = false,
            Operation::GoOnline => {
                self.server.is_reachable = true;
                self.requests.forgive_all();
                self.cache.handle_online(reading);
            }
            Operation::SetClock { by_ms } => {
                self.catch_up();
                self.clocks.set_wall(by_ms);
                self.look_at_the_clock();
            }
            Operation::Sleep { ms } => {
                self.catch_up();
                self.clocks.stand_still(ms.0);
                self.look_at_the_clock();
            }
            Operation::Doze { ms } => {
                self.catch_up();
                self.clocks.pass(ms.0);
            }
            Operation::RingLate { ms } => self.ring_late_ms = ms,
            Operation::Wake => self.cache.handle_timeout(reading),
            Operation::Peek { key } => {
                let key = self.key(key);
                return self.peek(key);
            }
            Operation::Forget => return self.forget_unused(),
        }
        self.turn();
    }

    /// Each removed key is added again at once, under the ID that was freed last: its own.
    fn forget_unused(&mut self) {
        let reading = self.reading();
        for (key, &id) in self.keys.iter().enumerate() {
            if self.cache.forget(reading, id) {
                assert_eq!(self.cache.key_id(written(key, 0)), id);
            }
        }
    }

    /// A sleep and an equal backward change of the clock are invisible together, so the clock is
    /// read in between.
    fn look_at_the_clock(&mut self) {
        self.cache.poll_deadline(self.clocks.reading());
        // The end of a wait, which counts time awake, is now further from the time it was armed for.
        self.quiet_rings = 0;
    }

    /// One of the keys, written in a random way.
    fn key(&mut self, random: u8) -> usize {
        let keys = u8::try_from(self.keys.len()).unwrap();
        let (key, way) = (usize::from(random % keys), random / keys);
        let id = self.cache.key_id(written(key, way));
        let known = self.keys.iter().position(|&known| known == id);
        self.judge.demand(known == Some(key), Rule::KeyIdentity, || {
            format!("key {key}, written in way {way}, is {id:?} of {:?}", self.keys)
        });
        key
    }

    fn read(&mut self, key: usize, accept: Accepts, wait_limit: WaitLimit) {
        let reading = self.reading();
        let options = ReadOptions {
            accept: match accept {
                Accepts::Any => Accept::ValidFor(0),
                Accepts::ValidFor(ms) => Accept::ValidFor(ms.0),
                Accepts::New => Accept::New,
            },
            wait_timeout_ms: match wait_limit {
                WaitLimit::Forever => None,
                WaitLimit::Limited(ms) => Some(ms.0),
                WaitLimit::None => Some(0),
            },
        };
        let now = self.now();
        self.interest.read(key, now);
        let fetches_before = self.cache.stats(reading).fetches;
        let read = self.cache.handle_read(reading, self.keys[key], options);
        self.judge.note(now, || format!("  is answered {read:?}"));
        match read {
            Read::Ready(token) => {
                self.counts.ready += 1;
                let to = To::Reader { accept };
                let may_be_open = self.requests.may_be_open(key);
                self.issued_tokens.check(
                    key,
                    token,
                    to,
                    may_be_open,
                    &self.clocks,
                    &mut self.judge,
                );
            }
            Read::Wait(call) => {
                self.counts.waits += 1;
                let fetched = self.cache.stats(reading).fetches != fetches_before;
                self.counts.waits_that_fetched += u32::from(fetched);
                let turn = self.turn + u32::from(!self.is_turning);
                let had = (self.cache.token(self.keys[key]).copied(), self.skips);
                self.calls.ask(
                    call,
                    (accept, wait_limit),
                    self.issued_tokens.came(),
                    now,
                    had,
                    turn,
                );
                self.judge.demand(!self.is_disposed, Rule::AfterDisposal, || {
                    String::from("a caller waits")
                });
            }
            Read::Failed(error) => {
                self.counts.refused += 1;
                let is_due = wait_limit == WaitLimit::None
                    || !error.code.is_transient()
                    || error.code == Code::Disposed;
                self.judge.demand(is_due, Rule::ToldTooMuch, || format!("{error:?}"));
                let is_so = (error.code == Code::Disposed) == self.is_disposed;
                self.judge.demand(is_so, Rule::WrongReason, || format!("{error:?}"));
            }
        }
    }

    fn lease(&mut self, key: usize) {
        let reading = self.reading();
        let Some((&token, ms)) = self.cache.lease(reading, self.keys[key]) else { return };
        let now = self.now();
        self.judge.note(now, || format!("  receives {token:?} for {ms} ms"));
        self.counts.ready += 1;
        self.interest.lease(key, now);
        self.issued_tokens.check(
            key,
            token,
            To::Lease { ms },
            false,
            &self.clocks,
            &mut self.judge,
        );
    }

    fn invalidate(&mut self, key: usize, what: Rejected) {
        let reading = self.reading();
        let rejected = match what {
            Rejected::Any => None,
            Rejected::Current | Rejected::Old => {
                let Some(token) = self.issued_tokens.pick(key, what == Rejected::Current) else {
                    return;
                };
                Some(token)
            }
        };
        self.issued_tokens.reject(key, rejected);
        self.cache.handle_invalidate(reading, self.keys[key], rejected.as_ref());
    }

    pub fn clear(&mut self, clearing: ClearReason) {
        if self.is_disposed {
            return;
        }
        self.inputs += 1;
        let reading = self.reading();
        self.epoch += 1;
        self.issued_tokens.clear();
        self.requests.clear(self.clocks.now());
        self.interest.clear(clearing != ClearReason::OtherUser);
        // Every other time, a display reads the snapshots once more, without being notified of what
        // that reveals.
        for &key in self.keys.iter().filter(|_| self.turn.is_multiple_of(2)) {
            self.cache.look(reading, key);
        }
        self.is_disposed = clearing == ClearReason::Disposal;
        self.cache.handle_clear(reading, clearing);
    }

    fn show(&mut self, page: Page) {
        self.page = page;
        self.cache.handle_page(self.reading(), page);
    }

    /// As a display reads a key: peek first. Notifications of what that reveals are deferred,
    /// because the display may be rendering.
    fn peek(&mut self, key: usize) {
        let reading = self.reading();
        self.cache.look(reading, self.keys[key]);
        let snapshot = self.cache.snapshot(reading, self.keys[key]);
        if let Some(token) = snapshot.and_then(|snapshot| snapshot.token) {
            self.issued_tokens.check(key, token, To::Display, false, &self.clocks, &mut self.judge);
        }
        self.is_behind = !self.is_turning && self.cache.has_actions();
    }
}
