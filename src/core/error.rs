//! Errors, as the core knows them.

use super::id::FetchId;

/// Why no token could be returned. The messages are in `src/npm/token-error.js`, in the same order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// An option is unknown, missing or invalid.
    InvalidOptions,
    /// The key is malformed, or the route answered 400 or 422.
    InvalidRequest,
    /// The scope is unknown to this package or to the route.
    InvalidScope,
    /// 401: the route does not know the user, or WorkOS does not know the API key.
    Unauthorized,
    /// 403: the user is not allowed this token.
    Forbidden,
    /// 404.
    OrganizationNotFound,
    /// 429.
    RateLimited,
    /// 5xx, or 425.
    ServerError,
    /// No reply arrived.
    Network,
    /// No reply arrived, and the platform reports that it is offline.
    Offline,
    /// The request timed out, here or at the route (408).
    Timeout,
    /// The reply contains no usable token.
    InvalidResponse,
    /// The reply contains a secret key in place of a token.
    SecretExposed,
    /// The circuit breaker is open: this key was fetched too often.
    TooManyRequests,
    /// The caller's signal aborted the read.
    Aborted,
    /// `clear()` or `setUser()` was called meanwhile.
    Cleared,
    /// `dispose()` was called.
    Disposed,
    /// The reply's token had expired on arrival. Reported as `invalid_response`.
    ExpiredOnArrival,
    /// `fetch` threw an error that is not a network error. Reported as `network` and retried a few
    /// times, because a wrapper may have converted a network error.
    FetchFailed,
}

impl Code {
    /// Whether the same request may succeed later without a change.
    #[must_use]
    pub fn is_transient(self) -> bool {
        matches!(
            self,
            Code::RateLimited
                | Code::ServerError
                | Code::Network
                | Code::Offline
                | Code::Timeout
                | Code::ExpiredOnArrival
                | Code::FetchFailed
                | Code::TooManyRequests
        )
    }

    /// The code that callers see.
    #[must_use]
    pub fn public(self) -> Self {
        match self {
            Code::ExpiredOnArrival => Code::InvalidResponse,
            Code::FetchFailed => Code::Network,
            code => code,
        }
    }

    /// Whether the network failed, so that going online again may cure it.
    #[must_use]
    pub fn is_of_the_network(self) -> bool {
        matches!(self, Code::Network | Code::Offline)
    }
}

/// A failure, as far as the core needs it. The shell keeps the texts that belong to it, under the
/// request that failed.
#[derive(Clone, Copy, Debug)]
pub struct TokenError {
    /// The kind of failure.
    pub code: Code,
    /// The status of the route's reply, if there was one.
    pub status: Option<u16>,
    /// How long the route asked callers to wait before they retry.
    pub retry_wait: Option<RetryWait>,
    /// The number of attempts in a row, up to and including the one that failed.
    pub attempts: u32,
    /// The request that failed, if the route or the platform reported the failure.
    pub origin: Option<FetchId>,
}

/// How long a route asked callers to wait before they retry, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryWait {
    /// `Retry-After`: the same time for every refused client.
    Shared(u64),
    /// `retry_in_ms`: a slot that the route reserves for this request alone.
    Slot(u64),
}

impl RetryWait {
    /// The wait in milliseconds.
    #[must_use]
    pub fn ms(self) -> u64 {
        let (RetryWait::Shared(ms) | RetryWait::Slot(ms)) = self;
        ms
    }
}

impl TokenError {
    /// Creates an error of which only the code is known.
    #[must_use]
    pub fn new(code: Code) -> Self {
        TokenError { code, status: None, retry_wait: None, attempts: 0, origin: None }
    }
}
