//! Worlds of several tabs that share their tokens, over a channel that loses, delays, repeats and
//! reorders messages, and on which anybody may forge some.
//!
//! Tokens carry the session that they were issued in. A sign-out in one tab begins the next session,
//! and with it another channel; the other tabs stay until they hear of it.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config as RunnerConfig, FileFailurePersistence, TestRunner};
use workos_widget_tokens::core::cache::{Action, Cache, CallId, FetchId, KeyId, ReadOptions};
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::{Code, TokenError};
use workos_widget_tokens::core::lifetime::Expiry;
use workos_widget_tokens::core::read::{Accept, Read};
use workos_widget_tokens::core::reply::Reply;
use workos_widget_tokens::core::sharing::{Kind, Message, Voice};
use workos_widget_tokens::core::time::Reading;

use crate::clocks::START_MS;
use crate::keys::written;
use crate::token::Token;
use crate::units::{HOUR, MINUTE, SECOND, spread};

const WORLDS: u32 = 100_000;
const LIFE_MS: u64 = 5 * MINUTE;

/// Longer than anybody waits when all is well: a wait for another tab's request, the last backoff, a
/// request.
const SERVED_MS: u64 = 3 * MINUTE;

#[derive(Clone, Copy, Debug)]
enum Step {
    Read,
    Subscribe,
    Invalidate,
    SignOut,
    NameUser,
    Freeze,
    Thaw,
    Hide,
    Show,
    Close,
    Forge(u8),
    Pass,
}

/// What the channel and the route do wrong; nothing where `is_quiet`.
#[derive(Clone, Copy, Debug)]
struct Faults {
    is_quiet: bool,
    dice: u64,
}

struct Tab {
    cache: Cache<Token>,
    key: KeyId,
    /// Where in its life the page was when true time began, and how wrong its wall clock is.
    opened_ms: u64,
    wall_ahead_ms: i64,
    session: u32,
    is_frozen: bool,
    inbox: Vec<Post>,
    requests: Vec<(FetchId, u64)>,
    waiting: Vec<CallId>,
    rejected: Vec<u32>,
    /// The last question, for forgers to answer.
    asked: u64,
}

#[derive(Clone)]
enum Post {
    OfKey(Message<Token>),
    SignedOut,
}

struct World {
    tabs: Vec<Tab>,
    /// When it arrives, where, and by the channel of which session.
    posts: Vec<(u64, usize, u32, Post)>,
    faults: Faults,
    now_ms: u64,
    session: u32,
    minted: u32,
    requests: u32,
    broken: Option<String>,
}

impl World {
    fn new(tabs: usize, faults: Faults) -> Self {
        let mut world = World {
            tabs: Vec::new(),
            posts: Vec::new(),
            faults,
            now_ms: HOUR,
            session: 0,
            minted: 0,
            requests: 0,
            broken: None,
        };
        for _ in 0..tabs {
            let tab = world.open();
            world.tabs.push(tab);
        }
        world
    }

