//! The state machine of one key: the only place where its state changes.
//!
//! Every input ends in [`Entry::advance`], which checks the clock and does what is due.
//! `demand` decides when to fetch, `sharing` when to ask the other tabs first, and `waiters` what
//! each caller receives.

mod demand;
mod sharing;
mod waiters;

use super::action::Action;
use super::context::{Context, Pause};
use super::error::{Code, RetryWait, TokenError};
use super::event::{Event, EventKind};
use super::id::{CallId, FetchId, KeyId};
use super::lifetime::Lifetime;
use super::read::{Accept, Read, ReadRequest, WaitLimit};
use super::retry::{
    BREAKER_PAUSE_MS, Breaker, FAULTY_FETCHES, FLOOR_MS, REFUSAL_MEMORY_MS, REFUSAL_RETRY_MS,
    backoff_ms,
};
use super::schedule::Schedule;
use super::sharing::Token;
use super::snapshot::{Snapshot, Status, Usage};
use super::time::Instant;
use sharing::{Origin, Tabs};
use waiters::{Waiter, acceptable, settle};

/// One key: its token, its phase, its waiting callers and its subscribers.
#[derive(Debug)]
pub struct Entry<T> {
    id: KeyId,
    held: Option<HeldToken<T>>,
    phase: Phase,
    renewal: Renewal,
    waiters: Vec<Waiter>,
    subscribers: u32,
    last_read: Instant,
    breaker: Breaker,
    /// No fetch before this, in any phase: the floor, or an open breaker.
    closed_until: Instant,
    /// From here on the next fetch is a scheduled refresh, which the breaker does not count.
    on_schedule_from: Option<Instant>,
    tabs: Tabs,
    deadline: Option<Instant>,
    revision: u32,
    told_revision: u32,
}

#[derive(Debug)]
struct HeldToken<T> {
    token: T,
    sent: Instant,
    lifetime_ms: u64,
    schedule: Schedule,
}

impl<T> HeldToken<T> {
    fn left_ms(&self, now: Instant) -> u64 {
        self.schedule.expires_at.since_ms(now)
    }
}

#[derive(Debug)]
enum Phase {
    /// No request is in flight.
    Idle,
    /// A request is in flight.
    Fetching { serial: u32, sent: Instant, attempts: u32, last_error: Option<TokenError> },
    /// The last request failed and will be retried.
    Backoff { until: Instant, error: TokenError },
    /// The last request failed with a terminal error, which callers receive until `until`. A
    /// subscribed key is fetched again at `retry_at`.
    Refused { until: Instant, retry_at: Instant, error: TokenError },
    /// Signed out: nothing is fetched until a caller reads or subscribes.
    Cleared,
}

/// Whether a key that is read but not subscribed to is renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Renewal {
    Active,
    Stopped,
}

impl<T: Token> Entry<T> {
    /// Creates the entry of a new key.
    pub fn new(id: KeyId) -> Self {
        Entry {
            id,
            held: None,
            phase: Phase::Idle,
            renewal: Renewal::Stopped,
            waiters: Vec::new(),
            subscribers: 0,
            last_read: Instant::START,
            breaker: Breaker::default(),
            closed_until: Instant::START,
            on_schedule_from: None,
            tabs: Tabs::default(),
            deadline: None,
            revision: 0,
            told_revision: 0,
        }
    }

    /// The id of the key.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// When [`advance`](Entry::advance) must be called next.
    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// A counter that changes whenever the snapshot does.
    pub fn revision(&self) -> u32 {
        self.revision
    }

    /// The cached token, as of the last input.
    pub fn token(&self) -> Option<&T> {
        self.held.as_ref().map(|held| &held.token)
    }

    /// When the cached token is due for refresh.
    pub fn refresh_at(&self) -> Option<Instant> {
        self.held.as_ref().map(|held| held.schedule.refresh_at)
    }

    /// Whether `fetch` is the request in flight.
    pub fn is_fetching(&self, fetch: FetchId) -> bool {
        matches!(self.phase, Phase::Fetching { serial, .. } if serial == fetch.serial)
    }

    /// Whether dropping the entry would lose nothing but what is known from other tabs.
    pub fn is_unused(&self, now: Instant) -> bool {
        // Without a deadline, no caller waits, no request is in flight, and no other tab is asked.
        self.deadline.is_none()
            && self.subscribers == 0
            && self.renewal == Renewal::Stopped
            && self.own_gate() <= now
            && self.held.as_ref().is_none_or(|held| held.schedule.expires_at <= now)
            && self.breaker.is_quiet(now)
    }

