//! One tab: its page, its manager, and what its callers wait for.

use workos_widget_tokens::core::cache::{Cache, CallId, FetchId, KeyId};
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::sharing::SharingMode;
use workos_widget_tokens::core::snapshot::Status;
use workos_widget_tokens::core::time::Reading;

use super::channel::Post;
use super::judge::Seen;
use super::world::KEYS;
use crate::clocks::START_MS;
use crate::keys::written;
use crate::token::Token;
use crate::units::SECOND;

/// The default time limit of a request.
const REQUEST_MS: u64 = 10 * SECOND;

pub struct Tab {
    pub cache: Cache<Token>,
    pub keys: [KeyId; 2],
    /// When the page's clock started, and how wrong its wall clock is.
    opened_ms: u64,
    wall_ahead_ms: i64,
    pub session: u32,
    pub is_frozen: bool,
    /// What has arrived while it is frozen.
    pub inbox: Vec<Post>,
    pub requests: Vec<(FetchId, Request)>,
    pub waiting: Vec<Waiting>,
    /// A rate limit has ended by then.
    pub limited_until_ms: u64,
    pub subscribers: [u32; 2],
    pub seen: [Seen; 2],
    /// The last question about each key, for forgers to answer.
    pub asked: [u64; 2],
}

#[derive(Clone, Copy)]
pub struct Request {
    pub sent_ms: u64,
    pub ends_ms: u64,
}

pub struct Waiting {
    pub call: CallId,
    pub until_ms: Option<u64>,
}

impl Tab {
    pub fn new(now_ms: u64, opened_ms: u64, wall_ahead_ms: i64, session: u32, seed: u64) -> Self {
        let reading = reading(now_ms, opened_ms, wall_ahead_ms);
        let mut cache = Cache::new(Config::default(), reading, seed);
        cache.set_sharing(SharingMode::Full);
        let keys = KEYS.map(|key| cache.key_id(written(key, 0)));
        Tab {
            cache,
            keys,
            opened_ms,
            wall_ahead_ms,
            session,
            is_frozen: false,
            inbox: Vec::new(),
            requests: Vec::new(),
            waiting: Vec::new(),
            limited_until_ms: 0,
            subscribers: [0; 2],
            seen: Default::default(),
            asked: [0; 2],
        }
    }

    pub fn reading(&self, now_ms: u64) -> Reading {
        reading(now_ms, self.opened_ms, self.wall_ahead_ms)
    }

    pub fn place_of(&self, key: KeyId) -> usize {
        self.keys.iter().position(|known| *known == key).unwrap()
    }

    pub fn sign_out(&mut self, reading: Reading, reason: ClearReason) {
        self.seen.iter_mut().for_each(Seen::forget);
        self.cache.handle_clear(reading, reason);
    }

    /// Whether a caller waits beyond its own limit; or, with no failure that would explain it, for
    /// longer than a request may take without one being sent.
    pub fn wait_beyond_limits(
        &mut self,
        key: usize,
        now_ms: u64,
        reading: Reading,
    ) -> Option<String> {
        let id = self.keys[key];
        let delay_ms = self.cache.poll_deadline(reading);
        let calls: Vec<_> = self.waiting.iter().filter(|waiting| waiting.call.key == id).collect();
        let rings_ms = delay_ms.map_or(u64::MAX, |delay_ms| now_ms + delay_ms);
        let is_late =
            |waiting: &&Waiting| waiting.until_ms.is_some_and(|ms| ms.max(now_ms) < rings_ms);
        if let Some(late) = calls.iter().copied().find(is_late) {
            return Some(format!("a caller waits until {rings_ms} and not {:?}", late.until_ms));
        }
        let is_sent = self.requests.iter().any(|(fetch, _)| fetch.key == id);
        let is_idle = calls.is_empty() || is_sent;
        let status = self.cache.snapshot(reading, id).map(|snapshot| snapshot.status);
        let is_loading = matches!(status, Some(Status::Loading | Status::Ready));
        let is_limited = self.limited_until_ms > now_ms;
        (!is_idle && is_loading && !is_limited && delay_ms > Some(REQUEST_MS))
            .then(|| format!("nothing is sent for a caller in {delay_ms:?} ms"))
    }
}

fn reading(now_ms: u64, opened_ms: u64, wall_ahead_ms: i64) -> Reading {
    Reading { monotonic_ms: now_ms - opened_ms, wall_ms: START_MS + now_ms as i64 + wall_ahead_ms }
}