    fn roll(&mut self, sides: u64) -> u64 {
        let dice = &mut self.faults.dice;
        *dice =
            dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*dice >> 33) % sides
    }

    fn open(&mut self) -> Tab {
        let wall_ahead_ms = (self.roll(9) as i64 - 4) * HOUR as i64;
        let wall_ahead_ms = if self.faults.is_quiet { 0 } else { wall_ahead_ms };
        let opened_ms = self.now_ms - self.roll(5_000);
        let reading = reading(self.now_ms, opened_ms, wall_ahead_ms);
        let mut cache = Cache::new(Config::default(), reading, self.roll(u64::MAX >> 33));
        cache.set_voice(Voice::Answers);
        let key = cache.key_id(written(0, 0));
        Tab {
            cache,
            key,
            opened_ms,
            wall_ahead_ms,
            session: self.session,
            is_frozen: false,
            inbox: Vec::new(),
            requests: Vec::new(),
            waiting: Vec::new(),
            rejected: Vec::new(),
            asked: 0,
        }
    }

    /// Feeds one tab, and performs what comes of it.
    fn feed(&mut self, place: usize, input: impl FnOnce(&mut Tab, Reading)) {
        let tab = &mut self.tabs[place];
        let reading = reading(self.now_ms, tab.opened_ms, tab.wall_ahead_ms);
        input(tab, reading);
        while let Some(action) = self.tabs[place].cache.poll_action() {
            self.perform(place, action);
        }
    }

    fn perform(&mut self, place: usize, action: Action<Token>) {
        match action {
            Action::Fetch { fetch } => {
                self.requests += 1;
                let most_ms = if self.faults.is_quiet { 200 } else { 12 * SECOND };
                let latency_ms = 50 + spread(self.roll(65_536) as u16, most_ms);
                self.tabs[place].requests.push((fetch, self.now_ms + latency_ms));
            }
            Action::Abort { fetch } => self.tabs[place].requests.retain(|(sent, _)| *sent != fetch),
            Action::Settle { call, outcome } => {
                self.tabs[place].waiting.retain(|waiting| *waiting != call);
                if let Ok(token) = outcome {
                    self.judge(place, token);
                }
            }
            Action::Broadcast { message, .. } => {
                if message.kind == Kind::Ask {
                    self.tabs[place].asked = message.number;
                }
                self.post(place, &Post::OfKey(message));
            }
            Action::Notify { .. } => {
                if let Some(&token) = self.tabs[place].cache.token(KeyId(0)) {
                    self.judge(place, token);
                }
            }
            Action::Emit(_) => {}
        }
    }

    fn judge(&mut self, place: usize, token: Token) {
        let tab = &self.tabs[place];
        let fault = if token.expires_ms <= self.now_ms {
            "expired"
        } else if token.epoch < tab.session {
            "of an earlier session"
        } else if tab.rejected.contains(&token.serial) {
            "rejected"
        } else {
            return;
        };
        let told =
            format!("{} ms: tab {place} was given one that is {fault}: {token:?}", self.now_ms);
        self.broken.get_or_insert(told);
    }

    fn post(&mut self, from: usize, post: &Post) {
        let session = self.tabs[from].session;
        for to in (0..self.tabs.len()).filter(|to| *to != from) {
            let copies = match self.roll(16) {
                0 if !self.faults.is_quiet => 0,
                1 if !self.faults.is_quiet => 2,
                _ => 1,
            };
            for _ in 0..copies {
                let late_ms = match self.roll(8) {
                    0 if !self.faults.is_quiet => spread(self.roll(65_536) as u16, 20 * SECOND),
                    _ => 1 + self.roll(4),
                };
                self.posts.push((self.now_ms + late_ms, to, session, post.clone()));
            }
        }
    }

    fn hear(&mut self, place: usize, post: Post) {
        if let Post::OfKey(Message { kind: Kind::Rejected, number, .. }) = post {
            self.tabs[place].rejected.push(number as u32);
        }
        self.feed(place, |tab, reading| match &post {
            Post::OfKey(message) => tab.cache.handle_message(reading, tab.key, message),
            Post::SignedOut => tab.cache.handle_clear(reading, ClearReason::OtherTab),
        });
    }

    fn arrive(&mut self) {
        let now_ms = self.now_ms;
        while let Some(first) = self.posts.iter().position(|(at_ms, ..)| *at_ms <= now_ms) {
            let (_, to, session, post) = self.posts.remove(first);
            let Some(tab) = self.tabs.get_mut(to).filter(|tab| tab.session == session) else {
                continue;
            };
            if tab.is_frozen {
                tab.inbox.push(post);
            } else {
                self.hear(to, post);
            }
        }
        for place in 0..self.tabs.len() {
            if self.tabs[place].is_frozen {
                continue;
            }
            let due = |(_, at_ms): &(FetchId, u64)| *at_ms <= now_ms;
            while let Some(first) = self.tabs[place].requests.iter().position(due) {
                let (fetch, _) = self.tabs[place].requests.remove(first);
                self.reply(place, fetch);
            }
            self.feed(place, |tab, reading| {
                if tab.cache.poll_deadline(reading) == Some(0) {
                    tab.cache.handle_timeout(reading);
                }
            });
        }
    }

    fn reply(&mut self, place: usize, fetch: FetchId) {
        if !self.faults.is_quiet && self.roll(8) == 0 {
            return self.feed(place, |tab, reading| {
                tab.cache.handle_failure(reading, fetch, TokenError::new(Code::Network));
            });
        }
        self.minted += 1;
        let token = Token {
            serial: self.minted,
            key: 0,
            epoch: self.session,
            minted_ms: self.now_ms,
            expires_ms: self.now_ms + LIFE_MS,
        };
        let expiry = Expiry::In(LIFE_MS as i64);
        let reply = Reply { status: 200, token: Some(token), expiry, ..Reply::default() };
        self.feed(place, |tab, reading| {
            tab.cache.handle_reply(reading, fetch, reply);
        });
    }

    /// When something happens next to tabs that are not frozen.
    fn next_ms(&mut self) -> Option<u64> {
        let now_ms = self.now_ms;
        let posts = self.posts.iter().map(|(at_ms, ..)| *at_ms).min();
        let tabs = self.tabs.iter_mut().filter(|tab| !tab.is_frozen).filter_map(|tab| {
            let reading = reading(now_ms, tab.opened_ms, tab.wall_ahead_ms);
            let rings_ms = tab.cache.poll_deadline(reading).map(|delay_ms| now_ms + delay_ms);
            tab.requests.iter().map(|(_, at_ms)| *at_ms).chain(rings_ms).min()
        });
        tabs.min().into_iter().chain(posts).min().map(|at_ms| at_ms.max(now_ms))
    }

    fn run_for(&mut self, ms: u64) {
        let end_ms = self.now_ms + ms;
        for _ in 0..5_000 {
            let Some(next_ms) = self.next_ms().filter(|next_ms| *next_ms <= end_ms) else {
                self.now_ms = end_ms;
                return;
            };
            self.now_ms = next_ms;
            self.arrive();
        }
        self.broken.get_or_insert(String::from("something happens without end"));
    }

    fn read(&mut self, place: usize) {
        let mut given = None;
        self.feed(place, |tab, reading| {
            let options = ReadOptions { accept: Accept::ValidFor(0), wait_timeout_ms: None };
            match tab.cache.handle_read(reading, tab.key, options) {
                Read::Ready(token) => given = Some(token),
                Read::Wait(call) => tab.waiting.push(call),
                Read::Failed(_) => {}
            }
        });
        if let Some(token) = given {
            self.judge(place, token);
        }
    }

    fn sign_out(&mut self, place: usize) {
        self.post(place, &Post::SignedOut);
        self.session += 1;
        self.name_user(place);
    }

    /// The app of this tab has learned who is signed in.
    fn name_user(&mut self, place: usize) {
        let session = self.session;
        self.tabs[place].session = session;
        self.tabs[place].inbox.clear();
        self.feed(place, |tab, reading| {
            tab.cache.set_voice(Voice::Answers);
            tab.cache.handle_clear(reading, ClearReason::OtherUser);
        });
    }

    fn thaw(&mut self, place: usize) {
        self.tabs[place].is_frozen = false;
        // It may look at the clock before it hears what was said meanwhile, or after.
        if self.roll(2) == 0 {
            self.feed(place, |tab, reading| tab.cache.handle_page(reading, Page::Shown));
        }
        for post in std::mem::take(&mut self.tabs[place].inbox) {
            self.hear(place, post);
        }
        self.feed(place, |tab, reading| tab.cache.handle_page(reading, Page::Shown));
    }

    /// Nonsense, or an answer to an open question that says nothing or too much of nothing.
    fn forge(&mut self, place: usize, dice: u8) {
        let number = if dice & 1 == 0 { self.tabs[place].asked } else { self.roll(1 << 31) };
        let kind =
            [Kind::Ask, Kind::Sent, Kind::Failed, Kind::SignedOut][usize::from(dice >> 1) % 4];
        let message = Message::new(kind, number, self.roll(1 << 31));
        for _ in 0..=dice >> 5 {
            self.hear(place, Post::OfKey(message.clone()));
        }
    }

    fn step(&mut self, step: Step, which: u8, after: u16) {
        self.run_for(spread(after, 8 * MINUTE));
        let place = usize::from(which) % self.tabs.len();
        let is_frozen = self.tabs[place].is_frozen;
        match step {
            Step::Thaw if is_frozen => self.thaw(place),
            Step::Close => {
                self.posts.retain(|(_, to, ..)| *to != place);
                self.tabs[place] = self.open();
            }
            _ if is_frozen => {}
            Step::Read => self.read(place),
            Step::Subscribe => self.feed(place, |tab, reading| {
                tab.cache.handle_subscribe(reading, tab.key);
            }),
            Step::Invalidate => {
                if let Some(&token) = self.tabs[place].cache.token(KeyId(0)) {
                    self.tabs[place].rejected.push(token.serial);
                    self.feed(place, |tab, reading| {
                        tab.cache.handle_invalidate(reading, tab.key, Some(&token));
                    });
                }
            }
            Step::SignOut => self.sign_out(place),
            Step::NameUser if self.tabs[place].session < self.session => self.name_user(place),
            Step::Freeze => self.tabs[place].is_frozen = true,
            Step::Hide => {
                self.feed(place, |tab, reading| tab.cache.handle_page(reading, Page::Hidden));
            }
            Step::Show => {
                self.feed(place, |tab, reading| tab.cache.handle_page(reading, Page::Shown));
            }
            Step::Forge(dice) => self.forge(place, dice),
            Step::Pass | Step::Thaw | Step::NameUser => {}
        }
    }

    /// From now on all is well: whoever waits is served.
    fn put_right(&mut self) {
        self.faults.is_quiet = true;
        for place in 0..self.tabs.len() {
            if self.tabs[place].is_frozen {
                self.thaw(place);
            }
            self.feed(place, |tab, reading| tab.cache.handle_page(reading, Page::Shown));
        }
        self.run_for(SERVED_MS);
        if let Some(place) = self.tabs.iter().position(|tab| !tab.waiting.is_empty()) {
            self.broken.get_or_insert(format!("tab {place} waits for ever"));
        }
    }
}