    /// Returns the token if its refresh is not yet due, and the time until it is.
    pub fn fresh(&mut self, now: Instant) -> Option<(&T, u64)> {
        let held = self.held.as_ref().filter(|held| now < held.schedule.refresh_at)?;
        self.last_read = now;
        Some((&held.token, held.schedule.refresh_at.since_ms(now)))
    }

    /// A caller requests the token.
    pub fn read(&mut self, request: ReadRequest, cx: &mut Context<'_, T>) -> Read<T> {
        self.last_read = cx.now;
        if matches!(self.phase, Phase::Cleared) {
            self.phase = Phase::Idle;
        }
        if request.accept == Accept::New {
            self.tabs.trust_route_only();
        }
        self.advance(cx);
        let mut read = self.answer(request, cx);
        if let Read::Wait(call) = read {
            let joins = self.is_under_way();
            self.advance(cx);
            // A queued answer could be overtaken by an `invalidate`.
            if let Some(Action::Settle { outcome, .. }) = cx.answers.pop_last_if(
                |answer| matches!(answer, Action::Settle { call: settled, .. } if *settled == call),
            ) {
                *cx.next_call = call.serial;
                read = outcome.map_or_else(Read::Failed, Read::Ready);
            } else if joins || !self.is_under_way() {
                cx.stats.coalesced = cx.stats.coalesced.wrapping_add(1);
            }
        }
        if matches!(read, Read::Ready(_)) {
            cx.stats.hits = cx.stats.hits.wrapping_add(1);
            // A read inside the lead starts the refresh, even in a hidden page.
            if self.may_refresh(cx) {
                self.begin(cx);
                self.advance(cx);
            }
        }
        read
    }

    /// A caller aborts its pending read.
    pub fn abort(&mut self, call: CallId, cx: &mut Context<'_, T>) {
        let before = self.waiters.len();
        self.waiters.retain(|waiter| waiter.serial != call.serial);
        if self.waiters.len() < before {
            self.leave(cx);
        }
        self.advance(cx);
    }

    /// A subscriber is added: the key is kept fresh.
    pub fn subscribe(&mut self, cx: &mut Context<'_, T>) {
        if self.subscribers == 0 {
            // The subscriber has seen the current snapshot; only later changes are notified.
            self.told_revision = self.revision;
        }
        self.subscribers = self.subscribers.saturating_add(1);
        if matches!(self.phase, Phase::Cleared) {
            self.phase = Phase::Idle;
        }
        self.ask_again();
        self.advance(cx);
    }

    /// A subscriber is removed.
    pub fn unsubscribe(&mut self, cx: &mut Context<'_, T>) {
        self.subscribers = self.subscribers.saturating_sub(1);
        self.last_read = cx.now;
        self.leave(cx);
        self.advance(cx);
    }

    /// A server rejected the token `rejected`, or with `None` the cached token.
    pub fn invalidate(&mut self, rejected: Option<&T>, cx: &mut Context<'_, T>) {
        self.announce_rejection(rejected, cx);
        let is_dropped =
            self.drop_held(|token| rejected.is_none_or(|rejected| rejected == token), cx);
        if is_dropped && self.tabs.is_shared() {
            self.tabs.trust_route_only();
        }
        if is_dropped || rejected.is_none() {
            self.ask_again();
        }
        self.advance(cx);
    }

    /// Drops the cached token if it was rejected; returns whether it was.
    fn drop_held(&mut self, is_rejected: impl Fn(&T) -> bool, cx: &mut Context<'_, T>) -> bool {
        let is_dropped = self.held.as_ref().is_some_and(|held| is_rejected(&held.token));
        if is_dropped {
            self.held = None;
            self.change();
            self.emit(EventKind::Invalidated, cx);
        }
        is_dropped
    }

    /// The request returned a token. Returns false if the request is stale or the token has expired.
    pub fn granted(
        &mut self,
        fetch: FetchId,
        token: T,
        life: Lifetime,
        cx: &mut Context<'_, T>,
    ) -> bool {
        let Phase::Fetching { sent, .. } = self.phase else { return false };
        if !self.is_fetching(fetch) {
            return false;
        }
        if sent.plus_ms(life.possible_ms) <= cx.now {
            let origin = Some(fetch);
            self.fail(TokenError { origin, ..TokenError::new(Code::ExpiredOnArrival) }, cx);
            self.advance(cx);
            return false;
        }
        self.closed_until = self.closed_until.max(sent.plus_ms(FLOOR_MS));
        let (expires_at, lifetime_ms) = (sent.plus_ms(life.certain_ms), life.certain_ms);
        let schedule =
            Schedule::plan(expires_at, lifetime_ms, cx.now, cx.config.refresh_lead_ms, cx.random);
        settle(&mut self.waiters, self.id, cx, &mut |_, _| Some(Ok(token.clone())));
        self.hold(HeldToken { token, sent, lifetime_ms, schedule }, Origin::Route, cx);
        self.advance(cx);
        true
    }

