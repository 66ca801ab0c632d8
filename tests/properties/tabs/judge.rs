//! What a tab may receive, and how long it may wait.

use std::collections::{HashMap, HashSet};

use crate::token::Token;
use crate::units::SECOND;

/// By how much the age of a token from another tab may be overestimated: a question is open for as
/// long as a request may take.
const AGE_ERROR_MS: u64 = 10 * SECOND;

/// From here on serial numbers are of tokens that nobody issued.
pub const FORGED: u32 = 1_000_000;

/// The first rule that is broken, and when each token was requested.
#[derive(Default)]
pub struct Judge {
    pub broken: Option<String>,
    sent_ms: HashMap<u32, u64>,
}

/// What one tab has seen of one key in its session.
#[derive(Default)]
pub struct Seen {
    /// When the newest token was requested.
    newest_sent_ms: u64,
    /// What a server rejected, here or in another tab.
    rejected: HashSet<u32>,
    /// The last of them. Of tokens that nobody issued, a tab remembers no more.
    latest_rejected: [u32; 4],
}

impl Judge {
    pub fn note_sent(&mut self, token: Token, sent_ms: u64) {
        self.sent_ms.insert(token.serial, sent_ms);
    }

    pub fn demand(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.broken.get_or_insert_with(what);
        }
    }

    /// A tab of this session has received a token of a key.
    pub fn received(
        &mut self,
        token: Token,
        key: usize,
        session: u32,
        seen: &mut Seen,
        now_ms: u64,
    ) {
        // A script of the origin may pass off anything as a token, until a server rejects it.
        let is_forged = token.serial >= FORGED;
        let sent_ms = self.sent_ms.get(&token.serial).copied().unwrap_or(now_ms);
        let fault = if seen.has_rejected(token.serial) {
            "rejected"
        } else if is_forged {
            return;
        } else if token.key as usize != key {
            "of another key"
        } else if token.epoch < session {
            "of an earlier session"
        } else if token.expires_ms <= now_ms {
            "expired"
        } else if sent_ms + AGE_ERROR_MS < seen.newest_sent_ms {
            "superseded"
        } else {
            seen.newest_sent_ms = seen.newest_sent_ms.max(sent_ms);
            return;
        };
        self.broken
            .get_or_insert(format!("{now_ms} ms: a tab received one that is {fault}: {token:?}"));
    }
}

impl Seen {
    /// Another session begins; what was rejected stays so.
    pub fn forget(&mut self) {
        self.newest_sent_ms = 0;
    }

    pub fn note_rejected(&mut self, serial: u32) {
        if !self.latest_rejected.contains(&serial) {
            self.latest_rejected.rotate_right(1);
            self.latest_rejected[0] = serial;
        }
        self.rejected.insert(serial);
    }

    fn has_rejected(&self, serial: u32) -> bool {
        let is_forged = serial >= FORGED;
        self.latest_rejected.contains(&serial) || (!is_forged && self.rejected.contains(&serial))
    }
}
