//! All the keys: inputs in, actions and the earliest deadline out.

use std::collections::VecDeque;

pub use super::action::Action;
pub use super::id::{CallId, FetchId, KeyId};

use super::config::Config;
use super::context::{Context, Page, Pause};
use super::deadlines::Deadlines;
use super::entry::{ClearReason, Entry};
use super::error::{Code, TokenError};
use super::index::KeyIndex;
use super::key::TokenKey;
use super::random::Random;
use super::read::{Accept, Read, ReadRequest, WaitLimit};
use super::reply::{Grant, Reply};
use super::snapshot::{Snapshot, Usage};
use super::stats::Stats;
use super::time::{Clock, Instant, Reading};

/// The longest lease.
const LEASE_MS: u64 = 1_000;

/// What a caller may ask for beyond "a valid token".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// Which token will do.
    pub accept: Accept,
    /// How long to wait through transient failures; `None` is as long as it takes,
    /// zero is to be told of the first.
    pub wait_timeout_ms: Option<u64>,
}

/// The tokens of all keys, and the rules they live by.
///
/// `T` is a token as the shell holds it: the cache keeps, compares and hands it out,
/// and never looks inside.
///
/// The order of things: call one `handle_*`; take [`poll_action`](Cache::poll_action)
/// until it gives `None`; arm one timer for [`poll_deadline`](Cache::poll_deadline), and
/// call [`handle_timeout`](Cache::handle_timeout) when it rings, early or late.
/// Performing an action may lead to further inputs; they may come at once.
#[derive(Debug)]
pub struct Cache<T> {
    config: Config,
    clock: Clock,
    random: Random,
    keys: KeyIndex,
    /// Each at the position that the id of its key names.
    /// Boxed, or a growing list would copy all of them, and leave room for half as many more.
    entries: Vec<Box<Entry<T>>>,
    deadlines: Deadlines,
    answers: VecDeque<Action<T>>,
    actions: VecDeque<Action<T>>,
    stats: Stats,
    page: Page,
    pause: Pause,
    next_fetch: u32,
    next_call: u32,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    Disposed,
}

impl<T: Clone + PartialEq> Cache<T> {
    /// An empty cache. `seed` is for jitter: it should differ from page to page.
    #[must_use]
    pub fn new(config: Config, reading: Reading, seed: u64) -> Self {
        Cache {
            config,
            clock: Clock::new(reading),
            random: Random::new(seed),
            keys: KeyIndex::default(),
            entries: Vec::new(),
            deadlines: Deadlines::default(),
            answers: VecDeque::new(),
            actions: VecDeque::new(),
            stats: Stats::default(),
            page: Page::Shown,
            pause: Pause::default(),
            next_fetch: 0,
            next_call: 0,
            state: State::Open,
        }
    }

    /// The id of `key`: equal keys have the same. A new key is added, with no token yet.
    pub fn key_id(&mut self, key: TokenKey) -> KeyId {
        let id = self.keys.insert(key);
        if index_of(id) == self.entries.len() {
            self.entries.push(Box::new(Entry::new(id)));
        }
        id
    }

    /// The id of `key`, if it has been added.
    #[must_use]
    pub fn find(&self, key: &TokenKey) -> Option<KeyId> {
        self.keys.find(key)
    }

    /// The key with this id.
    #[must_use]
    pub fn key(&self, id: KeyId) -> Option<&TokenKey> {
        self.keys.key(id)
    }

    /// The token that is held for a key. Looks at no clock and counts as no read: the token
    /// may have expired since the last input.
    #[must_use]
    pub fn token(&self, id: KeyId) -> Option<&T> {
        self.entries.get(index_of(id)).and_then(|entry| entry.token())
    }

    /// A token that is at hand and needs no thought, with its lease: for so many
    /// milliseconds it may be handed out again without asking, unless an action concerns
    /// the key or the cache is cleared. A lease ends before the refetch is due; the shell has
    /// to end it in time even if the clock it goes by is set back.
    pub fn lease(&mut self, reading: Reading, key: KeyId) -> Option<(&T, u64)> {
        let now = self.clock.observe(reading);
        let (token, fresh_ms) = self.entries.get_mut(index_of(key))?.fresh(now)?;
        self.stats.hits = self.stats.hits.wrapping_add(1);
        Some((token, fresh_ms.min(LEASE_MS)))
    }

