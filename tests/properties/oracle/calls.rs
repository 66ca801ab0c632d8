//! Who waits, for how long, and with what outcome.

use workos_widget_tokens::core::cache::CallId;
use workos_widget_tokens::core::error::{Code, TokenError};

use crate::clocks::{Clocks, Moment};
use crate::oracle::judge::Judge;
use crate::rules::Rule;
use crate::step::{Accepts, WaitLimit};
use crate::token::Token;

#[derive(Clone, Copy, Debug)]
pub struct Call {
    pub id: CallId,
    pub accept: Accepts,
    /// How many tokens had arrived when the call was made.
    pub since: u32,
    pub asked: Moment,
    /// The cached token when the call was made, and how often time had been skipped by then.
    had: Option<Token>,
    skips: u32,
    wait_limit: WaitLimit,
    /// The turn in which the call was made.
    asked_in: u32,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waits,
    Told,
    /// In which turn.
    Aborted(u32),
}

#[derive(Debug, Default)]
pub struct Calls {
    /// By serial number.
    all: Vec<Call>,
    first_waiting: usize,
}

impl Calls {
    pub fn ask(
        &mut self,
        id: CallId,
        (accept, wait_limit): (Accepts, WaitLimit),
        since: u32,
        asked: Moment,
        (had, skips): (Option<Token>, u32),
        turn: u32,
    ) {
        assert_eq!(id.serial as usize, self.all.len(), "serials count up");
        let state = State::Waits;
        self.all.push(Call {
            id,
            accept,
            since,
            asked,
            had,
            skips,
            wait_limit,
            asked_in: turn,
            state,
        });
    }

    /// A call to abort, if there is any: a pending or a settled one.
    pub fn pick(&self, which: u8) -> Option<CallId> {
        let which = usize::from(which);
        let waiting: Vec<_> = self.waiting().map(|call| call.id).collect();
        match waiting.len() {
            0 => self.all.get(which % self.all.len().max(1)).map(|call| call.id),
            some => Some(waiting[which % some]),
        }
    }

    pub fn abort(&mut self, id: CallId, turn: u32) {
        let call = &mut self.all[id.serial as usize];
        if call.state == State::Waits {
            call.state = State::Aborted(turn);
        }
    }

    pub fn waiting(&self) -> impl Iterator<Item = &Call> {
        self.all.iter().skip(self.first_waiting).filter(|call| call.state == State::Waits)
    }

    pub fn waiting_for(&self, key: usize) -> usize {
        self.waiting().filter(|call| call.id.key.0 as usize == key).count()
    }

    /// Records that a call was settled, and returns it.
    pub fn settle(&mut self, id: CallId, turn: u32, judge: &mut Judge) -> Call {
        let call = &mut self.all[id.serial as usize];
        judge.demand(call.id == id, Rule::SettledTwice, || format!("{call:?} as {id:?}"));
        judge.demand(call.state != State::Told, Rule::SettledTwice, || format!("{call:?}"));
        if let State::Aborted(at) = call.state {
            judge.demand(at == turn, Rule::SettledAfterAbort, || format!("{call:?}"));
        }
        call.state = State::Told;
        let call = *call;
        while self.all.get(self.first_waiting).is_some_and(|call| call.state != State::Waits) {
            self.first_waiting += 1;
        }
        call
    }

    pub fn refuse(call: Call, error: &TokenError, clocks: &Clocks, judge: &mut Judge) {
        let now = clocks.now();
        if matches!(error.code, Code::Cleared | Code::Disposed) || !error.code.is_transient() {
            return;
        }
        match call.wait_limit {
            WaitLimit::Forever => {
                judge.demand(false, Rule::ToldTooMuch, || format!("{error:?} to {call:?}"));
            }
            WaitLimit::Limited(ms) => {
                let waited_ms = now.fastest_ms - call.asked.fastest_ms + clocks.uncounted_ms();
                judge.demand(waited_ms >= ms.0, Rule::GaveUpEarly, || {
                    format!("{error:?} to {call:?} after {waited_ms} ms")
                });
            }
            WaitLimit::None => {}
        }
    }

    /// The timer has fired, or every key was looked at.
    pub fn after_ring(&self, now: Moment, judge: &mut Judge) {
        for call in self.waiting() {
            let Some(left_ms) = call.patience_left_ms(now) else { continue };
            judge.demand(left_ms > 0, Rule::WaitedTooLong, || format!("{call:?}"));
        }
    }

    /// A request of `key` failed in this turn.
    pub fn after_failure(&self, key: usize, turn: u32, judge: &mut Judge) {
        for call in self.waiting().filter(|call| call.id.key.0 as usize == key) {
            let survived = call.wait_limit == WaitLimit::None && call.asked_in < turn;
            judge.demand(!survived, Rule::SurvivedAFailure, || format!("{call:?}"));
        }
    }

    /// `delay_ms` from `now` is the deadline of the core.
    pub fn check_deadline(&self, now: Moment, delay_ms: Option<u64>, judge: &mut Judge) {
        for call in self.waiting() {
            judge.demand(delay_ms.is_some(), Rule::NoDeadline, || format!("{call:?}"));
            let (Some(left_ms), Some(delay_ms)) = (call.patience_left_ms(now), delay_ms) else {
                continue;
            };
            judge.demand(delay_ms <= left_ms, Rule::DeadlineTooLate, || {
                format!("{delay_ms} ms ahead, for {call:?} with {left_ms} ms left")
            });
        }
    }
}

impl Call {
    /// The token that it could have had since the call, if clocks and timers were as they should
    /// be.
    pub fn fallback(&self, skips: u32) -> Option<Token> {
        let is_limited = self.accept == Accepts::Any && self.wait_limit != WaitLimit::Forever;
        self.had.filter(|_| is_limited && skips == self.skips)
    }

    /// By the clock that nothing can slow down while the page is awake.
    fn patience_left_ms(&self, now: Moment) -> Option<u64> {
        match self.wait_limit {
            WaitLimit::Limited(ms) => {
                Some(ms.0.saturating_sub(now.monotonic_ms - self.asked.monotonic_ms))
            }
            WaitLimit::Forever | WaitLimit::None => None,
        }
    }
}
