//! What all keys share, lent to one of them for the length of an input.

use super::action::Action;
use super::config::Config;
use super::error::TokenError;
use super::random::Random;
use super::stats::Stats;
use super::time::Instant;
use std::collections::VecDeque;

/// What all keys share, as one of them sees it while it handles an input.
#[derive(Debug)]
pub struct Context<'a, T> {
    /// The moment of the input.
    pub now: Instant,
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

/// A limit that holds for every key.
#[derive(Debug, Default)]
pub struct Pause {
    /// No key may be fetched before this.
    pub until: Instant,
    /// What the route said when it asked for it.
    pub error: Option<TokenError>,
}

impl Pause {
    /// What the route said, if it is to be left alone at `now`.
    #[must_use]
    pub fn error_at(&self, now: Instant) -> Option<TokenError> {
        self.error.filter(|_| now < self.until)
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