    /// Caches a new token. The callers that it satisfies have been answered.
    fn hold(&mut self, new: HeldToken<T>, origin: Origin, cx: &mut Context<'_, T>) {
        let HeldToken { sent, lifetime_ms, schedule, .. } = new;
        self.tabs.note_token(sent, origin);
        self.phase = Phase::Idle;
        self.renewal = Renewal::Active;
        self.on_schedule_from = None;
        self.change();
        let refresh_in_ms = schedule.refresh_at.since_ms(cx.now);
        self.emit(EventKind::Token { lifetime_ms, refresh_in_ms }, cx);
        // The certain lifetime may have passed: then the token is only for the callers that waited.
        self.held = (cx.now < schedule.expires_at).then(|| {
            self.on_schedule_from = Some(schedule.refresh_at);
            new
        });
    }

    /// The request failed.
    pub fn failed(&mut self, fetch: FetchId, error: TokenError, cx: &mut Context<'_, T>) {
        if self.is_fetching(fetch) {
            self.fail(TokenError { origin: Some(fetch), ..error }, cx);
            self.advance(cx);
        }
    }

    /// The network is back: retry now, and close the breaker, because the outage may have opened it.
    pub fn online(&mut self, cx: &mut Context<'_, T>) {
        self.lift_breaker(cx);
        self.shown(cx);
    }

    /// The page is visible or focused again: a network failure is retried now with a new backoff, and
    /// a terminal error is retried.
    pub fn shown(&mut self, cx: &mut Context<'_, T>) {
        if let Phase::Backoff { until, error } = &mut self.phase
            && error.code.is_of_the_network()
        {
            *until = cx.now;
            error.attempts = 0;
        }
        self.ask_again();
        self.advance(cx);
    }

    /// Retries a terminal error as soon as callers no longer receive it.
    fn ask_again(&mut self) {
        if let Phase::Refused { until, retry_at, .. } = &mut self.phase {
            *retry_at = *until;
        }
    }

    fn lift_breaker(&mut self, cx: &Context<'_, T>) {
        self.breaker.forgive(None);
        self.closed_until = self.closed_until.min(cx.now.plus_ms(FLOOR_MS));
        if let Phase::Backoff { until, error } = &mut self.phase
            && error.code == Code::TooManyRequests
        {
            *until = cx.now;
        }
    }

    /// A new epoch: drops the token, aborts the request, and rejects every waiting caller.
    pub fn clear(&mut self, reason: ClearReason, cx: &mut Context<'_, T>) {
        let code = match reason {
            ClearReason::Disposal => Code::Disposed,
            _ => Code::Cleared,
        };
        let error = TokenError::new(code);
        settle(&mut self.waiters, self.id, cx, &mut |_, _| Some(Err(error)));
        self.held = None;
        self.on_schedule_from = None;
        self.renewal = Renewal::Stopped;
        self.lift_breaker(cx);
        self.drop_request(Phase::Cleared, cx);
        if reason == ClearReason::Disposal {
            self.answer_askers(cx);
        }
        // A rejected token stays rejected.
        self.tabs.forget();
        self.change();
        match reason {
            ClearReason::SignOut | ClearReason::OtherTab => self.advance(cx),
            ClearReason::OtherUser => {
                self.phase = Phase::Idle;
                self.advance(cx);
            }
            ClearReason::Disposal => {
                self.phase = Phase::Refused { until: cx.now, retry_at: cx.now, error };
                self.deadline = None;
            }
        }
    }

    /// The state, for display.
    pub fn snapshot(&self, cx: &Context<'_, T>) -> Snapshot<T> {
        let (status, error) = match &self.phase {
            Phase::Fetching { .. } if self.held.is_some() => (Status::Refreshing, None),
            Phase::Fetching { .. } => (Status::Loading, None),
            Phase::Backoff { error, .. } => (Status::Retrying, Some(*error)),
            Phase::Refused { error, .. } => (Status::Failed, Some(*error)),
            _ if self.held.is_some() => (Status::Ready, None),
            _ if self.due(cx).is_some() => (Status::Loading, None),
            _ => (Status::Empty, None),
        };
        let retry_at = if status == Status::Retrying { self.due(cx) } else { None };
        let held = self.held.as_ref();
        Snapshot {
            status,
            token: held.map(|held| held.token.clone()),
            schedule: held.map(|held| (held.sent, held.schedule)),
            is_shared: held.is_some() && self.tabs.is_shared(),
            error,
            retry_at,
        }
    }

