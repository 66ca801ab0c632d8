//! A page with a server, in virtual time: it owns the clocks, performs the core's actions, and
//! records every notification.

use workos_widget_tokens::core::cache::{Action, Cache, CallId, FetchId, KeyId, ReadOptions};
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::{Code, TokenError};
use workos_widget_tokens::core::event::{Event, EventKind};
use workos_widget_tokens::core::key::{Strictness, TokenKey};
use workos_widget_tokens::core::lifetime::Expiry;
use workos_widget_tokens::core::read::{Accept, Read};
use workos_widget_tokens::core::reply::{Reply, RetryAfter};
use workos_widget_tokens::core::sharing::Message;
use workos_widget_tokens::core::snapshot::Snapshot;
use workos_widget_tokens::core::time::Reading;

pub const SECOND: u64 = 1_000;
pub const MINUTE: u64 = 60 * SECOND;
pub const HOUR: u64 = 60 * MINUTE;

/// The start of the world: the wall clock is right, unless a test sets it.
const START_WALL_MS: i64 = 1_800_000_000_000;

/// More timeouts and replies than any test causes at once: beyond that it is a loop.
const MOST_ROUNDS: u32 = 10_000;

pub type Outcome = Result<String, TokenError>;

pub struct World {
    pub cache: Cache<String>,
    pub reading: Reading,
    /// Requests that were sent and not answered, oldest first.
    pub pending: Vec<FetchId>,
    /// When each request was sent, on the monotonic clock.
    pub sent_ms: Vec<u64>,
    pub aborted: Vec<FetchId>,
    pub settled: Vec<(CallId, Outcome)>,
    pub events: Vec<Event>,
    pub notified: Vec<KeyId>,
    /// What it said to other tabs.
    pub said: Vec<Message<String>>,
    pub server: Server,
    pub minted: u32,
}

/// How the server replies by itself.
#[derive(Clone, Copy)]
pub enum Server {
    /// It does not: the test replies.
    Silent,
    /// A token with this lifetime, after a delay in milliseconds.
    Grants { life_ms: i64, latency_ms: u64 },
    /// A refusal, after a delay in milliseconds.
    Refuses { status: u16, latency_ms: u64 },
}

/// A valid WorkOS key.
pub fn token_key(organization: &str, scopes: &[&str], session: Option<&str>) -> TokenKey {
    let scopes = scopes.iter().copied().map(String::from).collect();
    let session = session.map(String::from);
    TokenKey::parse(organization.into(), scopes, session, Strictness::WorkOs).unwrap()
}

impl World {
    pub fn new() -> Self {
        World::with(Config::default())
    }

    pub fn with(config: Config) -> Self {
        World::with_seed(config, 7)
    }

    /// A world with a seed of its own for the jitter.
    pub fn seeded(seed: u64) -> Self {
        World::with_seed(Config::default(), seed)
    }

    fn with_seed(config: Config, seed: u64) -> Self {
        let reading = Reading { monotonic_ms: 5_000, wall_ms: START_WALL_MS };
        World {
            cache: Cache::new(config, reading, seed),
            reading,
            pending: Vec::new(),
            sent_ms: Vec::new(),
            aborted: Vec::new(),
            settled: Vec::new(),
            events: Vec::new(),
            notified: Vec::new(),
            said: Vec::new(),
            server: Server::Silent,
            minted: 0,
        }
    }

    /// A world whose server grants tokens of this lifetime at once.
    pub fn granting(life_ms: u64) -> Self {
        let life_ms = i64::try_from(life_ms).unwrap();
        World { server: Server::Grants { life_ms, latency_ms: 50 }, ..World::new() }
    }

    pub fn key(&mut self) -> KeyId {
        self.key_of("org_1", "sso")
    }

    pub fn key_of(&mut self, organization: &str, scope: &str) -> KeyId {
        self.cache.key_id(token_key(organization, &[scope], None))
    }

    /// A caller that waits as `getToken(key)` does.
    pub fn read(&mut self, key: KeyId) -> Read<String> {
        self.read_with(key, Accept::ValidFor(0), Some(30 * SECOND))
    }

    /// A caller that waits as a widget does.
    pub fn read_patiently(&mut self, key: KeyId) -> Read<String> {
        self.read_with(key, Accept::ValidFor(0), None)
    }

