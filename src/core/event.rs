//! What the outside may watch. No event holds a token.

use super::error::TokenError;
use super::id::KeyId;

/// Something that happened to one key.
#[derive(Clone, Debug)]
pub struct Event {
    /// The key it happened to.
    pub key: KeyId,
    /// What happened.
    pub kind: EventKind,
}

/// What can happen to a key.
#[derive(Clone, Debug)]
pub enum EventKind {
    /// A new token is at hand.
    Token {
        /// How long it lives, counted from when its request was sent.
        lifetime_ms: u64,
        /// When it will be fetched anew, from now.
        refresh_in_ms: u64,
    },
    /// A request is sent again after one that failed.
    Retry {
        /// Which try it is; the first retry is the second attempt.
        attempt: u32,
    },
    /// A request failed, or the breaker opened.
    Error {
        /// What went wrong.
        error: TokenError,
        /// When the next try is due, from now; none where trying again is no use.
        retry_in_ms: Option<u64>,
    },
    /// A token ran out before a new one came.
    Expired,
    /// Nobody reads or subscribes to the key any more: it has stopped renewing.
    Idle,
}
