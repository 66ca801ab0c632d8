//! Token keys: an organization, a set of scopes, and optionally a widget session.

use super::error::Code;

/// The most UTF-16 code units (JavaScript's string length) that a part may have. No WorkOS
/// identifier comes near this limit; a longer one is a mistake or an attack.
const MAX_LENGTH: usize = 256;

/// A valid key in canonical form: the scopes are sorted by code point and unique, so two keys for
/// the same token are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenKey {
    organization_id: String,
    scopes: Vec<String>,
    session: Option<String>,
}

/// Which keys are valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// WorkOS keys: the organization starts with `org_`, and each scope is `sso`, `dsync`,
    /// `audit_logs`, `log_streams` or starts with `widgets:`.
    WorkOs,
    /// Any string without control characters, for other kinds of token route.
    Any,
}

/// The first invalid part of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// The organization id.
    Organization,
    /// One of the scopes, or no scope at all.
    Scope,
    /// The widget session.
    Session,
}

impl TokenKey {
    /// Parses a key. The order of `scopes` and duplicates among them do not matter. A key with a
    /// `session` has its own token, for a widget that must not share one.
    ///
    /// The caller rejects JavaScript strings that are not well-formed Unicode: a `String` could hold
    /// them only with replacement characters, which could make two different keys equal.
    ///
    /// # Errors
    /// Returns the first fault, in the order organization, scopes, session.
    pub fn parse(
        organization_id: String,
        scopes: Vec<String>,
        session: Option<String>,
        strictness: Strictness,
    ) -> Result<Self, KeyFault> {
        if !is_organization(&organization_id, strictness) {
            return Err(KeyFault::Organization);
        }
        if scopes.is_empty() || !scopes.iter().all(|scope| is_scope(scope, strictness)) {
            return Err(KeyFault::Scope);
        }
        if session.as_deref().is_some_and(|session| !is_plain(session)) {
            return Err(KeyFault::Session);
        }
        Ok(TokenKey { organization_id, scopes: canonical(scopes), session })
    }

    /// The organization id.
    #[must_use]
    pub fn organization_id(&self) -> &str {
        &self.organization_id
    }

    /// The scopes: at least one, sorted, unique.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// The widget session, if the key has one.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }
}

impl KeyFault {
    /// The error code for this fault.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            KeyFault::Organization | KeyFault::Session => Code::InvalidRequest,
            KeyFault::Scope => Code::InvalidScope,
        }
    }
}

/// Sorts and deduplicates. Keys have few scopes, and insertion takes far less code than a sort.
fn canonical(scopes: Vec<String>) -> Vec<String> {
    let mut canonical: Vec<String> = Vec::with_capacity(scopes.len());
    for scope in scopes {
        if let Err(place) = canonical.binary_search(&scope) {
            canonical.insert(place, scope);
        }
    }
    canonical
}

fn is_organization(id: &str, strictness: Strictness) -> bool {
    match strictness {
        Strictness::WorkOs => id.strip_prefix("org_").is_some_and(is_identifier),
        Strictness::Any => is_plain(id),
    }
}

fn is_scope(scope: &str, strictness: Strictness) -> bool {
    match strictness {
        Strictness::WorkOs => {
            matches!(scope, "sso" | "dsync" | "audit_logs" | "log_streams")
                || scope.strip_prefix("widgets:").is_some_and(is_identifier)
        }
        Strictness::Any => is_plain(scope),
    }
}

fn is_identifier(text: &str) -> bool {
    (1..=MAX_LENGTH).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'-'))
}

fn is_plain(text: &str) -> bool {
    let mut length: usize = 0;
    for byte in text.bytes() {
        length = length.saturating_add(match byte {
            0..0x20 | 0x7f => return false,
            // The first byte of a character of two UTF-16 units, then of one.
            0xf0.. => 2,
            0..0x80 | 0xc0.. => 1,
            // A continuation byte.
            _ => 0,
        });
    }
    (1..=MAX_LENGTH).contains(&length)
}
