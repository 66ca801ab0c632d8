//! All the keys: inputs in, actions and the earliest deadline out.

pub use super::action::Action;
pub use super::id::{CallId, FetchId, KeyId};

use super::config::Config;
use super::context::{Context, Page, Pause};
use super::entry::{ClearReason, Entry};
use super::error::{Code, TokenError};
use super::index::KeyIndex;
use super::key::TokenKey;
use super::queue::Queue;
use super::random::Random;
use super::read::{Accept, Read, ReadRequest, WaitLimit};
use super::reply::{Grant, Reply};
use super::sharing::{ENABLED, Message, SharingMode, Token};
use super::snapshot::{Snapshot, Usage};
use super::stats::Stats;
use super::time::{Clock, Instant, Reading};

/// The longest lease.
const LEASE_MS: u64 = 1_000;

/// The options of one read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// Which token is acceptable.
    pub accept: Accept,
    /// How long to wait through transient failures. `None` waits without limit; zero fails on the
    /// first failure.
    pub wait_timeout_ms: Option<u64>,
}

/// The tokens of all keys, and the rules that manage them.
///
/// `T` is the shell's token type: the cache stores, compares and returns tokens, but never looks
/// inside one.
///
/// To drive it: call one `handle_*`, call [`poll_action`](Cache::poll_action) until it returns
/// `None`, arm one timer for [`poll_deadline`](Cache::poll_deadline), and call
/// [`handle_timeout`](Cache::handle_timeout) when the timer fires, early or late.
/// Performing an action may produce further inputs, even immediately.
#[derive(Debug)]
pub struct Cache<T> {
    config: Config,
    clock: Clock,
    random: Random,
    keys: KeyIndex,
    /// Indexed by key id. Boxed, so that a growing list copies pointers and not entries.
    entries: Vec<Box<Entry<T>>>,
    /// The earliest deadline of all keys; `None` when it has to be searched for again.
    earliest: Option<Option<Instant>>,
    answers: Queue<Action<T>>,
    actions: Queue<Action<T>>,
    stats: Stats,
    page: Page,
    pause: Pause,
    sharing: SharingMode,
    next_fetch: u32,
    next_call: u32,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    Disposed,
}

impl<T: Token> Cache<T> {
    /// Creates an empty cache. `seed` is for jitter and should differ from page to page.
    #[must_use]
    pub fn new(config: Config, reading: Reading, seed: u64) -> Self {
        Cache {
            config,
            clock: Clock::new(reading),
            random: Random::new(seed),
            keys: KeyIndex::default(),
            entries: Vec::new(),
            earliest: None,
            answers: Queue::default(),
            actions: Queue::default(),
            stats: Stats::default(),
            page: Page::Shown,
            pause: Pause::default(),
            sharing: SharingMode::Off,
            next_fetch: 0,
            next_call: 0,
            state: State::Open,
        }
    }

    /// Returns the id of `key`; equal keys share one. A new key is added, with no token yet.
    pub fn key_id(&mut self, key: TokenKey) -> KeyId {
        let id = self.keys.insert(key);
        if id.position() == self.entries.len() {
            self.entries.push(Box::new(Entry::new(id)));
        }
        id
    }

    /// Removes a key that is unused and has no valid token, and reuses its id for another key: a page
    /// may create keys without end. Returns whether it did.
    pub fn forget(&mut self, reading: Reading, id: KeyId) -> bool {
        let now = self.clock.observe(reading);
        // Pending actions refer to keys by id.
        if self.has_actions() {
            return false;
        }
        match self.entries.get_mut(id.position()) {
            Some(entry) if entry.is_unused(now) => {
                **entry = Entry::new(id);
                self.keys.remove(id)
            }
            _ => false,
        }
    }

    /// The number of keys.
    #[must_use]
    pub fn key_count(&self) -> usize {
        self.keys.count()
    }

    /// Returns the id of `key`, if it has been added.
    #[must_use]
    pub fn find(&self, key: &TokenKey) -> Option<KeyId> {
        self.keys.find(key)
    }

    /// Returns the key with this id.
    #[must_use]
    pub fn key(&self, id: KeyId) -> Option<&TokenKey> {
        self.keys.key(id)
    }

    /// Returns the cached token of a key. Does not check the clock and does not count as a read: the
    /// token may have expired since the last input.
    #[must_use]
    pub fn token(&self, id: KeyId) -> Option<&T> {
        self.entries.get(id.position()).and_then(|entry| entry.token())
    }