    pub fn read_with(
        &mut self,
        key: KeyId,
        accept: Accept,
        wait_timeout_ms: Option<u64>,
    ) -> Read<String> {
        let read =
            self.cache.handle_read(self.reading, key, ReadOptions { accept, wait_timeout_ms });
        self.perform();
        read
    }

    /// Reads, lets the server reply, and returns the token.
    pub fn token(&mut self, key: KeyId) -> String {
        match self.read(key) {
            Read::Ready(token) => token,
            Read::Wait(call) => {
                self.run_for(SECOND);
                self.outcome(call).expect("settled").expect("a token")
            }
            Read::Failed(error) => panic!("{error:?}"),
        }
    }

    pub fn subscribe(&mut self, key: KeyId) {
        self.cache.handle_subscribe(self.reading, key);
        self.perform();
    }

    pub fn unsubscribe(&mut self, key: KeyId) {
        self.cache.handle_unsubscribe(self.reading, key);
        self.perform();
    }

    pub fn invalidate(&mut self, key: KeyId, rejected: Option<&str>) {
        let rejected = rejected.map(String::from);
        self.cache.handle_invalidate(self.reading, key, rejected.as_ref());
        self.perform();
    }

    pub fn abort(&mut self, call: CallId) {
        self.cache.handle_abort(self.reading, call);
        self.perform();
    }

    pub fn clear(&mut self, reason: ClearReason) {
        self.cache.handle_clear(self.reading, reason);
        self.perform();
    }

    pub fn show(&mut self, page: Page) {
        self.cache.handle_page(self.reading, page);
        self.perform();
    }

    pub fn online(&mut self) {
        self.cache.handle_online(self.reading);
        self.perform();
    }

    /// The page wakes after an unknown time.
    pub fn wake(&mut self) {
        self.cache.handle_timeout(self.reading);
        self.perform();
    }

    pub fn snapshot(&mut self, key: KeyId) -> Snapshot<String> {
        self.cache.look(self.reading, key);
        self.perform();
        self.cache.snapshot(self.reading, key).unwrap()
    }

    /// Answers the oldest request with a token of this lifetime.
    pub fn grant(&mut self, life_ms: u64) -> String {
        let fetch = self.pending.remove(0);
        self.grant_to(fetch, i64::try_from(life_ms).unwrap())
    }

    pub fn grant_to(&mut self, fetch: FetchId, life_ms: i64) -> String {
        self.minted += 1;
        let token = format!("token_{}", self.minted);
        let reply = Reply {
            status: 200,
            token: Some(token.clone()),
            expiry: Expiry::In(life_ms),
            ..Reply::default()
        };
        self.reply_to(fetch, reply);
        token
    }

    /// Answers the oldest request with a refusal.
    pub fn refuse(&mut self, status: u16) {
        self.answer(Reply { status, ..Reply::default() });
    }

    /// Answers the oldest request with a refusal and a `Retry-After`.
    pub fn refuse_for(&mut self, status: u16, seconds: u64) {
        let retry_after = RetryAfter::InMs(seconds * SECOND);
        self.answer(Reply { status, retry_after, ..Reply::default() });
    }

    /// Answers the oldest request with a refusal and a slot.
    pub fn refuse_with_slot(&mut self, status: u16, in_ms: f64) {
        let retry_after = RetryAfter::slot(in_ms).unwrap();
        self.answer(Reply { status, retry_after, ..Reply::default() });
    }

    pub fn answer(&mut self, reply: Reply<String>) {
        let fetch = self.pending.remove(0);
        self.reply_to(fetch, reply);
    }

    pub fn reply_to(&mut self, fetch: FetchId, reply: Reply<String>) {
        self.cache.handle_reply(self.reading, fetch, reply);
        self.perform();
    }

    /// Fails the oldest request with a network error.
    pub fn lose(&mut self, code: Code) {
        let fetch = self.pending.remove(0);
        self.cache.handle_failure(self.reading, fetch, TokenError::new(code));
        self.perform();
    }

    /// Advances both clocks; the timer fires when it is due, and the server replies.
    pub fn run_for(&mut self, ms: u64) {
        let end_ms = self.reading.monotonic_ms + ms;
        for _ in 0..MOST_ROUNDS {
            let rings_ms = self.delay_ms().map(|delay_ms| self.reading.monotonic_ms + delay_ms);
            let reply_ms = self.next_reply_ms();
            let next_ms =
                rings_ms.into_iter().chain(reply_ms).min().filter(|next_ms| *next_ms <= end_ms);
            let Some(next_ms) = next_ms else {
                return self.pass(end_ms - self.reading.monotonic_ms);
            };
            self.pass(next_ms.saturating_sub(self.reading.monotonic_ms));
            if reply_ms == Some(next_ms) {
                self.serve();
            } else {
                self.wake();
            }
        }
        panic!("the timer fires without end");
    }

