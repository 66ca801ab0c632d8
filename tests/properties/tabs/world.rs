//! The tabs and their route, in virtual time.
//!
//! Tokens carry the session that they were issued in. A sign-out in one tab begins the next session,
//! and with it another channel; the other tabs stay until they hear of it.

use workos_widget_tokens::core::cache::{Action, FetchId, KeyId};
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::{Code, TokenError};
use workos_widget_tokens::core::lifetime::Expiry;
use workos_widget_tokens::core::reply::{Reply, RetryAfter};
use workos_widget_tokens::core::sharing::{Kind, Message};
use workos_widget_tokens::core::time::Reading;

use super::channel::{Post, Sent};
use super::judge::Judge;
use super::tab::{Request, Tab};
use crate::token::Token;
use crate::units::{HOUR, MINUTE, SECOND, spread};

pub const LIFE_MS: u64 = 5 * MINUTE;

/// Two keys that are shared.
pub const KEYS: [usize; 2] = [0, 2];

/// What the channel and the route do wrong; nothing where `is_quiet`.
#[derive(Clone, Copy, Debug)]
pub struct Faults {
    pub is_quiet: bool,
    pub dice: u64,
}

pub struct World {
    pub tabs: Vec<Tab>,
    pub posts: Vec<Sent>,
    pub faults: Faults,
    pub now_ms: u64,
    pub requests: u32,
    pub judge: Judge,
    pub session: u32,
    minted: u32,
}

impl World {
    pub fn new(tabs: usize, faults: Faults) -> Self {
        let mut world = World {
            tabs: Vec::new(),
            posts: Vec::new(),
            faults,
            now_ms: HOUR,
            requests: 0,
            judge: Judge::default(),
            session: 0,
            minted: 0,
        };
        for _ in 0..tabs {
            let tab = world.open();
            world.tabs.push(tab);
        }
        world
    }

