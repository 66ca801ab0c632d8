//! One browser: the real rules, one key that is subscribed to.

use workos_widget_tokens::core::cache::{Action, Cache, FetchId};
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::key::{Strictness, TokenKey};
use workos_widget_tokens::core::lifetime::Expiry;
use workos_widget_tokens::core::reply::{Reply, RetryAfter};
use workos_widget_tokens::core::sharing;
use workos_widget_tokens::core::time::Reading;

use crate::plan::SECOND;
use crate::queue::Verdict;

const START_WALL_MS: i64 = 1_800_000_000_000;

/// All tokens are alike here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token;

impl sharing::Token for Token {
    fn fingerprint(&self) -> u64 {
        0
    }
}

#[derive(Debug)]
pub struct Browser {
    cache: Cache<Token>,
    opened_ms: u64,
    valid_until_ms: u64,
    without_ms: u64,
    /// How often a timer was armed.
    pub armed: u32,
    rings_at_ms: Option<u64>,
}

impl Browser {
    pub fn open(now_ms: u64, seed: u64) -> Self {
        let mut cache = Cache::new(Config::default(), reading(now_ms), seed);
        let scopes = vec![String::from("sso")];
        let sso = TokenKey::parse(String::from("org_1"), scopes, None, Strictness::WorkOs).unwrap();
        let key = cache.key_id(sso);
        cache.handle_subscribe(reading(now_ms), key);
        Browser {
            cache,
            opened_ms: now_ms,
            valid_until_ms: now_ms,
            without_ms: 0,
            armed: 0,
            rings_at_ms: None,
        }
    }

    pub fn ring(&mut self, now_ms: u64) {
        self.rings_at_ms = None;
        self.cache.handle_timeout(reading(now_ms));
    }

    /// A token whose request was granted at `granted_ms` lives for `life_ms` from then.
    pub fn hear(&mut self, now_ms: u64, fetch: FetchId, verdict: Verdict, life_ms: u64) {
        let reply = match verdict {
            Verdict::Granted => Reply {
                status: 200,
                token: Some(Token),
                expiry: Expiry::In(i64::try_from(life_ms).unwrap()),
                ..Reply::default()
            },
            Verdict::Limited(seconds) => Reply {
                status: 429,
                retry_after: RetryAfter::InMs(seconds * SECOND),
                ..Reply::default()
            },
            Verdict::Slot(ms) => Reply {
                status: 429,
                retry_after: RetryAfter::slot(ms as f64).unwrap(),
                ..Reply::default()
            },
            Verdict::Broken(slot) => Reply {
                status: 502,
                retry_after: slot.and_then(|ms| RetryAfter::slot(ms as f64)).unwrap_or_default(),
                ..Reply::default()
            },
        };
        self.cache.handle_reply(reading(now_ms), fetch, reply);
    }

    /// A token is at hand from now on, until then.
    pub fn hold(&mut self, now_ms: u64, until_ms: u64) {
        self.without_ms += now_ms.saturating_sub(self.valid_until_ms);
        self.valid_until_ms = until_ms;
    }

    pub fn is_valid(&self, now_ms: u64) -> bool {
        now_ms < self.valid_until_ms
    }

    /// The request to send, if there is one. What else there is to do, nobody watches.
    pub fn next_fetch(&mut self) -> Option<FetchId> {
        while let Some(action) = self.cache.poll_action() {
            if let Action::Fetch { fetch } = action {
                return Some(fetch);
            }
        }
        None
    }

    /// When to ring, if that is not what was armed before.
    pub fn arm(&mut self, now_ms: u64) -> Option<u64> {
        let delay_ms = self.cache.poll_deadline(reading(now_ms));
        let at_ms = delay_ms.map(|delay_ms| now_ms + delay_ms);
        if at_ms == self.rings_at_ms {
            return None;
        }
        self.rings_at_ms = at_ms;
        self.armed += 1;
        at_ms
    }

    /// How long it has been open, and how much of that without a valid token.
    pub fn time_ms(&self, now_ms: u64) -> (u64, u64) {
        let without_ms = self.without_ms + now_ms.saturating_sub(self.valid_until_ms);
        (now_ms - self.opened_ms, without_ms)
    }
}

fn reading(now_ms: u64) -> Reading {
    Reading { monotonic_ms: now_ms, wall_ms: START_WALL_MS + i64::try_from(now_ms).unwrap() }
}
