//! A token from another tab instead of the route: a fetch that is due is preceded by a question.

use super::waiters::{acceptable, settle};
use super::{Entry, HeldToken};
use crate::core::action::Action;
use crate::core::context::{Context, Page};
use crate::core::schedule::Schedule;
use crate::core::sharing::{
    ASK_MS, ENABLED, FIRST_LATE_RANK, Kind, MOST_ASKERS, MOST_RANK, Message, Token,
};
use crate::core::time::Instant;

/// What a key knows of the other tabs. Takes no space in a build that cannot share.
#[derive(Debug, Default)]
pub(super) struct Tabs([Known; ENABLED as usize]);

#[derive(Debug, Default)]
struct Known {
    /// What comes before a request, and never beside one.
    question: Option<Question>,
    /// Another tab asked before this one did, and goes first until then.
    gives_way_until: Instant,
    /// The questions that the request of this tab will answer.
    askers: Vec<u64>,
    /// Fingerprints of the tokens that a server rejected last.
    rejected: [u64; 4],
    /// When the newest token of this epoch was requested, or a later time; an older one is not taken.
    newest_sent: Option<Instant>,
    trust: Trust,
    origin: Origin,
}

/// A question to the other tabs, not answered yet.
#[derive(Clone, Copy, Debug)]
struct Question {
    rank: u64,
    /// The lowest rank of those who have asked meanwhile, this tab included.
    lowest: u64,
    asked: Instant,
    /// From here on this tab fetches.
    until: Instant,
}

/// Whether the other tabs are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Trust {
    #[default]
    Tabs,
    /// The next token comes from the route: theirs was rejected, or a caller wants a new one.
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
        self.0.first_mut().is_some_and(|known| known.question.take().is_some())
    }

    /// The next token comes from the route.
    pub(super) fn trust_route_only(&mut self) {
        if let Some(known) = self.0.first_mut() {
            known.trust = Trust::RouteOnly;
        }
    }

    /// A new token is at hand.
    pub(super) fn note_token(&mut self, sent: Instant, origin: Origin) {
        if let Some(known) = self.0.first_mut() {
            known.question = None;
            known.origin = origin;
            known.newest_sent = known.newest_sent.max(Some(sent));
            if origin == Origin::Route {
                known.trust = Trust::Tabs;
            }
        }
    }

    /// Whether the last token came from another tab.
    pub(super) fn is_copy(&self) -> bool {
        self.0.first().is_some_and(|known| known.origin == Origin::Tab)
    }

    /// The question with this number, if an answer still comes in time.
    fn open_question(&mut self, number: u64, now: Instant) -> Option<&mut Question> {
        let question = self.0.first_mut()?.question.as_mut()?;
        (question.rank == number && now < question.until).then_some(question)
    }

    /// Whether a token of another tab is neither rejected nor older than one that was here before.
    fn accepts(&self, fingerprint: u64, sent: Instant) -> bool {
        self.0.first().is_some_and(|known| {
            known.newest_sent.is_none_or(|newest| newest < sent)
                && !known.rejected.contains(&fingerprint)
        })
    }

    fn remember_rejected(&mut self, fingerprint: u64, now: Instant) {
        if let Some(known) = self.0.first_mut()
            && !known.rejected.contains(&fingerprint)
        {
            let [first, second, third, forgotten] = known.rejected;
            known.rejected = [fingerprint, first, second, third];
            // Whatever is requested from here on is newer than the one that is forgotten.
            if forgotten != 0 {
                known.newest_sent = Some(now);
            }
        }
    }

    /// Another epoch: forgets all but what was rejected.
    pub(super) fn forget(&mut self) {
        if let Some(known) = self.0.first_mut() {
            *known = Known { rejected: known.rejected, ..Known::default() };
        }
    }
}

impl<T: Token> Entry<T> {
    /// Whether the other tabs are asked before a fetch. Not for a caller in a hidden page, because the
    /// timer that ends the question may ring a minute late there.
    #[inline(never)]
    pub(super) fn may_ask(&self, cx: &Context<'_, T>) -> bool {
        cx.may_ask()
            && self.tabs.0.first().is_some_and(|known| known.trust == Trust::Tabs)
            && (cx.page == Page::Shown || self.waiters.is_empty())
    }

    /// Whether an answer is waited for. A question is over when its time is, or when a caller has come
    /// whom no other tab can help.
    pub(super) fn awaits_answer(&self, cx: &Context<'_, T>) -> bool {
        self.tabs.asks_until().is_some_and(|until| cx.now < until) && self.may_ask(cx)
    }

    /// A fetch is due: asks the other tabs first.
    pub(super) fn ask(&mut self, cx: &mut Context<'_, T>) {
        let Some(known) = self.tabs.0.first_mut() else { return };
        let mut rank = cx.random.up_to(MOST_RANK);
        // Whoever asked a moment ago goes first, and will say so.
        if cx.now < known.gives_way_until {
            rank |= FIRST_LATE_RANK;
        }
        let until = cx.now.plus_ms(ASK_MS).max(known.gives_way_until);
        known.question = Some(Question { rank, lowest: rank, asked: cx.now, until });
        self.say_ask(rank, cx);
    }