fn reading(now_ms: u64, opened_ms: u64, wall_ahead_ms: i64) -> Reading {
    Reading { monotonic_ms: now_ms - opened_ms, wall_ms: START_MS + now_ms as i64 + wall_ahead_ms }
}

fn steps() -> impl Strategy<Value = Vec<(Step, u8, u16)>> {
    let step = prop_oneof![
        6 => Just(Step::Read),
        3 => Just(Step::Subscribe),
        2 => Just(Step::Invalidate),
        1 => Just(Step::SignOut),
        1 => Just(Step::NameUser),
        1 => Just(Step::Freeze),
        2 => Just(Step::Thaw),
        1 => Just(Step::Hide),
        1 => Just(Step::Show),
        1 => Just(Step::Close),
        2 => any::<u8>().prop_map(Step::Forge),
        1 => Just(Step::Pass),
    ];
    vec((step, any::<u8>(), any::<u16>()), 1..20)
}

fn runner(regressions: &'static str) -> TestRunner {
    let asked = std::env::var("TOKEN_WORLDS").ok().and_then(|asked| asked.parse().ok());
    let cases = asked.unwrap_or(WORLDS);
    TestRunner::new(RunnerConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        source_file: Some(file!()),
        ..RunnerConfig::default()
    })
}

#[test]
fn tabs_may_do_anything() {
    let worlds = (2_usize..5, any::<u64>(), steps());
    let result =
        runner("tests/properties/regressions/tabs.txt").run(&worlds, |(tabs, dice, steps)| {
            let mut world = World::new(tabs, Faults { is_quiet: false, dice });
            for (step, which, after) in steps {
                world.step(step, which, after);
            }
            world.put_right();
            prop_assert!(world.broken.is_none(), "{}", world.broken.unwrap());
            Ok(())
        });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn in_quiet_worlds_one_request_serves_all_tabs_for_a_life() {
    let worlds = (2_usize..8, any::<u64>(), vec(0..4_u64, 8));
    let mut runner = runner("tests/properties/regressions/quiet_tabs.txt");
    let result = runner.run(&worlds, |(tabs, dice, delays)| {
        let mut world = World::new(tabs, Faults { is_quiet: true, dice });
        for (place, delay_ms) in (0..tabs).zip(delays) {
            // At once, or one after the other while the first asks or fetches.
            world.run_for(delay_ms * 40);
            world.feed(place, |tab, reading| tab.cache.handle_subscribe(reading, tab.key));
        }
        world.run_for(SECOND);
        prop_assert_eq!(world.requests, 1, "at the start");
        world.run_for(3 * LIFE_MS);
        // A lead of 45 s, and 15 s of jitter at most.
        prop_assert!((4..=4).contains(&world.requests), "{} requests", world.requests);
        prop_assert!(world.broken.is_none(), "{}", world.broken.unwrap());
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
