//! What the token route answered, and what to make of it.

use super::error::{Code, TokenError};
use super::lifetime::{Claims, Clocks, Expiry, Lifetime};

/// A reply, taken apart but not yet believed.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The `Date` header, in milliseconds since 1970, where it can be read.
    pub server_ms: Option<i64>,
    /// The `Retry-After` header, where it can be read.
    pub retry_after: RetryAfter,
    /// The token, where the body has a text in that place.
    pub token: Option<String>,
    /// What the token says of itself, if it is a JWT.
    pub claims: Claims,
    /// What the body says of the token's end.
    pub expiry: Expiry,
    /// The route's own words in a refusal; what the body is in place of a token.
    pub description: Option<String>,
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
pub struct Grant {
    /// What is handed to the widget.
    pub token: String,
    /// How long it lives, counted from when its request was sent.
    pub lifetime: Lifetime,
}

impl Reply {
    /// The token in this reply, or the reason why there is none.
    ///
    /// # Errors
    /// A typed error with the best description that the reply has.
    pub fn read(self, local_ms: i64, default_lifetime_ms: u64) -> Result<Grant, Box<TokenError>> {
        let clocks = Clocks { server_ms: self.server_ms, local_ms };
        if !(200..=299).contains(&self.status) {
            return Err(self.refusal(clocks));
        }
        let lifetime = Lifetime::read(self.expiry, self.claims, clocks, default_lifetime_ms);
        match self.token {
            Some(token) if token.trim_ascii_start().starts_with("sk_") => {
                Err(unusable(Code::SecretExposed, self.status, None))
            }
            // What is not printable ASCII cannot stand in an Authorization header.
            Some(token) if !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic()) => {
                Ok(Grant { token, lifetime })
            }
            _ => Err(unusable(Code::InvalidResponse, self.status, self.description)),
        }
    }

    fn refusal(self, clocks: Clocks) -> Box<TokenError> {
        let code = code_of(self.status, self.description.as_deref());
        let mut error = unusable(code, self.status, self.description);
        error.retry_after_ms = self.retry_after.wait_ms(clocks);
        error
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

fn code_of(status: u16, description: Option<&str>) -> Code {
    match status {
        401 => Code::Unauthorized,
        403 => Code::Forbidden,
        404 => Code::OrganizationNotFound,
        408 => Code::Timeout,
        425 | 500..=599 => Code::ServerError,
        429 => Code::RateLimited,
        400..=499 if description.is_some_and(speaks_of_scope) => Code::InvalidScope,
        400..=499 => Code::InvalidRequest,
        _ => Code::InvalidResponse,
    }
}

fn speaks_of_scope(description: &str) -> bool {
    description.as_bytes().windows(5).any(|word| word == b"scope")
}

fn unusable(code: Code, status: u16, description: Option<String>) -> Box<TokenError> {
    let mut error = Box::new(TokenError::new(code));
    error.status = Some(status);
    error.description = description.map(String::into_boxed_str);
    error
}
