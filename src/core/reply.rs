//! What the token route answered, and what to make of it.

use super::error::{Code, TokenError};
use super::lifetime::{Claims, Clocks, Expiry, Lifetime};

/// A reply, taken apart but not yet believed.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    /// The HTTP status.
    pub status: u16,
    /// The `Date` header, in milliseconds since 1970, where it can be read.
    pub server_ms: Option<i64>,
    /// The `Retry-After` header, where it can be read.
    pub retry_after: RetryAfter,
    /// The token, where the body has one that can be used.
    pub token: Option<T>,
    /// What the token says of itself, if it is a JWT.
    pub claims: Claims,
    /// What the body says of the token's end.
    pub expiry: Expiry,
    /// What the route's own words are about.
    pub topic: Topic,
}

/// What the words of a refusal are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Topic {
    /// The scope.
    Scope,
    /// Anything else.
    #[default]
    Other,
}

/// The two forms of `Retry-After`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetryAfter {
    /// So many milliseconds from now.
    InMs(u64),
    /// At a moment of the server's clock, in milliseconds since 1970.
    At(i64),
    /// Not said.
    #[default]
    Unsaid,
}

/// A token that was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant<T> {
    /// What is handed to the widget.
    pub token: T,
    /// How long it lives, counted from when its request was sent.
    pub lifetime: Lifetime,
}

impl<T> Reply<T> {
    /// The token in this reply, or the reason why there is none.
    ///
    /// # Errors
    /// What the status says; where it says that all is well, `invalid_response`.
    pub fn read(self, local_ms: i64, default_lifetime_ms: u64) -> Result<Grant<T>, TokenError> {
        let clocks = Clocks { server_ms: self.server_ms, local_ms };
        let is_success = (200..=299).contains(&self.status);
        match self.token {
            Some(token) if is_success => {
                let lifetime =
                    Lifetime::read(self.expiry, self.claims, clocks, default_lifetime_ms);
                Ok(Grant { token, lifetime })
            }
            _ => Err(TokenError {
                status: Some(self.status),
                retry_after_ms: self.retry_after.wait_ms(clocks).filter(|_| !is_success),
                ..TokenError::new(code_of(self.status, self.topic))
            }),
        }
    }
}

impl RetryAfter {
    fn wait_ms(self, clocks: Clocks) -> Option<u64> {
        let now_ms = clocks.server_ms.unwrap_or(clocks.local_ms);
        match self {
            RetryAfter::InMs(ms) => Some(ms),
            RetryAfter::At(at_ms) => Some(u64::try_from(at_ms.saturating_sub(now_ms)).unwrap_or(0)),
            RetryAfter::Unsaid => None,
        }
    }
}

fn code_of(status: u16, topic: Topic) -> Code {
    match status {
        401 => Code::Unauthorized,
        403 => Code::Forbidden,
        404 => Code::OrganizationNotFound,
        408 => Code::Timeout,
        425 | 500..=599 => Code::ServerError,
        429 => Code::RateLimited,
        400..=499 if topic == Topic::Scope => Code::InvalidScope,
        400..=499 => Code::InvalidRequest,
        _ => Code::InvalidResponse,
    }
}

/// An empty reply, to be filled.
impl<T> Default for Reply<T> {
    fn default() -> Self {
        Reply {
            status: 0,
            server_ms: None,
            retry_after: RetryAfter::Unsaid,
            token: None,
            claims: Claims::default(),
            expiry: Expiry::Unsaid,
            topic: Topic::Other,
        }
    }
}