    /// A caller wants a token.
    pub fn handle_read(&mut self, reading: Reading, key: KeyId, options: ReadOptions) -> Read<T> {
        if options.accept == Accept::ValidFor(0)
            && let Some((token, _)) = self.lease(reading, key)
        {
            return Read::Ready(token.clone());
        }
        let now = self.clock.observe(reading);
        if self.state == State::Disposed {
            return Read::Failed(TokenError::new(Code::Disposed));
        }
        let wait_limit = match options.wait_timeout_ms {
            None => WaitLimit::Forever,
            Some(0) => WaitLimit::FirstFailure,
            Some(ms) => WaitLimit::Until(self.clock.awake().plus_ms(ms)),
        };
        let request = ReadRequest { accept: options.accept, wait_limit };
        let mut read = Read::Failed(TokenError::new(Code::InvalidRequest));
        self.with_entry(now, key, &mut |entry, cx| read = entry.read(request, cx));
        read
    }

    /// A caller no longer wants what it waits for.
    pub fn handle_abort(&mut self, reading: Reading, call: CallId) {
        self.step(reading, call.key, &mut |entry, cx| entry.abort(call, cx));
    }

    /// Somebody watches a key from now on.
    pub fn handle_subscribe(&mut self, reading: Reading, key: KeyId) {
        self.step(reading, key, &mut Entry::subscribe);
    }

    /// One who watched a key has gone.
    pub fn handle_unsubscribe(&mut self, reading: Reading, key: KeyId) {
        self.step(reading, key, &mut Entry::unsubscribe);
    }

    /// A server rejected this token; `None` means whatever is at hand.
    pub fn handle_invalidate(&mut self, reading: Reading, key: KeyId, rejected: Option<&T>) {
        self.step(reading, key, &mut |entry, cx| entry.invalidate(rejected, cx));
    }

    /// The token route has replied; true if it brought a token that is good. What belongs to
    /// an earlier epoch is dropped here.
    pub fn handle_reply(&mut self, reading: Reading, fetch: FetchId, reply: Reply<T>) -> bool {
        let server_ms = reply.server_ms;
        let mut grant = Some(reply.read(reading.wall_ms, self.config.default_lifetime_ms));
        let mut is_granted = false;
        self.step(reading, fetch.key, &mut |entry, cx| match grant.take() {
            Some(Ok(Grant { token, lifetime })) => {
                is_granted = entry.granted(fetch, token, lifetime, cx);
            }
            Some(Err(error)) => entry.failed(fetch, error, cx),
            None => {}
        });
        if let Some(server_ms) = server_ms {
            // `Date` is cut to whole seconds: half of one is the best guess at the rest.
            let local_ms = reading.wall_ms.saturating_sub(500);
            self.stats.skew_ms = Some(local_ms.saturating_sub(server_ms));
        }
        is_granted
    }

    /// The request brought no reply, or none that could be read.
    pub fn handle_failure(&mut self, reading: Reading, fetch: FetchId, error: TokenError) {
        self.step(reading, fetch.key, &mut |entry, cx| entry.failed(fetch, error, cx));
    }

    /// A deadline has come, or the page has woken and nobody knows what time it is.
    pub fn handle_timeout(&mut self, reading: Reading) {
        let now = self.clock.observe(reading);
        let mut due = Vec::new();
        while let Some(key) = self.deadlines.pop_due(now, &deadline_in(&self.entries)) {
            due.push(key);
        }
        for key in due {
            self.with_entry(now, key, &mut Entry::advance);
        }
    }

    /// The page was hidden, or shown.
    pub fn handle_page(&mut self, reading: Reading, page: Page) {
        self.page = page;
        match page {
            Page::Shown => self.each(reading, &mut Entry::shown),
            Page::Hidden => self.handle_timeout(reading),
        }
    }

    /// The platform says that it is online again.
    pub fn handle_online(&mut self, reading: Reading) {
        self.each(reading, &mut Entry::online);
    }

    /// Another epoch has begun: sign-out, another user, or the end.
    pub fn handle_clear(&mut self, reading: Reading, reason: ClearReason) {
        // What was decided and not yet told belongs to the epoch that ends here.
        let code = if reason == ClearReason::Disposal { Code::Disposed } else { Code::Cleared };
        for action in &mut self.answers {
            if let Action::Settle { outcome, .. } = action {
                *outcome = Err(TokenError::new(code));
            }
        }
        let now = self.clock.observe(reading);
        self.pause.pass_on(now);
        self.each(reading, &mut |entry, cx| entry.clear(reason, cx));
        if reason == ClearReason::Disposal {
            self.state = State::Disposed;
        }
    }

    /// The next thing for the shell to do. Callers are answered first, so that nothing is
    /// left untold when a listener, called for what comes after, rejects or clears.
    pub fn poll_action(&mut self) -> Option<Action<T>> {
        loop {
            match self.answers.pop_front().or_else(|| self.actions.pop_front())? {
                // Ended before it was begun.
                Action::Fetch { fetch } if !self.is_fetching(fetch) => {}
                // Nobody is told anything more.
                Action::Notify { .. } | Action::Emit(_) if self.state == State::Disposed => {}
                action => return Some(action),
            }
        }
    }