    /// Advances both clocks; nothing happens meanwhile.
    pub fn pass(&mut self, ms: u64) {
        self.reading.monotonic_ms += ms;
        self.reading.wall_ms += i64::try_from(ms).unwrap();
    }

    /// The machine sleeps: only the wall clock advances, and no timer fires.
    pub fn sleep(&mut self, ms: u64) {
        self.reading.wall_ms += i64::try_from(ms).unwrap();
    }

    /// Sets the wall clock.
    pub fn set_clock_by(&mut self, ms: i64) {
        self.reading.wall_ms += ms;
    }

    /// The time until the current token is due to be renewed, in milliseconds.
    pub fn refresh_in_ms(&mut self) -> u64 {
        self.cache.stats(self.reading).next_refresh_in_ms.unwrap()
    }

    pub fn delay_ms(&mut self) -> Option<u64> {
        self.cache.poll_deadline(self.reading)
    }

    pub fn fetches(&self) -> usize {
        self.sent_ms.len()
    }

    pub fn outcome(&self, call: CallId) -> Option<Outcome> {
        self.settled
            .iter()
            .find(|(settled, _)| *settled == call)
            .map(|(_, outcome)| outcome.clone())
    }

    /// The code of the error that a caller received.
    pub fn error_code(&self, read: &Read<String>) -> Option<Code> {
        match read {
            Read::Wait(call) => self.outcome(*call)?.err().map(|error| error.code),
            Read::Failed(error) => Some(error.code),
            Read::Ready(_) => None,
        }
    }

    pub fn count(&self, name: &str) -> usize {
        self.events.iter().filter(|event| name_of(&event.kind) == name).count()
    }

    /// The retry delays announced with errors, in order.
    pub fn pauses(&self) -> Vec<Option<u64>> {
        self.events
            .iter()
            .filter_map(|event| match &event.kind {
                EventKind::Error { retry_in_ms, .. } => Some(*retry_in_ms),
                _ => None,
            })
            .collect()
    }

    fn next_reply_ms(&self) -> Option<u64> {
        let latency_ms = match self.server {
            Server::Silent => return None,
            Server::Grants { latency_ms, .. } | Server::Refuses { latency_ms, .. } => latency_ms,
        };
        let first = self.pending.first()?;
        let sent_ms = self.sent_ms[first.serial as usize];
        Some((sent_ms + latency_ms).max(self.reading.monotonic_ms))
    }

    fn serve(&mut self) {
        match self.server {
            Server::Silent => {}
            Server::Grants { life_ms, .. } => {
                let fetch = self.pending.remove(0);
                self.grant_to(fetch, life_ms);
            }
            Server::Refuses { status, .. } => self.refuse(status),
        }
    }

    pub fn perform(&mut self) {
        while let Some(action) = self.cache.poll_action() {
            match action {
                Action::Fetch { fetch } => {
                    assert!(
                        self.pending.iter().all(|other| other.key != fetch.key),
                        "two requests for one key at a time"
                    );
                    self.pending.push(fetch);
                    self.sent_ms.push(self.reading.monotonic_ms);
                    assert_eq!(
                        fetch.serial as usize + 1,
                        self.sent_ms.len(),
                        "a serial was skipped"
                    );
                }
                Action::Abort { fetch } => {
                    self.pending.retain(|other| *other != fetch);
                    self.aborted.push(fetch);
                }
                Action::Settle { call, outcome } => {
                    assert!(self.outcome(call).is_none(), "a caller was answered twice");
                    self.settled.push((call, outcome));
                }
                Action::Notify { key } => self.notified.push(key),
                Action::Emit(event) => self.events.push(event),
                Action::Broadcast { message, .. } => self.said.push(message),
            }
        }
    }
}

fn name_of(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::Token { .. } => "token",
        EventKind::Retry { .. } => "retry",
        EventKind::Error { .. } => "error",
        EventKind::Expired => "expired",
        EventKind::Invalidated => "invalidated",
        EventKind::Idle => "idle",
    }
}
