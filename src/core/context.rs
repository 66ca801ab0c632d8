//! The state that all keys share, lent to one entry while it handles an input.

use super::action::Action;
use super::config::Config;
use super::error::TokenError;
use super::id::KeyId;
use super::queue::Queue;
use super::random::Random;
use super::sharing::{ENABLED, SharingMode};
use super::stats::Stats;
use super::time::Instant;

/// The state that all keys share, lent to one entry while it handles an input.
#[derive(Debug)]
pub struct Context<'a, T> {
    /// The time of the input.
    pub now: Instant,
    /// The same on a clock that stops while the machine sleeps.
    pub awake: Instant,
    /// The settings.
    pub config: &'a Config,
    /// Whether the page is visible.
    pub page: Page,
    /// A rate limit that applies to every key.
    pub pause: &'a mut Pause,
    /// Whether this key is shared with other tabs.
    pub sharing: SharingMode,
    /// For jitter.
    pub random: &'a mut Random,
    /// Pending answers to callers; the shell performs them first.
    pub answers: &'a mut Queue<Action<T>>,
    /// All other pending actions.
    pub actions: &'a mut Queue<Action<T>>,
    /// The counters.
    pub stats: &'a mut Stats,
    /// The serial number of the next request.
    pub next_fetch: &'a mut u32,
    /// The serial number of the next pending read.
    pub next_call: &'a mut u32,
}

impl<T> Context<'_, T> {
    /// Whether the other tabs may be asked.
    #[must_use]
    pub fn may_ask(&self) -> bool {
        ENABLED && self.sharing != SharingMode::Off
    }

    /// Whether the other tabs may be given a token.
    #[must_use]
    pub fn may_answer(&self) -> bool {
        ENABLED && self.sharing == SharingMode::Full
    }
}

/// A pause longer than this ends when another user signs in.
const LONG_PAUSE_MS: u64 = 300_000;

/// A rate limit that applies to every key.
#[derive(Debug, Default)]
pub struct Pause {
    /// No key may be fetched before this.
    pub until: Instant,
    /// The error that carried the limit.
    pub error: Option<TokenError>,
}

impl Pause {
    /// Returns the error behind the pause, if the pause is active at `now`. The route's message is
    /// kept only for the key whose request received it.
    #[must_use]
    pub fn error_at(&self, now: Instant, key: KeyId) -> Option<TokenError> {
        let error = self.error.filter(|_| now < self.until)?;
        Some(TokenError { origin: error.origin.filter(|origin| origin.key == key), ..error })
    }

    /// Adapts the pause to another user: the limit belongs to the API key and stays, but the route's
    /// message was for the previous user. A long pause ends, because one new attempt is cheap.
    pub fn pass_on(&mut self, now: Instant) {
        if let Some(error) = &mut self.error {
            error.origin = None;
        }
        if self.until.since_ms(now) > LONG_PAUSE_MS {
            self.until = now;
        }
    }
}

/// Whether the page is visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// It is visible, or there is no page.
    Shown,
    /// It is hidden.
    Hidden,
}
