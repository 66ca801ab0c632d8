//! Takes tokens from other tabs instead of the route: before a fetch, the other tabs are asked.

use super::waiters::{acceptable, settle};
use super::{Entry, HeldToken};
use crate::core::action::Action;
use crate::core::context::{Context, Page};
use crate::core::schedule::Schedule;
use crate::core::sharing::{
    ASK_MS, ENABLED, FIRST_LATE_RANK, Kind, MOST_ASKERS, MOST_RANK, Message, Token,
};
use crate::core::time::Instant;

/// A key's state of sharing. Takes no space in a build that cannot share.
#[derive(Debug, Default)]
pub(super) struct Tabs([TabsState; ENABLED as usize]);

#[derive(Debug, Default)]
struct TabsState {
    /// The unanswered question; never while a request is in flight.
    question: Option<Question>,
    /// Until then, another tab that asked earlier fetches first.
    yields_until: Instant,
    /// The ranks of questions to answer when this tab's request ends.
    askers: Vec<u64>,
    /// The fingerprints of the last rejected tokens.
    rejected: [u64; 4],
    /// When the newest token of this epoch was requested, or later: older tokens are refused.
    newest_sent: Option<Instant>,
    trust: Trust,
    origin: Origin,
}

/// A question to the other tabs that has not been answered.
#[derive(Clone, Copy, Debug)]
struct Question {
    rank: u64,
    /// The lowest rank of the tabs that are asking, including this one.
    lowest: u64,
    asked: Instant,
    /// When this tab stops waiting and fetches.
    until: Instant,
}

/// Whether a token from another tab is acceptable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Trust {
    #[default]
    Tabs,
    /// The next token must come from the route: theirs was rejected, or a caller wants a new one.
    RouteOnly,
}

/// Where the token came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Origin {
    /// From the route, by a request of this tab.
    #[default]
    Route,
    /// From another tab of the same user.
    Tab,
}

impl Tabs {
    /// When the open question ends, if there is one.
    pub(super) fn asks_until(&self) -> Option<Instant> {
        self.0.first()?.question.map(|question| question.until)
    }

    /// Ends the question; returns whether there was one.
    pub(super) fn end_question(&mut self) -> bool {
        self.0.first_mut().is_some_and(|state| state.question.take().is_some())
    }

    /// Requires the next token to come from the route.
    pub(super) fn trust_route_only(&mut self) {
        if let Some(state) = self.0.first_mut() {
            state.trust = Trust::RouteOnly;
        }
    }

    /// Records that a new token was received.
    pub(super) fn note_token(&mut self, sent: Instant, origin: Origin) {
        if let Some(state) = self.0.first_mut() {
            state.question = None;
            state.origin = origin;
            state.newest_sent = state.newest_sent.max(Some(sent));
            if origin == Origin::Route {
                state.trust = Trust::Tabs;
            }
        }
    }

    /// Whether the last token came from another tab.
    pub(super) fn is_shared(&self) -> bool {
        self.0.first().is_some_and(|state| state.origin == Origin::Tab)
    }

    /// The question with this rank, if it may still be answered.
    fn open_question(&mut self, number: u64, now: Instant) -> Option<&mut Question> {
        let question = self.0.first_mut()?.question.as_mut()?;
        (question.rank == number && now < question.until).then_some(question)
    }

    /// Whether a token from another tab is neither rejected nor older than one that this tab had.
    fn accepts(&self, fingerprint: u64, sent: Instant) -> bool {
        self.0.first().is_some_and(|state| {
            state.newest_sent.is_none_or(|newest| newest < sent)
                && !state.rejected.contains(&fingerprint)
        })
    }

    fn remember_rejected(&mut self, fingerprint: u64, now: Instant) {
        if let Some(state) = self.0.first_mut()
            && !state.rejected.contains(&fingerprint)
        {
            let [first, second, third, forgotten] = state.rejected;
            state.rejected = [fingerprint, first, second, third];
            // The dropped fingerprint may return: only tokens requested from now on are newer for sure.
            if forgotten != 0 {
                state.newest_sent = Some(now);
            }
        }
    }