    fn say_ask(&self, rank: u64, cx: &mut Context<'_, T>) {
        let left_ms = self.held.as_ref().map_or(0, |held| held.left_ms(cx.now));
        self.say(Kind::Ask, rank, left_ms, cx);
    }

    /// Another tab has said something.
    pub fn hear(&mut self, message: &Message<T>, cx: &mut Context<'_, T>) {
        match message.kind {
            Kind::Ask => self.hear_ask(message, cx),
            Kind::Token | Kind::Sent | Kind::Failed => self.hear_answer(message, cx),
            Kind::Rejected => {
                let rejected = message.number;
                self.tabs.remember_rejected(rejected, cx.now);
                self.drop_held(|token| token.fingerprint() == rejected, cx);
            }
            // It is about no key.
            Kind::SignedOut => {}
        }
        self.advance(cx);
    }

    fn hear_answer(&mut self, message: &Message<T>, cx: &mut Context<'_, T>) {
        let Some(question) = self.tabs.open_question(message.number, cx.now) else { return };
        if let Some(token) = &message.token {
            let expires_at = question.asked.plus_ms(message.left_ms);
            return self.take(token, expires_at, message.life_ms, cx);
        }
        // If nothing comes of the request, they go on one after the other.
        let timeout_ms = cx.config.request_timeout_ms;
        let spread_ms = cx.random.up_to(timeout_ms / 4);
        question.until = if message.kind == Kind::Sent {
            question.asked.plus_ms(timeout_ms).minus_ms(spread_ms)
        } else {
            question.until.min(cx.now.plus_ms(spread_ms / 8))
        };
    }

    fn hear_ask(&mut self, message: &Message<T>, cx: &mut Context<'_, T>) {
        let rank = message.number;
        let is_under_way = self.is_under_way();
        let Some(known) = self.tabs.0.first_mut() else { return };
        if !is_under_way {
            // Less would be a copy of the same token, or one that is hardly newer.
            let is_better = |held: &HeldToken<T>| {
                held.left_ms(cx.now) > message.left_ms.saturating_add(held.lifetime_ms / 4)
            };
            if self.held.as_ref().is_some_and(is_better) {
                self.offer(rank, cx);
            } else {
                known.gives_way_until = cx.now.plus_ms(2 * ASK_MS);
            }
            return;
        }
        let is_new = known.askers.len() < MOST_ASKERS && !known.askers.contains(&rank);
        if is_new {
            known.askers.push(rank);
        }
        let Some(question) = &mut known.question else {
            if is_new {
                self.say(Kind::Sent, rank, 0, cx);
            }
            return;
        };
        if rank < question.lowest {
            // It goes on, and will say so. It may have begun to listen after it was asked.
            question.lowest = rank;
            question.until = question.until.max(question.asked.plus_ms(3 * ASK_MS));
            let rank = question.rank;
            self.say_ask(rank, cx);
        }
    }

    /// A request goes out: whoever asked at the same time may wait for it.
    pub(super) fn tell_sent(&mut self, cx: &mut Context<'_, T>) {
        for &to in self.tabs.0.iter().flat_map(|known| &known.askers) {
            self.say(Kind::Sent, to, 0, cx);
        }
    }

    /// The request is over: whoever waits for it has to know.
    pub(super) fn answer_askers(&mut self, cx: &mut Context<'_, T>) {
        while let Some(to) = self.tabs.0.first_mut().and_then(|known| known.askers.pop()) {
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
            None => self.say(Kind::Failed, to, 0, cx),
        }
    }

    fn say(&self, kind: Kind, number: u64, left_ms: u64, cx: &mut Context<'_, T>) {
        self.broadcast(Message::new(kind, number, left_ms), cx);
    }

    /// The token of another tab. It was not yet so old when this tab asked, so it is not older than
    /// that makes it, however long the answer took.
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

    /// A server rejected this token, or the cached one: the other tabs are told, by its fingerprint.
    pub(super) fn tell_rejected(&mut self, rejected: Option<&T>, cx: &mut Context<'_, T>) {
        if cx.may_ask()
            && let Some(token) = rejected.or(self.held.as_ref().map(|held| &held.token))
        {
            let fingerprint = token.fingerprint();
            self.tabs.remember_rejected(fingerprint, cx.now);
            self.say(Kind::Rejected, fingerprint, 0, cx);
        }
    }

    #[inline(never)]
    fn broadcast(&self, message: Message<T>, cx: &mut Context<'_, T>) {
        if match message.kind {
            Kind::Ask | Kind::Rejected => cx.may_ask(),
            _ => cx.may_answer(),
        } {
            cx.actions.push(Action::Broadcast { key: self.id, message });
        }
    }
}