    pub fn roll(&mut self, sides: u64) -> u64 {
        let dice = &mut self.faults.dice;
        *dice =
            dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*dice >> 33) % sides
    }

    pub fn open(&mut self) -> Tab {
        let hours_ahead = if self.faults.is_quiet { 0 } else { self.roll(9) as i64 - 4 };
        let opened_ms = self.now_ms - self.roll(5_000);
        let seed = self.roll(u64::MAX >> 33);
        Tab::new(self.now_ms, opened_ms, hours_ahead * HOUR as i64, self.session, seed)
    }

    /// Applies an input to one tab, and performs the actions.
    pub fn feed(&mut self, place: usize, input: impl FnOnce(&mut Tab, Reading)) {
        let tab = &mut self.tabs[place];
        input(tab, tab.reading(self.now_ms));
        while let Some(action) = self.tabs[place].cache.poll_action() {
            self.perform(place, action);
        }
        let tab = &mut self.tabs[place];
        let reading = tab.reading(self.now_ms);
        for key in 0..KEYS.len() {
            let excess = tab.wait_beyond_limits(key, self.now_ms, reading);
            self.judge.demand(excess.is_none(), || {
                format!("{} ms: tab {place}: {}", self.now_ms, excess.unwrap_or_default())
            });
        }
    }

    fn perform(&mut self, place: usize, action: Action<Token>) {
        match action {
            Action::Fetch { fetch } => {
                self.requests += 1;
                let most_ms = if self.faults.is_quiet { 200 } else { 12 * SECOND };
                let latency_ms = 50 + spread(self.roll(65_536) as u16, most_ms);
                let request = Request { sent_ms: self.now_ms, ends_ms: self.now_ms + latency_ms };
                self.tabs[place].requests.push((fetch, request));
            }
            Action::Abort { fetch } => self.tabs[place].requests.retain(|(sent, _)| *sent != fetch),
            Action::Settle { call, outcome } => {
                self.tabs[place].waiting.retain(|waiting| waiting.call != call);
                if let Ok(token) = outcome {
                    self.receive(place, call.key, token);
                }
            }
            Action::Broadcast { key, message } => {
                let key = self.tabs[place].place_of(key);
                if message.kind == Kind::Ask {
                    self.tabs[place].asked[key] = message.number;
                }
                self.post(place, &Post::OfKey(key, message));
            }
            Action::Notify { key } => {
                if let Some(&token) = self.tabs[place].cache.token(key) {
                    self.receive(place, key, token);
                }
            }
            Action::Emit(_) => {}
        }
    }

    pub fn receive(&mut self, place: usize, key: KeyId, token: Token) {
        let tab = &mut self.tabs[place];
        let key = tab.place_of(key);
        self.judge.received(token, KEYS[key], tab.session, &mut tab.seen[key], self.now_ms);
    }

    pub fn deliver_post(&mut self, place: usize, post: Post) {
        if let Post::OfKey(key, Message { kind: Kind::Rejected, number, .. }) = post {
            self.tabs[place].seen[key].note_rejected(u32::try_from(number).unwrap());
        }
        self.feed(place, |tab, reading| match &post {
            Post::OfKey(key, message) => tab.cache.handle_message(reading, tab.keys[*key], message),
            Post::SignedOut => tab.sign_out(reading, ClearReason::OtherTab),
        });
    }

    /// Does what is due.
    fn tick(&mut self) {
        self.deliver();
        let now_ms = self.now_ms;
        for place in 0..self.tabs.len() {
            if self.tabs[place].is_frozen {
                continue;
            }
            let has_ended = |(_, request): &(FetchId, Request)| request.ends_ms <= now_ms;
            while let Some(first) = self.tabs[place].requests.iter().position(has_ended) {
                let (fetch, request) = self.tabs[place].requests.remove(first);
                self.reply(place, fetch, request);
            }
            self.feed(place, |tab, reading| {
                if tab.cache.poll_deadline(reading) == Some(0) {
                    tab.cache.handle_timeout(reading);
                }
            });
        }
    }

    fn reply(&mut self, place: usize, fetch: FetchId, request: Request) {
        let fault = if self.faults.is_quiet { 9 } else { self.roll(12) };
        if fault == 0 {
            return self.feed(place, |tab, reading| {
                tab.cache.handle_failure(reading, fetch, TokenError::new(Code::Network));
            });
        }
        let mut reply = Reply::default();
        if fault == 1 {
            // It applies to every key of the tab.
            reply.status = 429;
            reply.retry_after = RetryAfter::InMs(self.roll(30) * SECOND);
            self.tabs[place].limited_until_ms = self.now_ms + 5 * MINUTE;
        } else {
            self.minted += 1;
            let key = KEYS[self.tabs[place].place_of(fetch.key)];
            let token = Token {
                serial: self.minted,
                key: u32::try_from(key).unwrap(),
                epoch: self.session,
                minted_ms: self.now_ms,
                expires_ms: self.now_ms + LIFE_MS,
            };
            self.judge.note_sent(token, request.sent_ms);
            reply.status = 200;
            reply.token = Some(token);
            reply.expiry = Expiry::In(LIFE_MS as i64);
        }
        self.feed(place, |tab, reading| {
            tab.cache.handle_reply(reading, fetch, reply);
        });
    }

    /// When something happens next to tabs that are not frozen.
    fn next_ms(&mut self) -> Option<u64> {
        let now_ms = self.now_ms;
        let posts = self.posts.iter().map(|sent| sent.arrives_ms).min();
        let tabs = self.tabs.iter_mut().filter(|tab| !tab.is_frozen).filter_map(|tab| {
            let reading = tab.reading(now_ms);
            let rings_ms = tab.cache.poll_deadline(reading).map(|delay_ms| now_ms + delay_ms);
            tab.requests.iter().map(|(_, request)| request.ends_ms).chain(rings_ms).min()
        });
        tabs.min().into_iter().chain(posts).min().map(|at_ms| at_ms.max(now_ms))
    }

    pub fn run_for(&mut self, ms: u64) {
        let end_ms = self.now_ms + ms;
        for _ in 0..5_000 {
            let Some(next_ms) = self.next_ms().filter(|next_ms| *next_ms <= end_ms) else {
                self.now_ms = end_ms;
                return;
            };
            self.now_ms = next_ms;
            self.tick();
        }
        self.judge.demand(false, || String::from("something happens without end"));
    }
}
