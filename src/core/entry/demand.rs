//! When to fetch. *Demand* is when a fetch is wanted; the *gate* is when one is allowed. A request is
//! sent at the later of the two.

use super::waiters::acceptable;
use super::{Entry, Phase, Renewal, earlier};
use crate::core::config::WhileHidden;
use crate::core::context::{Context, Page};
use crate::core::error::Code;
use crate::core::retry::REFUSAL_MEMORY_MS;
use crate::core::sharing::Token;
use crate::core::time::Instant;

impl<T: Token> Entry<T> {
    /// When a fetch is wanted, regardless of the gate.
    pub(super) fn demand(&self, cx: &Context<'_, T>) -> Option<Instant> {
        if !self.waiters.is_empty() {
            return Some(cx.now);
        }
        let paused = cx.page == Page::Hidden && cx.config.while_hidden == WhileHidden::Pause;
        if paused || !self.is_wanted(cx) {
            return None;
        }
        let refresh_at = self.held.as_ref().map(|held| held.schedule.refresh_at);
        match self.phase {
            Phase::Cleared => None,
            // At `retry_at`, or earlier if a renewal falls due after the failure.
            Phase::Refused { until, retry_at, .. } => earlier(
                Some(retry_at),
                refresh_at.filter(|at| *at > until.minus_ms(REFUSAL_MEMORY_MS)),
            ),
            _ => Some(refresh_at.unwrap_or(cx.now)),
        }
    }

    /// The earliest time at which a fetch is allowed.
    #[inline(never)]
    pub(super) fn gate(&self, cx: &Context<'_, T>) -> Instant {
        self.own_gate().max(cx.pause.until)
    }

    pub(super) fn own_gate(&self) -> Instant {
        let own = match self.phase {
            Phase::Backoff { until, .. } | Phase::Refused { until, .. } => until,
            _ => Instant::START,
        };
        own.max(self.closed_until)
    }

    pub(super) fn due(&self, cx: &Context<'_, T>) -> Option<Instant> {
        self.demand(cx).map(|at| at.max(self.gate(cx)))
    }

    pub(super) fn is_breaker_open(&self) -> bool {
        matches!(self.phase, Phase::Backoff { error, .. } if error.code == Code::TooManyRequests)
    }

    pub(super) fn may_refresh(&self, cx: &Context<'_, T>) -> bool {
        self.is_refresh_due(cx.now) && !self.is_under_way() && self.gate(cx) <= cx.now
    }

    pub(super) fn is_refresh_due(&self, now: Instant) -> bool {
        self.held.as_ref().is_some_and(|held| held.schedule.refresh_at <= now)
    }

    pub(super) fn is_wanted(&self, cx: &Context<'_, T>) -> bool {
        let lifetime_ms =
            self.held.as_ref().map_or(cx.config.default_lifetime_ms, |held| held.lifetime_ms);
        let idle_after_ms = cx.config.idle_after_ms.unwrap_or(lifetime_ms);
        let recently_read = cx.now.since_ms(self.last_read) < idle_after_ms;
        self.subscribers > 0 || (self.renewal == Renewal::Active && recently_read)
    }

    pub(super) fn next_deadline(&self, cx: &Context<'_, T>) -> Option<Instant> {
        let next_step = match self.phase {
            Phase::Fetching { sent, .. } => Some(sent.plus_ms(cx.config.request_timeout_ms)),
            _ => self.tabs.asks_until().or_else(|| self.due(cx)),
        };
        let watched_token = self.held.as_ref().filter(|_| self.subscribers > 0);
        let expiry = watched_token.map(|held| held.schedule.expires_at);
        self.waiters.iter().fold(earlier(next_step, expiry), |deadline, waiter| {
            let held = acceptable(&self.held, waiter.request.accept, cx.now);
            earlier(deadline, waiter.ends_at(held, cx))
        })
    }
}
