//! What can go wrong, as the outside is told it.

use super::id::FetchId;

/// Why a token could not be had. The texts for people are kept beside the public
/// class, in `src/npm/token-error.js`, in the same order; here is what the rules need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// An option is unknown, missing or unusable.
    InvalidOptions,
    /// The key is malformed, or the route answered 400 or 422.
    InvalidRequest,
    /// The scope is unknown, to us or to the route.
    InvalidScope,
    /// 401: the route does not know the user, or WorkOS not the key.
    Unauthorized,
    /// 403: the user may not have this token.
    Forbidden,
    /// 404.
    OrganizationNotFound,
    /// 429.
    RateLimited,
    /// 5xx, or 425.
    ServerError,
    /// No reply came.
    Network,
    /// No reply came, and the platform says that it is offline.
    Offline,
    /// The request took too long, here or at the route (408).
    Timeout,
    /// The reply has no usable token in it.
    InvalidResponse,
    /// The reply holds a secret key in place of a token.
    SecretExposed,
    /// Our own breaker: this key was fetched too often.
    TooManyRequests,
    /// The caller's signal ended its wait.
    Aborted,
    /// `clear()` or `setUser()` came in between.
    Cleared,
    /// `dispose()` came in between, or before.
    Disposed,
    /// The reply's token had already expired when it came: `invalid_response` to anybody but the rules.
    ExpiredOnArrival,
    /// `fetch` threw what no network throws: `network` to anybody but the rules, and tried again a
    /// few times, because a wrapper may have made it of a network's failure.
    FetchFailed,
}

impl Code {
    /// Whether the same request may succeed later with nobody changing anything.
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

    /// The code that the outside knows it by.
    #[must_use]
    pub fn public(self) -> Self {
        match self {
            Code::ExpiredOnArrival => Code::InvalidResponse,
            Code::FetchFailed => Code::Network,
            code => code,
        }
    }

    /// Whether the way to the server was at fault, so that being online again cures it.
    #[must_use]
    pub fn is_of_the_network(self) -> bool {
        matches!(self, Code::Network | Code::Offline)
    }
}

/// A failure, with what the rules know of it. The texts that go with it are kept where
/// they were read, by the shell, under the request that it came of.
#[derive(Clone, Copy, Debug)]
pub struct TokenError {
    /// What kind of failure it is.
    pub code: Code,
    /// The status of the route's reply, if there was one.
    pub status: Option<u16>,
    /// How long the route asked to be left alone.
    pub retry_wait: Option<RetryWait>,
    /// How many requests had been made in a row when this was told.
    pub attempts: u32,
    /// The request that it came of, if it came of what the route or the platform said.
    pub origin: Option<FetchId>,
}

/// How long a route asked to be left alone, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryWait {
    /// `Retry-After`: all who were refused are told the same moment.
    Shared(u64),
    /// `retry_in_ms`: the route keeps a slot then for this request alone.
    Slot(u64),
}

impl RetryWait {
    /// The wait itself, whomever it is for.
    #[must_use]
    pub fn ms(self) -> u64 {
        let (RetryWait::Shared(ms) | RetryWait::Slot(ms)) = self;
        ms
    }
}

impl TokenError {
    /// An error of which nothing but its kind is known.
    #[must_use]
    pub fn new(code: Code) -> Self {
        TokenError { code, status: None, retry_wait: None, attempts: 0, origin: None }
    }
}
