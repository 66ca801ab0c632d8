//! The callers that wait for a token, and what each receives.

use super::{Entry, HeldToken, Phase, earlier};
use crate::core::action::Action;
use crate::core::context::Context;
use crate::core::error::{Code, TokenError};
use crate::core::id::{CallId, KeyId};
use crate::core::read::{Accept, Read, ReadRequest, WaitLimit};
use crate::core::sharing::Token;
use crate::core::time::Instant;

#[derive(Debug)]
pub(super) struct Waiter {
    pub(super) serial: u32,
    pub(super) request: ReadRequest,
    /// From here on, an acceptable cached token is preferred to waiting for a new one.
    take_held_at: Instant,
}

impl Waiter {
    /// When this caller stops waiting, given the acceptable cached token `held`.
    #[inline(never)]
    pub(super) fn ends_at<T>(
        &self,
        held: Option<&HeldToken<T>>,
        cx: &Context<'_, T>,
    ) -> Option<Instant> {
        let falls_back_at = held.map(|_| self.take_held_at);
        match self.request.wait_limit {
            WaitLimit::Forever => None,
            WaitLimit::FirstFailure => falls_back_at,
            WaitLimit::Until(until) => {
                earlier(Some(cx.now.plus_ms(until.since_ms(cx.awake))), falls_back_at)
            }
        }
    }
}

impl<T: Token> Entry<T> {
    pub(super) fn answer(&mut self, request: ReadRequest, cx: &mut Context<'_, T>) -> Read<T> {
        let is_open = self.is_breaker_open();
        let accept = if is_open { Accept::ValidFor(0) } else { request.accept };
        let held = acceptable(&self.held, accept, cx.now);
        let may_wait = match self.phase {
            Phase::Refused { until, .. } if cx.now < until => false,
            Phase::Fetching { .. } => true,
            _ => request.wait_limit == WaitLimit::Forever || self.gate(cx) <= cx.now,
        };
        if let Some(held) = held
            && (is_open || !may_wait || cx.now < held.schedule.wait_from)
        {
            return Read::Ready(held.token.clone());
        }
        let wants_no_wait = request.wait_limit == WaitLimit::FirstFailure;
        let failure = match &self.phase {
            Phase::Refused { error, .. } if !may_wait => Some(*error),
            Phase::Backoff { error, .. } if wants_no_wait => Some(*error),
            Phase::Idle if wants_no_wait => cx.pause.error_at(cx.now, self.id),
            _ => None,
        };
        failure.map_or_else(|| self.add_waiter(request, cx), Read::Failed)
    }

    pub(super) fn add_waiter(&mut self, request: ReadRequest, cx: &mut Context<'_, T>) -> Read<T> {
        let serial = *cx.next_call;
        *cx.next_call = serial.wrapping_add(1);
        // Most keys have one caller at a time; an unreserved `Vec` would allocate four.
        if self.waiters.is_empty() {
            self.waiters.reserve_exact(1);
        }
        let expires_at = self.held.as_ref().map_or(cx.now, |held| held.schedule.expires_at);
        // Leaves the later half of the remaining time for the caller to use the token.
        let take_held_at = cx.now.plus_ms(expires_at.since_ms(cx.now) / 2);
        self.waiters.push(Waiter { serial, request, take_held_at });
        Read::Wait(CallId { key: self.id, serial })
    }

    pub(super) fn end_waits(&mut self, cx: &mut Context<'_, T>) {
        let error = match &self.phase {
            Phase::Backoff { error, .. } | Phase::Fetching { last_error: Some(error), .. } => {
                *error
            }
            _ => cx
                .pause
                .error_at(cx.now, self.id)
                .unwrap_or(TokenError { attempts: 1, ..TokenError::new(Code::Timeout) }),
        };
        let Entry { held, waiters, .. } = self;
        settle(waiters, self.id, cx, &mut |waiter, cx| {
            let held = acceptable(held, waiter.request.accept, cx.now);
            let ends_at = waiter.ends_at(held, cx)?;
            (ends_at <= cx.now).then(|| held.map(|held| held.token.clone()).ok_or(error))
        });
    }
}

/// Decides a caller's outcome; `None` keeps it waiting.
pub(super) type Answer<'a, T> =
    &'a mut dyn FnMut(&Waiter, &Context<'_, T>) -> Option<Result<T, TokenError>>;

/// The cached token, if it is acceptable.
#[inline(never)]
pub(super) fn acceptable<T>(
    held: &Option<HeldToken<T>>,
    accept: Accept,
    now: Instant,
) -> Option<&HeldToken<T>> {
    let held = held.as_ref()?;
    let Accept::ValidFor(ms) = accept else { return None };
    // No new token could be valid for longer than its whole lifetime.
    let ms = if ms >= held.lifetime_ms && now < held.schedule.refresh_at { 0 } else { ms };
    let expires_at = held.schedule.expires_at;
    (now < expires_at && now.plus_ms(ms) <= expires_at).then_some(held)
}

/// Settles the callers for which `answer` returns an outcome.
#[inline(never)]
pub(super) fn settle<T>(
    waiters: &mut Vec<Waiter>,
    key: KeyId,
    cx: &mut Context<'_, T>,
    answer: Answer<'_, T>,
) {
    for waiter in std::mem::take(waiters) {
        match answer(&waiter, cx) {
            Some(outcome) => {
                let call = CallId { key, serial: waiter.serial };
                cx.answers.push(Action::Settle { call, outcome });
            }
            None => waiters.push(waiter),
        }
    }
}