    /// Starts a new epoch: keeps only the rejected tokens' fingerprints.
    pub(super) fn forget(&mut self) {
        if let Some(state) = self.0.first_mut() {
            *state = TabsState { rejected: state.rejected, ..TabsState::default() };
        }
    }
}

impl<T: Token> Entry<T> {
    /// Whether the other tabs are asked before a fetch. Not for a caller in a hidden page, where the
    /// timer that ends the question may fire a minute late.
    #[inline(never)]
    pub(super) fn may_ask(&self, cx: &Context<'_, T>) -> bool {
        cx.may_ask()
            && self.tabs.0.first().is_some_and(|state| state.trust == Trust::Tabs)
            && (cx.page == Page::Shown || self.waiters.is_empty())
    }

    /// Whether to wait for an answer. A question ends at its time limit, or when a caller arrives that
    /// other tabs cannot serve.
    pub(super) fn awaits_answer(&self, cx: &Context<'_, T>) -> bool {
        self.tabs.asks_until().is_some_and(|until| cx.now < until) && self.may_ask(cx)
    }

    /// A fetch is due: asks the other tabs first.
    pub(super) fn ask(&mut self, cx: &mut Context<'_, T>) {
        let Some(state) = self.tabs.0.first_mut() else { return };
        let mut rank = cx.random.up_to(MOST_RANK);
        // A tab that asked a moment ago fetches first, and announces it.
        if cx.now < state.yields_until {
            rank |= FIRST_LATE_RANK;
        }
        let until = cx.now.plus_ms(ASK_MS).max(state.yields_until);
        state.question = Some(Question { rank, lowest: rank, asked: cx.now, until });
        self.send_ask(rank, cx);
    }

    fn send_ask(&self, rank: u64, cx: &mut Context<'_, T>) {
        let left_ms = self.held.as_ref().map_or(0, |held| held.left_ms(cx.now));
        self.send(Kind::Ask, rank, left_ms, cx);
    }

    /// A message from another tab has arrived.
    pub fn handle_message(&mut self, message: &Message<T>, cx: &mut Context<'_, T>) {
        match message.kind {
            Kind::Ask => self.handle_ask(message, cx),
            Kind::Token | Kind::Sent | Kind::Failed => self.handle_answer(message, cx),
            Kind::Rejected => {
                let rejected = message.number;
                self.tabs.remember_rejected(rejected, cx.now);
                self.drop_held(|token| token.fingerprint() == rejected, cx);
            }
            // Not about a key.
            Kind::SignedOut => {}
        }
        self.advance(cx);
    }

    fn handle_answer(&mut self, message: &Message<T>, cx: &mut Context<'_, T>) {
        let Some(question) = self.tabs.open_question(message.number, cx.now) else { return };
        if let Some(token) = &message.token {
            let expires_at = question.asked.plus_ms(message.left_ms);
            return self.take(token, expires_at, message.life_ms, cx);
        }
        // If that request does not succeed, the waiting tabs fetch one after another.
        let timeout_ms = cx.config.request_timeout_ms;
        let spread_ms = cx.random.up_to(timeout_ms / 4);
        question.until = if message.kind == Kind::Sent {
            question.asked.plus_ms(timeout_ms).minus_ms(spread_ms)
        } else {
            question.until.min(cx.now.plus_ms(spread_ms / 8))
        };
    }