    /// Returns a fresh token and its lease: for that many milliseconds the shell may return the token
    /// again without asking, unless an action concerns the key or the cache is cleared. A lease ends
    /// before the refetch is due. The shell must end it in time even if its clock is set back.
    pub fn lease(&mut self, reading: Reading, key: KeyId) -> Option<(&T, u64)> {
        let now = self.clock.observe(reading);
        let (token, fresh_ms) = self.entries.get_mut(key.position())?.fresh(now)?;
        self.stats.hits = self.stats.hits.wrapping_add(1);
        Some((token, fresh_ms.min(LEASE_MS)))
    }

    /// A caller requests a token.
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

    /// A caller aborts its pending read.
    pub fn handle_abort(&mut self, reading: Reading, call: CallId) {
        self.step(reading, call.key, &mut |entry, cx| entry.abort(call, cx));
    }

    /// A subscriber is added to a key.
    pub fn handle_subscribe(&mut self, reading: Reading, key: KeyId) {
        self.step(reading, key, &mut Entry::subscribe);
    }

    /// A subscriber of a key is removed.
    pub fn handle_unsubscribe(&mut self, reading: Reading, key: KeyId) {
        self.step(reading, key, &mut Entry::unsubscribe);
    }

    /// A server rejected this token; `None` means the cached token, whichever it is.
    pub fn handle_invalidate(&mut self, reading: Reading, key: KeyId, rejected: Option<&T>) {
        self.step(reading, key, &mut |entry, cx| entry.invalidate(rejected, cx));
    }

