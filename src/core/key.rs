//! What a token is for: an organization, a set of scopes, perhaps one widget session.

use super::error::Code;

/// The most UTF-16 code units (JavaScript's measure) a part may have. No WorkOS identifier
/// comes near this; a longer one is a mistake or an attack.
const MAX_LENGTH: usize = 256;

/// A valid key in canonical form: the scopes are sorted by code point, and each occurs once.
/// So two keys that ask for the same token are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenKey {
    organization_id: String,
    scopes: Vec<String>,
    session: Option<String>,
}

/// Which keys are valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Those of WorkOS: the organization starts with `org_`, and each scope is `sso`, `dsync`,
    /// `audit_logs`, `log_streams` or starts with `widgets:`.
    WorkOs,
    /// Any text without control characters, for token routes of another kind.
    Any,
}

/// The first part of a key that is not valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// The organization id.
    Organization,
    /// One of the scopes, or there is none.
    Scope,
    /// The widget session.
    Session,
}

impl TokenKey {
    /// Parses a key. The order of `scopes` and repeats among them do not matter. A key with a
    /// `session` has a token of its own, for a widget that must not share one.
    ///
    /// The caller refuses JavaScript strings that are not well-formed Unicode: a `String` can
    /// hold them only after replacing what is malformed, and then two different keys may
    /// become equal.
    ///
    /// # Errors
    /// The first fault in the order organization, scopes, session.
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

    /// The organization that the token is for.
    #[must_use]
    pub fn organization_id(&self) -> &str {
        &self.organization_id
    }

    /// The scopes that the token is for: at least one, sorted, without repeats.
    #[must_use]
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }

    /// The widget session that does not share its token, if the key names one.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }
}

impl KeyFault {
    /// The code of the error that reports this fault.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            KeyFault::Organization | KeyFault::Session => Code::InvalidRequest,
            KeyFault::Scope => Code::InvalidScope,
        }
    }
}

/// A key has few scopes, and inserting each in its place is a fraction of the code of a sort.
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
            // The first byte of a character that takes two UTF-16 units, and of one that takes one.
            0xf0.. => 2,
            0..0x80 | 0xc0.. => 1,
            // The rest of a character.
            _ => 0,
        });
    }
    (1..=MAX_LENGTH).contains(&length)
}