    /// How the token is used.
    pub fn usage(&self, now: Instant) -> Usage {
        let request_ms = match self.phase {
            Phase::Fetching { sent, .. } => Some(now.since_ms(sent)),
            _ => None,
        };
        Usage {
            subscribers: self.subscribers,
            waiting: u32::try_from(self.waiters.len()).unwrap_or(u32::MAX),
            unused_ms: now.since_ms(self.last_read),
            request_ms,
        }
    }

    /// Checks the clock and does what is due.
    pub fn advance(&mut self, cx: &mut Context<'_, T>) {
        self.expire(cx);
        self.time_out(cx);
        self.end_waits(cx);
        if !matches!(self.phase, Phase::Fetching { .. }) && !self.awaits_answer(cx) {
            match self.due(cx) {
                Some(at) if at <= cx.now => self.begin(cx),
                // A pause may have begun while the other tabs were asked.
                Some(_) => {
                    self.tabs.end_question();
                }
                None => self.go_idle(cx),
            }
        }
        if !self.is_under_way() {
            self.answer_askers(cx);
        }
        self.deadline = self.next_deadline(cx);
        if self.told_revision != self.revision && self.subscribers > 0 {
            self.told_revision = self.revision;
            cx.actions.push(Action::Notify { key: self.id });
        }
    }

    /// A caller or subscriber has left. When none is left, the request made for them is aborted; a due
    /// renewal continues.
    fn leave(&mut self, cx: &mut Context<'_, T>) {
        if !self.waiters.is_empty() || self.subscribers > 0 || self.is_refresh_due(cx.now) {
            return;
        }
        if self.held.is_none() {
            self.renewal = Renewal::Stopped;
        }
        // A backoff continues even if no caller is waiting.
        if self.is_under_way() {
            self.drop_request(Phase::Idle, cx);
        }
    }

    /// A fetch is due.
    fn begin(&mut self, cx: &mut Context<'_, T>) {
        if self.tabs.asks_until().is_none() && self.may_ask(cx) {
            self.ask(cx);
        } else {
            self.fetch(cx);
        }
    }

    fn fetch(&mut self, cx: &mut Context<'_, T>) {
        let (attempts, last_error) = match &self.phase {
            Phase::Backoff { error, .. } => (error.attempts, Some(*error)),
            _ => (0, None),
        };
        self.tabs.end_question();
        let on_schedule = self.on_schedule_from.take_if(|from| *from <= cx.now).is_some();
        if !on_schedule && !self.breaker.admit(cx.now) {
            return self.open_breaker(attempts, cx);
        }
        let serial = *cx.next_fetch;
        *cx.next_fetch = serial.wrapping_add(1);
        cx.stats.fetches = cx.stats.fetches.wrapping_add(1);
        if attempts > 0 {
            cx.stats.retries = cx.stats.retries.wrapping_add(1);
            self.emit(EventKind::Retry { attempt: attempts.saturating_add(1) }, cx);
        }
        self.phase = Phase::Fetching { serial, sent: cx.now, attempts, last_error };
        self.change();
        cx.actions.push(Action::Fetch { fetch: FetchId { key: self.id, serial } });
        self.announce_fetch(cx);
    }

    fn fail(&mut self, mut error: TokenError, cx: &mut Context<'_, T>) {
        let Phase::Fetching { attempts, sent, .. } = self.phase else { return };
        if error.code.is_of_the_network() {
            self.breaker.forgive(Some(sent));
        }
        cx.stats.failures = cx.stats.failures.wrapping_add(1);
        error.attempts = attempts.saturating_add(1);
        if error.code == Code::FetchFailed && error.attempts >= FAULTY_FETCHES {
            error.code = Code::InvalidOptions;
        }
        if !error.code.is_transient() {
            let until = cx.now.plus_ms(REFUSAL_MEMORY_MS);
            let retry_ms = REFUSAL_RETRY_MS.saturating_add(cx.random.up_to(REFUSAL_RETRY_MS));
            self.phase = Phase::Refused { until, retry_at: cx.now.plus_ms(retry_ms), error };
            return self.report_failure(error, cx);
        }
        let pause_ms = match error.code {
            // The route works; the floor and the breaker set the pace.
            Code::ExpiredOnArrival => FLOOR_MS,
            _ => backoff_ms(&error, error.attempts, cx.config, cx.random),
        };
        self.back_off(error, cx.now.plus_ms(pause_ms), cx);
    }

