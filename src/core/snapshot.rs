//! The state of a key, for display.

use super::error::TokenError;
use super::schedule::Schedule;
use super::time::Instant;

/// The status of a key, for display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// There is no token, and no request is in flight.
    Empty,
    /// There is no token yet; the first is being fetched.
    Loading,
    /// There is a valid token.
    Ready,
    /// There is a valid token, and the next is being fetched.
    Refreshing,
    /// The last request failed and will be retried.
    Retrying,
    /// The last request failed with a terminal error.
    Failed,
}

/// How the token of a key is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// The number of subscribers.
    pub subscribers: u32,
    /// The number of callers that wait for the token.
    pub waiting: u32,
    /// How long ago the key was last read or unsubscribed from. A read answered from a lease counts
    /// as of when the lease was granted.
    pub unused_ms: u64,
    /// How long the current request has been in flight.
    pub request_ms: Option<u64>,
}

/// The state of a key at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot<T> {
    /// The status.
    pub status: Status,
    /// The valid token, if there is one.
    pub token: Option<T>,
    /// When that token's request was sent, and its schedule.
    pub schedule: Option<(Instant, Schedule)>,
    /// Whether the token came from another tab.
    pub is_shared: bool,
    /// The error of the last request, if it failed.
    pub error: Option<TokenError>,
    /// When the next retry is due, after a failure.
    pub retry_at: Option<Instant>,
}
