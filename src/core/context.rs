//! What all keys share, lent to one of them for the length of an input.

use super::action::Action;
use super::config::Config;
use super::error::TokenError;
use super::id::KeyId;
use super::random::Random;
use super::stats::Stats;
use super::time::Instant;
use std::collections::VecDeque;

/// What all keys share, as one of them sees it while it handles an input.
#[derive(Debug)]
pub struct Context<'a, T> {
    /// The moment of the input.
    pub now: Instant,
    /// The same on a clock that stands still while the machine sleeps.
    pub awake: Instant,
    /// The settings.
    pub config: &'a Config,
    /// Whether the page is shown.
    pub page: Page,
    /// Whether the route asked to be left alone.
    pub pause: &'a mut Pause,
    /// For jitter.
    pub random: &'a mut Random,
    /// Whom the shell has to answer, before anything else.
    pub answers: &'a mut VecDeque<Action<T>>,
    /// What the shell has to do.
    pub actions: &'a mut VecDeque<Action<T>>,
    /// What is counted.
    pub stats: &'a mut Stats,
    /// The number of the next request.
    pub next_fetch: &'a mut u32,
    /// The number of the next caller's wait.
    pub next_call: &'a mut u32,
}

/// A new user does not take over a pause that is longer than this.
const LONG_PAUSE_MS: u64 = 300_000;

/// A limit that holds for every key.
#[derive(Debug, Default)]
pub struct Pause {
    /// No key may be fetched before this.
    pub until: Instant,
    /// What the route said when it asked for it.
    pub error: Option<TokenError>,
}

impl Pause {
    /// What the route said, if it is to be left alone at `now`. Its words are for the key that
    /// it said them of.
    #[must_use]
    pub fn error_at(&self, now: Instant, key: KeyId) -> Option<TokenError> {
        let error = self.error.filter(|_| now < self.until)?;
        Some(TokenError { origin: error.origin.filter(|origin| origin.key == key), ..error })
    }

    /// Another user: the limit is the API key's and stays, but the words were for the last one,
    /// and after long enough it is worth asking once more.
    pub fn pass_on(&mut self, now: Instant) {
        if let Some(error) = &mut self.error {
            error.origin = None;
        }
        if self.until.since_ms(now) > LONG_PAUSE_MS {
            self.until = now;
        }
    }
}

/// Whether anyone can see the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// It is shown, or there is no page to hide.
    Shown,
    /// It is hidden.
    Hidden,
}