    fn open_breaker(&mut self, attempts: u32, cx: &mut Context<'_, T>) {
        let until = cx.now.plus_ms(BREAKER_PAUSE_MS);
        self.closed_until = until;
        self.back_off(TokenError { attempts, ..TokenError::new(Code::TooManyRequests) }, until, cx);
    }

    fn back_off(&mut self, error: TokenError, until: Instant, cx: &mut Context<'_, T>) {
        // A 429 or 503 reports the limit of the API key, so it applies to every key. A slot is for
        // one request: other keys receive their own.
        let is_for_all = matches!(error.status, Some(429 | 503))
            && matches!(error.retry_wait, Some(RetryWait::Shared(_)));
        if is_for_all && cx.pause.until < until {
            *cx.pause = Pause { until, error: Some(error) };
        }
        self.phase = Phase::Backoff { until, error };
        self.report_failure(error, cx);
    }

    fn report_failure(&mut self, error: TokenError, cx: &mut Context<'_, T>) {
        self.change();
        let terminal = !error.code.is_transient();
        let (now, is_open) = (cx.now, self.is_breaker_open());
        let Entry { held, waiters, .. } = self;
        settle(waiters, self.id, cx, &mut |&Waiter { request, .. }, _| {
            let accept = if is_open { Accept::ValidFor(0) } else { request.accept };
            let takes_old = terminal || is_open || request.wait_limit != WaitLimit::Forever;
            match acceptable(held, accept, now).filter(|_| takes_old) {
                Some(held) => Some(Ok(held.token.clone())),
                None if terminal || request.wait_limit == WaitLimit::FirstFailure => {
                    Some(Err(error))
                }
                None => None,
            }
        });
        let retry_in_ms = self.due(cx).map(|at| at.since_ms(cx.now));
        self.emit(EventKind::Error { error, retry_in_ms }, cx);
    }

    /// Drops the token if it has expired.
    pub fn expire(&mut self, cx: &mut Context<'_, T>) {
        if self.held.take_if(|held| held.schedule.expires_at <= cx.now).is_some() {
            self.change();
            self.emit(EventKind::Expired, cx);
        }
    }

    fn time_out(&mut self, cx: &mut Context<'_, T>) {
        let Phase::Fetching { serial, sent, .. } = self.phase else { return };
        if cx.now.since_ms(sent) >= cx.config.request_timeout_ms {
            cx.actions.push(Action::Abort { fetch: FetchId { key: self.id, serial } });
            self.fail(TokenError::new(Code::Timeout), cx);
        }
    }

    /// Whether a request is in flight, or the other tabs are asked before one.
    fn is_under_way(&self) -> bool {
        self.tabs.asks_until().is_some() || matches!(self.phase, Phase::Fetching { .. })
    }

    /// No demand and no request: no timer, no retry.
    fn go_idle(&mut self, cx: &mut Context<'_, T>) {
        let is_over = matches!(self.phase, Phase::Backoff { until, .. } if until <= cx.now);
        if self.tabs.end_question() || is_over {
            self.phase = Phase::Idle;
            self.change();
        }
        if self.renewal == Renewal::Active && !self.is_wanted(cx) {
            self.renewal = Renewal::Stopped;
            self.emit(EventKind::Idle, cx);
        }
    }

    fn drop_request(&mut self, next: Phase, cx: &mut Context<'_, T>) {
        if let Phase::Fetching { serial, sent, .. } = self.phase {
            self.breaker.forgive(Some(sent));
            cx.actions.push(Action::Abort { fetch: FetchId { key: self.id, serial } });
            self.change();
        }
        self.tabs.end_question();
        self.phase = next;
    }

    fn emit(&self, kind: EventKind, cx: &mut Context<'_, T>) {
        cx.actions.push(Action::Emit(Event { key: self.id, kind }));
    }

    fn change(&mut self) {
        self.revision = self.revision.wrapping_add(1);
    }
}

/// Why the cache is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClearReason {
    /// The user signed out: nothing is fetched until a caller reads or subscribes.
    SignOut,
    /// Another user signed in: subscribed keys are fetched for them.
    OtherUser,
    /// The user signed out in another tab: like [`SignOut`](ClearReason::SignOut), and until the app
    /// names the user, this tab gives no tokens to others.
    OtherTab,
    /// The manager is disposed.
    Disposal,
}

/// The earlier of two times; `None` is never.
fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}
