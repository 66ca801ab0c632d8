//! Reads: what a caller requests and what it receives.

use super::error::TokenError;
use super::id::CallId;
use super::time::Instant;

/// A caller's request for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadRequest {
    /// Which token is acceptable.
    pub accept: Accept,
    /// How long to wait for it.
    pub wait_limit: WaitLimit,
}

/// Which token a caller accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// Any that stays valid for at least this many milliseconds.
    ValidFor(u64),
    /// Only one that is fetched after the call.
    New,
}

/// How long a caller waits through transient failures.
///
/// In the last seconds of a token's lifetime every caller waits for the next one. A caller with a
/// limit falls back to the token that is still valid if the request fails, if none may be sent yet,
/// or once half of the token's remaining time has passed. A widget keeps waiting: it asks 30 s
/// before expiry, and never again if it receives the same token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitLimit {
    /// Until the first failure.
    FirstFailure,
    /// Until this time, on the clock that stops during sleep.
    Until(Instant),
    /// Without limit: for widgets, which do not recover from a rejection.
    Forever,
}

/// The result of a read.
#[derive(Clone, Debug)]
pub enum Read<T> {
    /// The token.
    Ready(T),
    /// Pending: the outcome follows as [`Action::Settle`](super::action::Action::Settle) with this id.
    Wait(CallId),
    /// An error.
    Failed(TokenError),
}
