//! The state of a key, for whoever displays it.

use super::error::TokenError;
use super::schedule::Schedule;
use super::time::Instant;

/// What a key is doing, for whoever displays it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// There is no token, and nothing is under way.
    Empty,
    /// There is no token yet; one is being fetched.
    Loading,
    /// There is a valid token.
    Ready,
    /// There is a valid token, and the next is being fetched.
    Refreshing,
    /// The last request failed; it will be tried again.
    Retrying,
    /// The last request was refused for good.
    Failed,
}

/// Who wants the token of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// How many subscribe to the key.
    pub subscribers: u32,
    /// How many callers wait for the token.
    pub waiting: u32,
    /// How long ago the key was last used: read, or unsubscribed from. A read that a lease answers
    /// counts for when the lease was granted.
    pub unused_ms: u64,
    /// How long a request has been under way.
    pub request_ms: Option<u64>,
}

/// The state of a key at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot<T> {
    /// What the key is doing.
    pub status: Status,
    /// The valid token, if there is one.
    pub token: Option<T>,
    /// When that token's request was sent, and the marks in its life.
    pub schedule: Option<(Instant, Schedule)>,
    /// Why the last request failed, if it did.
    pub error: Option<TokenError>,
    /// When the next try is due, after one that failed.
    pub retry_at: Option<Instant>,
}
