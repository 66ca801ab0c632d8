//! One turn: the core's actions are performed and judged, then the timer is armed.

use workos_widget_tokens::core::cache::{Action, CallId, FetchId};
use workos_widget_tokens::core::error::{Code, RetryWait, TokenError};
use workos_widget_tokens::core::event::{Event, EventKind};

use crate::flight::Flight;
use crate::oracle::calls::Calls;
use crate::oracle::issued_tokens::To;
use crate::rules::Rule;
use crate::token::Token;
use crate::world::World;

impl World {
    /// Performs all actions. An input from within leaves its actions to the running turn.
    pub fn turn(&mut self) {
        if self.is_turning {
            return;
        }
        self.is_turning = true;
        self.turn += 1;
        self.acts = 0;
        self.is_interrupted = std::mem::take(&mut self.is_behind);
        self.failed.clear();
        while let Some(action) = self.cache.poll_action() {
            self.acts += 1;
            self.perform(action);
        }
        self.is_turning = false;
        for key in std::mem::take(&mut self.failed) {
            self.calls.after_failure(key, self.turn, &mut self.judge);
        }
        let delay_ms = self.arm();
        self.calls.check_deadline(self.clocks.now(), delay_ms, &mut self.judge);
        let is_over = self.is_disposed && delay_ms.is_some();
        self.judge.demand(!is_over, Rule::AfterDisposal, || format!("{delay_ms:?}"));
    }

    /// Performs pending actions before time advances.
    pub fn catch_up(&mut self) {
        if self.is_behind {
            self.turn();
        }
    }

    fn perform(&mut self, action: Action<Token>) {
        self.judge.note(self.clocks.now(), || format!("  {action:?}"));
        let may_follow_disposal =
            matches!(action, Action::Abort { .. } | Action::Settle { outcome: Err(_), .. });
        self.judge.demand(!self.is_disposed || may_follow_disposal, Rule::AfterDisposal, || {
            format!("{action:?}")
        });
        match action {
            Action::Fetch { fetch } => {
                self.send(fetch);
                self.call_listener();
            }
            Action::Abort { fetch } => self.end(fetch),
            Action::Settle { call, outcome } => self.settle(call, outcome),
            Action::Notify { .. } => self.call_listener(),
            // Nobody shares here: see `tabs`.
            Action::Broadcast { .. } => {}
            Action::Emit(event) => {
                self.receive(&event);
                self.call_listener();
            }
        }
    }

    fn send(&mut self, fetch: FetchId) {
        let key = fetch.key.0 as usize;
        self.counts.sent += 1;
        let under_way =
            self.flights.iter().any(|other| other.is_live && other.fetch.key == fetch.key);
        self.judge.demand(!under_way, Rule::TwoAtATime, || format!("{fetch:?}"));
        self.requests.send(key, &self.clocks, &mut self.judge);
        if !self.is_interrupted {
            let waiting = self.calls.waiting_for(key);
            self.interest.send(key, waiting, self.page, &self.clocks, &mut self.judge);
        }
        let flight = self.server.take(fetch, self.epoch, self.clocks.now());
        self.flights.push(Flight { inputs: self.inputs, ..flight });
    }

    fn end(&mut self, fetch: FetchId) {
        self.counts.aborts += 1;
        let sent = self.flights.iter().position(|flight| flight.fetch == fetch);
        let Some(index) = sent else {
            self.counts.never_sent += 1;
            return;
        };
        let flight = &mut self.flights[index];
        self.judge.demand(flight.is_live, Rule::AlreadyGivenUp, || format!("{flight:?} again"));
        // If nothing happened in between, it was aborted before it was sent.
        let was_given_up = flight.inputs == self.inputs;
        self.judge.demand(!was_given_up, Rule::AlreadyGivenUp, || format!("{flight:?}"));
        flight.is_live = false;
        self.requests.forgive(fetch.key.0 as usize, flight.sent);
        if !flight.comes_after_abort || flight.arrives_ms.is_none() {
            self.flights.remove(index);
        }
    }

    fn settle(&mut self, id: CallId, outcome: Result<Token, TokenError>) {
        let call = self.calls.settle(id, self.turn, &mut self.judge);
        let key = id.key.0 as usize;
        match outcome {
            Ok(token) => {
                let to = To::Waiter { accept: call.accept, since: call.since };
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
            Err(error) => {
                let is_so = match error.code {
                    Code::Disposed => self.is_disposed,
                    Code::Cleared => self.epoch > 0,
                    _ => true,
                };
                self.judge.demand(is_so, Rule::WrongReason, || format!("{error:?}"));
                Calls::refuse(call, &error, &self.clocks, &mut self.judge);
                let fallback = call
                    .fallback(self.skips)
                    .filter(|_| error.code.is_transient() && self.ring_late_ms == 0);
                let lost = fallback.filter(|token| !self.issued_tokens.is_rejected(key, *token));
                self.judge.demand(lost.is_none(), Rule::LeftWithNothing, || {
                    format!("{error:?} to {call:?}")
                });
            }
        }
    }

    fn receive(&mut self, event: &Event) {
        let key = event.key.0 as usize;
        match &event.kind {
            EventKind::Token { lifetime_ms, refresh_in_ms } => {
                self.counts.tokens += 1;
                self.interest.come(key, *lifetime_ms);
                self.issued_tokens.believe(key, *lifetime_ms);
                self.requests.come(
                    key,
                    self.heard[key],
                    *lifetime_ms,
                    *refresh_in_ms,
                    self.clocks.now(),
                );
            }
            EventKind::Retry { .. } => self.counts.retries += 1,
            EventKind::Error { error, .. } => {
                self.failed.push(key);
                self.interest.fail(key, !error.code.is_transient());
                self.longest_pause_ms =
                    self.longest_pause_ms.max(error.retry_wait.map_or(0, RetryWait::ms));
                if error.code != Code::TooManyRequests {
                    self.counts.failures += 1;
                }
                if error.code == Code::Timeout && error.status.is_none() {
                    self.counts.timeouts += 1;
                }
            }
            EventKind::Expired | EventKind::Invalidated | EventKind::Idle => {}
        }
    }

    /// A listener has been called, and may call back.
    fn call_listener(&mut self) {
        for (calls, _) in &mut self.within {
            *calls = calls.saturating_sub(1);
        }
        while let Some(index) = self.within.iter().position(|(calls, _)| *calls == 0) {
            let (_, operation) = self.within.remove(index);
            self.is_interrupted = true;
            self.act(operation);
        }
    }
}