    /// Whether there is anything to do.
    #[must_use]
    pub fn has_actions(&self) -> bool {
        !self.actions.is_empty() || !self.answers.is_empty()
    }

    /// In how many milliseconds [`handle_timeout`](Cache::handle_timeout) wants to be called.
    pub fn poll_deadline(&mut self, reading: Reading) -> Option<u64> {
        let now = self.clock.observe(reading);
        let earliest = self.deadlines.earliest(&deadline_in(&self.entries))?;
        Some(earliest.since_ms(now))
    }

    /// Drops a key's token if it has expired, and does nothing else that is due: whoever
    /// looks may be rendering, and comes before the deadline that does the rest.
    pub fn look(&mut self, reading: Reading, key: KeyId) {
        self.step(reading, key, &mut Entry::expire);
    }

    /// The state of a key, as of the last input or [`look`](Cache::look).
    pub fn snapshot(&mut self, reading: Reading, key: KeyId) -> Option<Snapshot<T>> {
        let mut snapshot = None;
        let now = self.clock.observe(reading);
        self.with_entry(now, key, &mut |entry, cx| snapshot = Some(entry.snapshot(cx)));
        snapshot
    }

    /// Who wants a key's token. To ask is not to use it.
    pub fn usage(&mut self, reading: Reading, key: KeyId) -> Option<Usage> {
        let now = self.clock.observe(reading);
        self.entries.get(index_of(key)).map(|entry| entry.usage(now))
    }

    /// Changes whenever the key's snapshot does, but for what the clock alone changes.
    #[must_use]
    pub fn revision(&self, key: KeyId) -> u32 {
        self.entries.get(index_of(key)).map_or(0, |entry| entry.revision())
    }

    /// The local wall clock at `instant`, in milliseconds since 1970: for display alone.
    #[must_use]
    pub fn wall_ms_at(&self, instant: Instant) -> i64 {
        self.clock.wall_ms_at(instant)
    }

    /// The counts, and where things stand.
    pub fn stats(&mut self, reading: Reading) -> Stats {
        let now = self.clock.observe(reading);
        let due = self.entries.iter().filter(|entry| entry.deadline().is_some());
        let next_refresh = due.filter_map(|entry| entry.refresh_at()).min();
        Stats {
            entries: u32::try_from(self.entries.len()).unwrap_or(u32::MAX),
            next_refresh_in_ms: next_refresh.map(|at| at.since_ms(now)),
            ..self.stats.clone()
        }
    }

    fn is_fetching(&self, fetch: FetchId) -> bool {
        self.entries.get(index_of(fetch.key)).is_some_and(|entry| entry.is_fetching(fetch))
    }

    fn each(&mut self, reading: Reading, input: Input<'_, T>) {
        for index in 0..self.entries.len() {
            self.step(reading, KeyId(u32::try_from(index).unwrap_or(u32::MAX)), input);
        }
    }

    fn step(&mut self, reading: Reading, key: KeyId, input: Input<'_, T>) {
        if self.state == State::Open {
            let now = self.clock.observe(reading);
            self.with_entry(now, key, input);
        }
    }

    /// Lends an entry what it needs, and notes where it put its deadline. Not generic:
    /// there is one copy of it in the module.
    fn with_entry(&mut self, now: Instant, key: KeyId, input: Input<'_, T>) {
        let Some(entry) = self.entries.get_mut(index_of(key)) else { return };
        let before = entry.deadline();
        let mut cx = Context {
            now,
            awake: self.clock.awake(),
            config: &self.config,
            page: self.page,
            pause: &mut self.pause,
            random: &mut self.random,
            answers: &mut self.answers,
            actions: &mut self.actions,
            stats: &mut self.stats,
            next_fetch: &mut self.next_fetch,
            next_call: &mut self.next_call,
        };
        input(entry, &mut cx);
        if let Some(deadline) = entry.deadline()
            && (before != Some(deadline) || deadline <= now)
        {
            self.deadlines.push(deadline, key);
            if self.deadlines.is_overgrown(self.entries.len()) {
                self.deadlines.clear();
                for entry in &self.entries {
                    if let Some(deadline) = entry.deadline() {
                        self.deadlines.push(deadline, entry.id());
                    }
                }
            }
        }
    }
}

type Input<'a, T> = &'a mut dyn FnMut(&mut Entry<T>, &mut Context<'_, T>);

fn deadline_in<T: Clone + PartialEq>(
    entries: &[Box<Entry<T>>],
) -> impl Fn(KeyId) -> Option<Instant> {
    |key| entries.get(index_of(key)).and_then(|entry| entry.deadline())
}

fn index_of(id: KeyId) -> usize {
    usize::try_from(id.0).unwrap_or(usize::MAX)
}

/// What a reader gets that asks for nothing in particular.
impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions { accept: Accept::ValidFor(0), wait_timeout_ms: None }
    }
}