    fn handle_ask(&mut self, message: &Message<T>, cx: &mut Context<'_, T>) {
        let rank = message.number;
        let is_under_way = self.is_under_way();
        let Some(state) = self.tabs.0.first_mut() else { return };
        if !is_under_way {
            // Otherwise it is the same token, or hardly newer.
            let is_better = |held: &HeldToken<T>| {
                held.left_ms(cx.now) > message.left_ms.saturating_add(held.lifetime_ms / 4)
            };
            if self.held.as_ref().is_some_and(is_better) {
                self.offer(rank, cx);
            } else {
                state.yields_until = cx.now.plus_ms(2 * ASK_MS);
            }
            return;
        }
        let is_new = state.askers.len() < MOST_ASKERS && !state.askers.contains(&rank);
        if is_new {
            state.askers.push(rank);
        }
        let Some(question) = &mut state.question else {
            if is_new {
                self.send(Kind::Sent, rank, 0, cx);
            }
            return;
        };
        if rank < question.lowest {
            // That tab fetches, and announces it. It may have missed this tab's question.
            question.lowest = rank;
            question.until = question.until.max(question.asked.plus_ms(3 * ASK_MS));
            let rank = question.rank;
            self.send_ask(rank, cx);
        }
    }

    /// A request is sent: tabs that asked at the same time may wait for it.
    pub(super) fn announce_fetch(&mut self, cx: &mut Context<'_, T>) {
        for &to in self.tabs.0.iter().flat_map(|state| &state.askers) {
            self.send(Kind::Sent, to, 0, cx);
        }
    }

    /// The request has ended: the tabs that wait for it are answered.
    pub(super) fn answer_askers(&mut self, cx: &mut Context<'_, T>) {
        while let Some(to) = self.tabs.0.first_mut().and_then(|state| state.askers.pop()) {
            self.offer(to, cx);
        }
    }

    fn offer(&self, to: u64, cx: &mut Context<'_, T>) {
        match self.held.as_ref().filter(|held| cx.now < held.schedule.refresh_at) {
            Some(held) => self.broadcast(
                Message {
                    kind: Kind::Token,
                    number: to,
                    left_ms: held.left_ms(cx.now),
                    life_ms: held.lifetime_ms,
                    token: Some(held.token.clone()),
                },
                cx,
            ),
            None => self.send(Kind::Failed, to, 0, cx),
        }
    }

    fn send(&self, kind: Kind, number: u64, left_ms: u64, cx: &mut Context<'_, T>) {
        self.broadcast(Message::new(kind, number, left_ms), cx);
    }

    /// Takes the token of another tab. Its expiry counts from when this tab asked, so it is not
    /// overestimated however long the answer took.
    fn take(&mut self, token: &T, expires_at: Instant, lifetime_ms: u64, cx: &mut Context<'_, T>) {
        let schedule =
            Schedule::plan(expires_at, lifetime_ms, cx.now, cx.config.refresh_lead_ms, cx.random);
        let sent = expires_at.minus_ms(lifetime_ms);
        let is_held =
            |held: &HeldToken<T>| held.schedule.expires_at >= expires_at || held.token == *token;
        if schedule.refresh_at <= cx.now
            || self.held.as_ref().is_some_and(is_held)
            || !self.tabs.accepts(token.fingerprint(), sent)
        {
            return;
        }
        cx.stats.shared = cx.stats.shared.wrapping_add(1);
        let new = Some(HeldToken { token: token.clone(), sent, lifetime_ms, schedule });
        settle(&mut self.waiters, self.id, cx, &mut |waiter, cx| {
            acceptable(&new, waiter.request.accept, cx.now).map(|held| Ok(held.token.clone()))
        });
        if let Some(new) = new {
            self.hold(new, Origin::Tab, cx);
        }
    }

    /// A server rejected this token, or the cached one: announces its fingerprint to the other tabs.
    pub(super) fn announce_rejection(&mut self, rejected: Option<&T>, cx: &mut Context<'_, T>) {
        if cx.may_ask()
            && let Some(token) = rejected.or(self.held.as_ref().map(|held| &held.token))
        {
            let fingerprint = token.fingerprint();
            self.tabs.remember_rejected(fingerprint, cx.now);
            self.send(Kind::Rejected, fingerprint, 0, cx);
        }
    }

    fn broadcast(&self, message: Message<T>, cx: &mut Context<'_, T>) {
        if match message.kind {
            Kind::Ask | Kind::Rejected => cx.may_ask(),
            _ => cx.may_answer(),
        } {
            cx.actions.push(Action::Broadcast { key: self.id, message });
        }
    }
}
