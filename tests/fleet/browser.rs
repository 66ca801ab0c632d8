//! One tab of a browser: the real rules, one key that is subscribed to.

use workos_widget_tokens::core::cache::{Action, Cache, FetchId, KeyId};
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::key::{Strictness, TokenKey};
use workos_widget_tokens::core::lifetime::Expiry;
use workos_widget_tokens::core::reply::{Reply, RetryAfter};
use workos_widget_tokens::core::sharing::{self, Message, SharingMode};
use workos_widget_tokens::core::time::Reading;

use crate::plan::SECOND;
use crate::queue::Verdict;

const START_WALL_MS: i64 = 1_800_000_000_000;

/// A token is known by when it expires, and by whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub until_ms: u64,
    pub tab: u32,
}

/// What a tab has to do.
#[derive(Debug)]
pub enum Task {
    Fetch(FetchId),
    Broadcast(Message<Token>),
}

impl sharing::Token for Token {
    fn fingerprint(&self) -> u64 {
        self.until_ms << 20 | u64::from(self.tab)
    }
}

#[derive(Debug)]
pub struct Browser {
    cache: Cache<Token>,
    key: KeyId,
    opened_ms: u64,
    valid_until_ms: u64,
    without_ms: u64,
    /// How often a timer was armed.
    pub armed: u32,
    rings_at_ms: Option<u64>,
}

impl Browser {
    pub fn open(now_ms: u64, seed: u64, sharing: SharingMode) -> Self {
        let mut cache = Cache::new(Config::default(), reading(now_ms), seed);
        let scopes = vec![String::from("sso")];
        let sso = TokenKey::parse(String::from("org_1"), scopes, None, Strictness::WorkOs).unwrap();
        let key = cache.key_id(sso);
        cache.set_sharing(sharing);
        cache.handle_subscribe(reading(now_ms), key);
        Browser {
            cache,
            key,
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

    /// The reply to a request: this token, which lives for `life_ms` from when it was granted.
    pub fn receive(
        &mut self,
        now_ms: u64,
        fetch: FetchId,
        verdict: Verdict,
        token: Token,
        life_ms: u64,
    ) {
        let reply = match verdict {
            Verdict::Granted => Reply {
                status: 200,
                token: Some(token),
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

    /// Another tab of the browser has said something.
    pub fn hear_tab(&mut self, now_ms: u64, message: &Message<Token>) {
        self.cache.handle_message(reading(now_ms), self.key, message);
    }

    /// Notes the token that is at hand; whether it is a new one.
    pub fn look(&mut self, now_ms: u64) -> bool {
        let until_ms = self.cache.token(self.key).map_or(0, |token| token.until_ms);
        if until_ms <= self.valid_until_ms {
            return false;
        }
        self.without_ms += now_ms.saturating_sub(self.valid_until_ms);
        self.valid_until_ms = until_ms;
        true
    }

    pub fn is_valid(&self, now_ms: u64) -> bool {
        now_ms < self.valid_until_ms
    }

    /// The next request or message to send, if there is one. What else there is to do, nobody watches.
    pub fn next_task(&mut self) -> Option<Task> {
        while let Some(action) = self.cache.poll_action() {
            match action {
                Action::Fetch { fetch } => return Some(Task::Fetch(fetch)),
                Action::Broadcast { message, .. } => return Some(Task::Broadcast(message)),
                _ => {}
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