    /// The token route replied. Returns whether the reply granted a valid token. A reply from an
    /// earlier epoch is dropped.
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
            // `Date` is truncated to whole seconds: assume half a second.
            let local_ms = reading.wall_ms.saturating_sub(500);
            self.stats.skew_ms = Some(local_ms.saturating_sub(server_ms));
        }
        is_granted
    }

    /// The request failed without a readable reply.
    pub fn handle_failure(&mut self, reading: Reading, fetch: FetchId, error: TokenError) {
        self.step(reading, fetch.key, &mut |entry, cx| entry.failed(fetch, error, cx));
    }

    /// Whether tokens are shared with other tabs.
    #[must_use]
    pub fn sharing(&self) -> SharingMode {
        self.sharing
    }

    /// Sets whether tokens are shared with other tabs. Tokens of a widget session never are.
    pub fn set_sharing(&mut self, sharing: SharingMode) {
        self.sharing = sharing;
    }

    /// A message about a key has arrived from another tab.
    pub fn handle_message(&mut self, reading: Reading, key: KeyId, message: &Message<T>) {
        self.step(reading, key, &mut |entry, cx| {
            if cx.may_ask() {
                entry.handle_message(message, cx);
            }
        });
    }

    /// A deadline has passed, or the page has woken after an unknown time.
    pub fn handle_timeout(&mut self, reading: Reading) {
        self.each(reading, &mut |entry, cx| {
            if entry.deadline().is_some_and(|deadline| deadline <= cx.now) {
                entry.advance(cx);
            }
        });
    }

    /// The page was hidden or shown.
    pub fn handle_page(&mut self, reading: Reading, page: Page) {
        self.page = page;
        match page {
            Page::Shown => self.each(reading, &mut Entry::shown),
            Page::Hidden => self.handle_timeout(reading),
        }
    }

    /// The platform reports that it is online again.
    pub fn handle_online(&mut self, reading: Reading) {
        self.each(reading, &mut Entry::online);
    }

    /// Starts a new epoch: sign-out, another user, or disposal.
    pub fn handle_clear(&mut self, reading: Reading, reason: ClearReason) {
        // Answers that were decided but not yet delivered belong to the old epoch.
        let code = if reason == ClearReason::Disposal { Code::Disposed } else { Code::Cleared };
        for action in self.answers.iter_mut() {
            if let Action::Settle { outcome, .. } = action {
                *outcome = Err(TokenError::new(code));
            }
        }
        if ENABLED {
            self.actions.retain(|action| !matches!(action, Action::Broadcast { .. }));
            if reason == ClearReason::OtherTab && self.sharing == SharingMode::Full {
                self.sharing = SharingMode::ReceiveOnly;
            }
        }
        let now = self.clock.observe(reading);
        self.pause.pass_on(now);
        self.each(reading, &mut |entry, cx| entry.clear(reason, cx));
        if reason == ClearReason::Disposal {
            self.state = State::Disposed;
        }
    }

    /// Returns the next action. Callers are settled first, so that none is left pending when a
    /// listener, called for a later action, invalidates or clears.
    pub fn poll_action(&mut self) -> Option<Action<T>> {
        loop {
            match self.answers.pop().or_else(|| self.actions.pop())? {
                // Aborted before it was sent.
                Action::Fetch { fetch } if !self.is_fetching(fetch) => {}
                // After disposal, no listener is called.
                Action::Notify { .. } | Action::Emit(_) if self.state == State::Disposed => {}
                action => return Some(action),
            }
        }
    }

    /// Whether any action is pending.
    #[must_use]
    pub fn has_actions(&self) -> bool {
        !self.actions.is_empty() || !self.answers.is_empty()
    }

    /// Returns in how many milliseconds [`handle_timeout`](Cache::handle_timeout) must be called.
    pub fn poll_deadline(&mut self, reading: Reading) -> Option<u64> {
        let now = self.clock.observe(reading);
        let entries = &self.entries;
        let find = || entries.iter().filter_map(|entry| entry.deadline()).min();
        Some(self.earliest.get_or_insert_with(find).as_ref()?.since_ms(now))
    }

    /// Drops a key's token if it has expired, and leaves other due work to the deadline: the caller
    /// may be rendering.
    pub fn look(&mut self, reading: Reading, key: KeyId) {
        self.step(reading, key, &mut Entry::expire);
    }

    /// Returns the state of a key as of the last input or [`look`](Cache::look).
    pub fn snapshot(&mut self, reading: Reading, key: KeyId) -> Option<Snapshot<T>> {
        let mut snapshot = None;
        let now = self.clock.observe(reading);
        self.with_entry(now, key, &mut |entry, cx| snapshot = Some(entry.snapshot(cx)));
        snapshot
    }

    /// Returns how a key's token is used. Does not count as a use.
    pub fn usage(&mut self, reading: Reading, key: KeyId) -> Option<Usage> {
        let now = self.clock.observe(reading);
        self.entries.get(key.position()).map(|entry| entry.usage(now))
    }

    /// A counter that changes whenever the key's snapshot does, except by the clock alone.
    #[must_use]
    pub fn revision(&self, key: KeyId) -> u32 {
        self.entries.get(key.position()).map_or(0, |entry| entry.revision())
    }

    /// The local wall clock at `instant`, in milliseconds since 1970. For display only.
    #[must_use]
    pub fn wall_ms_at(&self, instant: Instant) -> i64 {
        self.clock.wall_ms_at(instant)
    }

    /// Returns the counters and the current state.
    pub fn stats(&mut self, reading: Reading) -> Stats {
        let now = self.clock.observe(reading);
        let due = self.entries.iter().filter(|entry| entry.deadline().is_some());
        let next_refresh = due.filter_map(|entry| entry.refresh_at()).min();
        Stats {
            entries: u32::try_from(self.keys.count()).unwrap_or(u32::MAX),
            next_refresh_in_ms: next_refresh.map(|at| at.since_ms(now)),
            ..self.stats.clone()
        }
    }

    fn is_fetching(&self, fetch: FetchId) -> bool {
        self.entries.get(fetch.key.position()).is_some_and(|entry| entry.is_fetching(fetch))
    }

    fn each(&mut self, reading: Reading, input: Input<'_, T>) {
        if self.state == State::Open {
            let now = self.clock.observe(reading);
            for index in 0..self.entries.len() {
                self.with_entry(now, KeyId(u32::try_from(index).unwrap_or(u32::MAX)), input);
            }
        }
    }

    fn step(&mut self, reading: Reading, key: KeyId, input: Input<'_, T>) {
        if self.state == State::Open {
            let now = self.clock.observe(reading);
            self.with_entry(now, key, input);
        }
    }

    /// Runs `input` on an entry with the shared context, then records the entry's deadline. Not
    /// generic over the input, so that the module contains one copy.
    fn with_entry(&mut self, now: Instant, key: KeyId, input: Input<'_, T>) {
        let Some(entry) = self.entries.get_mut(key.position()) else { return };
        let before = entry.deadline();
        let is_shared = ENABLED && self.keys.key(key).is_some_and(|key| key.session().is_none());
        let mut cx = Context {
            now,
            awake: self.clock.awake(),
            config: &self.config,
            page: self.page,
            pause: &mut self.pause,
            sharing: if is_shared { self.sharing } else { SharingMode::Off },
            random: &mut self.random,
            answers: &mut self.answers,
            actions: &mut self.actions,
            stats: &mut self.stats,
            next_fetch: &mut self.next_fetch,
            next_call: &mut self.next_call,
        };
        input(entry, &mut cx);
        // A page may have thousands of keys: they are searched only after the earliest deadline moved.
        if let Some(earliest) = &mut self.earliest {
            match entry.deadline() {
                Some(deadline) if earliest.is_none_or(|earliest| deadline <= earliest) => {
                    *earliest = Some(deadline);
                }
                deadline if before == *earliest && deadline != before => self.earliest = None,
                _ => {}
            }
        }
    }
}

type Input<'a, T> = &'a mut dyn FnMut(&mut Entry<T>, &mut Context<'_, T>);

/// Any valid token, without a wait limit.
impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions { accept: Accept::ValidFor(0), wait_timeout_ms: None }
    }
}
