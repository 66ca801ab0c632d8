//! Events for listeners. No event contains a token.

use super::error::TokenError;
use super::id::KeyId;

/// An event of one key.
#[derive(Clone, Debug)]
pub struct Event {
    /// The key.
    pub key: KeyId,
    /// What happened.
    pub kind: EventKind,
}

/// The kinds of event.
#[derive(Clone, Debug)]
pub enum EventKind {
    /// A new token is cached.
    Token {
        /// Its lifetime, counted from when its request was sent.
        lifetime_ms: u64,
        /// The time until its refresh.
        refresh_in_ms: u64,
    },
    /// A failed request is retried.
    Retry {
        /// The number of the attempt; the first retry is attempt 2.
        attempt: u32,
    },
    /// A request failed, or the breaker opened.
    Error {
        /// What went wrong.
        error: TokenError,
        /// The time until the next retry; `None` if there will be none.
        retry_in_ms: Option<u64>,
    },
    /// A token expired before it was replaced.
    Expired,
    /// A token was dropped because a server rejected it.
    Invalidated,
    /// The key stopped renewing, because it is neither read nor subscribed to.
    Idle,
}
