//! What a token is for: an organization, a set of scopes, perhaps one mount.

use super::error::{Code, TokenError};

/// The scopes of the seed API, each a word of its own.
pub const SEED_SCOPES: [&str; 4] = ["sso", "dsync", "audit_logs", "log_streams"];

/// No identifier of WorkOS comes near this; a longer one is a mistake or an attack.
const MAX_LENGTH: usize = 256;

/// How much of a key is checked before anything is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Organizations start with `org_`; scopes are the seed's four or `widgets:…`.
    WorkOs,
    /// Any text without control characters: for token routes of another kind.
    AnyText,
}

/// An organization, a set of scopes, and perhaps a widget session, as one canonical
/// text: equal keys share one token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenKey(Box<[u8]>);

impl TokenKey {
    /// Parses a key. Each line of `scopes` is a scope; their order and repeats among them
    /// do not matter. With a `widget_session` the key has a token of its own, for a mount
    /// that must not share one.
    ///
    /// # Errors
    /// `invalid_request` for the organization or the session, `invalid_scope` for a
    /// scope; the description says what is wrong with it.
    pub fn parse(
        organization_id: &str,
        scopes: &str,
        widget_session: Option<&str>,
        strictness: Strictness,
    ) -> Result<Self, Box<TokenError>> {
        let refuse = |code, description| Err(Box::new(TokenError::new(code).describe(description)));
        if !is_organization(organization_id.as_bytes(), strictness) {
            return refuse(
                Code::InvalidRequest,
                "organizationId is not that of a WorkOS organization, org_…",
            );
        }
        let mut canonical: Vec<&[u8]> = Vec::new();
        for scope in scopes.as_bytes().split(|byte| *byte == b'\n') {
            if !is_scope(scope, strictness) {
                return refuse(
                    Code::InvalidScope,
                    "widgetScope is none of sso, dsync, audit_logs, log_streams, widgets:…",
                );
            }
            let place =
                canonical.iter().position(|other| *other >= scope).unwrap_or(canonical.len());
            if canonical.get(place) != Some(&scope) {
                canonical.insert(place, scope);
            }
        }
        // No part holds a control character, so that each can end with one.
        let mut text = organization_id.as_bytes().to_vec();
        for scope in canonical {
            text.push(b'\n');
            text.extend_from_slice(scope);
        }
        if let Some(session) = widget_session {
            if !is_plain(session.as_bytes()) {
                return refuse(
                    Code::InvalidRequest,
                    "widgetSession is not a text of 1 to 256 plain characters",
                );
            }
            text.push(b'\t');
            text.extend_from_slice(session.as_bytes());
        }
        Ok(TokenKey(text.into()))
    }

    /// FNV-1a.
    pub(super) fn hash(&self) -> u32 {
        self.0
            .iter()
            .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
    }
}

fn is_organization(id: &[u8], strictness: Strictness) -> bool {
    match strictness {
        Strictness::WorkOs => id.strip_prefix(b"org_").is_some_and(is_identifier),
        Strictness::AnyText => is_plain(id),
    }
}

fn is_scope(scope: &[u8], strictness: Strictness) -> bool {
    match strictness {
        Strictness::WorkOs => {
            SEED_SCOPES.iter().any(|known| known.as_bytes() == scope)
                || scope.strip_prefix(b"widgets:").is_some_and(is_identifier)
        }
        Strictness::AnyText => is_plain(scope),
    }
}

fn is_identifier(text: &[u8]) -> bool {
    is_plain(text)
        && text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b':'))
}

fn is_plain(text: &[u8]) -> bool {
    (1..=MAX_LENGTH).contains(&text.len()) && !text.iter().any(u8::is_ascii_control)
}
