//! Replies of the token route, and how they are interpreted.

use super::error::{Code, RetryWait, TokenError};
use super::lifetime::{Claims, Clocks, Expiry, Lifetime};

/// A reply, parsed but not yet interpreted.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    /// The HTTP status.
    pub status: u16,
    /// The `Date` header, in milliseconds since 1970, if readable.
    pub server_ms: Option<i64>,
    /// When to retry: `retry_in_ms` of the body, or else the `Retry-After` header, if readable.
    pub retry_after: RetryAfter,
    /// The token, if the body contains a usable one.
    pub token: Option<T>,
    /// The token's claims, if it is a JWT.
    pub claims: Claims,
    /// The expiry that the body states.
    pub expiry: Expiry,
    /// The subject of the route's error message.
    pub topic: Topic,
}

/// The subject of an error message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Topic {
    /// The scope.
    Scope,
    /// Anything else.
    #[default]
    Other,
}

/// The longest wait for a slot.
const LONGEST_SLOT_MS: u64 = 3_600_000;

/// When to retry, in any of the forms a route may use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetryAfter {
    /// This many milliseconds from now.
    InMs(u64),
    /// At a time on the server's clock, in milliseconds since 1970.
    At(i64),
    /// In a slot reserved for this request, this many milliseconds from now.
    Slot(u64),
    /// Not stated.
    #[default]
    Unsaid,
}

/// A granted token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant<T> {
    /// The token.
    pub token: T,
    /// Its lifetime, counted from when its request was sent.
    pub lifetime: Lifetime,
}

impl<T> Reply<T> {
    /// Interprets the reply.
    ///
    /// # Errors
    /// The error for the status; `invalid_response` if the status is a success but there is no token.
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
                retry_wait: self.retry_after.wait(clocks).filter(|_| !is_success),
                ..TokenError::new(code_of(self.status, self.topic))
            }),
        }
    }
}

impl RetryAfter {
    /// A slot `ms` milliseconds from now, at most an hour; `None` for a negative number or NaN.
    #[must_use]
    pub fn slot(ms: f64) -> Option<Self> {
        (ms >= 0.0).then_some(RetryAfter::Slot((ms as u64).min(LONGEST_SLOT_MS)))
    }

    fn wait(self, clocks: Clocks) -> Option<RetryWait> {
        let now_ms = clocks.server_ms.unwrap_or(clocks.local_ms);
        match self {
            RetryAfter::InMs(ms) => Some(RetryWait::Shared(ms)),
            RetryAfter::At(at_ms) => {
                let ms = u64::try_from(at_ms.saturating_sub(now_ms)).unwrap_or(0);
                Some(RetryWait::Shared(ms))
            }
            RetryAfter::Slot(ms) => Some(RetryWait::Slot(ms)),
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

/// An empty reply.
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
