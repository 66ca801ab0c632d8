//! What a reader wants, and what it is answered.

use super::error::TokenError;
use super::id::CallId;
use super::time::Instant;

/// A request for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadRequest {
    /// Which token will do.
    pub accept: Accept,
    /// How long to wait for it.
    pub wait_limit: WaitLimit,
}

/// Which token will do for a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// Any that is valid for so many milliseconds more.
    ValidFor(u64),
    /// Only one that is fetched from now on.
    New,
}

/// How long a reader waits through transient failures.
///
/// In the last seconds of a token's life everyone waits for the next one. Whoever has a limit does so
/// for as long as it may come in time, and then gets the token that is still valid: if the request
/// fails, if none may be sent yet, or when half of the time is over that the token had left. A widget
/// waits on: it asks 30 s before the end, and if it is handed the same token again, never after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitLimit {
    /// It wants to hear of the first one.
    FirstFailure,
    /// It wants an answer by then, in time awake: a sleep is no reason to give up.
    Until(Instant),
    /// As long as it takes: for widgets, which never recover from a refusal.
    Forever,
}

/// The answer to a request.
#[derive(Clone, Debug)]
pub enum Read<T> {
    /// Here it is.
    Ready(T),
    /// It will come, or an error will, as [`Action::Settle`] with this id.
    Wait(CallId),
    /// It will not come.
    Failed(TokenError),
}
