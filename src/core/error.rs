//! What can go wrong, as the outside is told it.

use std::any::Any;
use std::rc::Rc;

/// Why a token could not be had. The texts for people are kept beside the public
/// class, in `src/npm/token-error.js`; here is what the rules need to know.
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
    /// The reply's token had already expired when it came.
    ExpiredOnArrival,
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
}

impl Code {
    /// The code as JavaScript sees it, in `error.code`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Code::InvalidOptions => "invalid_options",
            Code::InvalidRequest => "invalid_request",
            Code::InvalidScope => "invalid_scope",
            Code::Unauthorized => "unauthorized",
            Code::Forbidden => "forbidden",
            Code::OrganizationNotFound => "organization_not_found",
            Code::RateLimited => "rate_limited",
            Code::ServerError => "server_error",
            Code::Network => "network",
            Code::Offline => "offline",
            Code::Timeout => "timeout",
            Code::InvalidResponse | Code::ExpiredOnArrival => "invalid_response",
            Code::SecretExposed => "secret_exposed",
            Code::TooManyRequests => "too_many_requests",
            Code::Aborted => "aborted",
            Code::Cleared => "cleared",
            Code::Disposed => "disposed",
        }
    }

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
                | Code::TooManyRequests
        )
    }

    /// Whether the way to the server was at fault, so that being online again cures it.
    #[must_use]
    pub fn is_of_the_network(self) -> bool {
        matches!(self, Code::Network | Code::Offline)
    }
}

/// A failure, with what is known of it.
#[derive(Clone, Debug)]
pub struct TokenError {
    /// What kind of failure it is.
    pub code: Code,
    /// The status of the route's reply, if there was one.
    pub status: Option<u16>,
    /// The route's own words, or the detail of what is wrong with the input.
    pub description: Option<Box<str>>,
    /// How long the route asked to be left alone.
    pub retry_after_ms: Option<u64>,
    /// How many requests had been made in a row when this was told.
    pub attempts: u32,
    /// What the platform threw: the shell's own, which the rules never look at.
    pub cause: Option<Rc<dyn Any>>,
}

impl TokenError {
    /// An error of which nothing but its kind is known.
    #[must_use]
    pub fn new(code: Code) -> Self {
        TokenError {
            code,
            status: None,
            description: None,
            retry_after_ms: None,
            attempts: 0,
            cause: None,
        }
    }

    /// The same error, with a description.
    #[must_use]
    pub fn describe(mut self, description: &str) -> Self {
        self.description = Some(description.into());
        self
    }
}
