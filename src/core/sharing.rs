//! What the tabs of one user say to each other, so that one request serves all of them.
//!
//! There is no lock and no leader: a tab that is about to fetch asks first, and waits for a moment.
//! Nobody has to answer, and every wait has a limit, so a tab that is frozen, closed or hostile
//! delays the others at most. Whoever reads a message is to judge it as if a stranger had sent it.

use super::lifetime::Claims;

/// Whether this build can share tokens. Where it cannot, the compiler removes whatever depends on it.
pub const ENABLED: bool = cfg!(feature = "tabs");

/// How long a tab waits for an answer before it fetches. Longer than a message takes to a tab that
/// is busy rendering, and shorter than anybody notices.
pub const ASK_MS: u64 = 75;

/// So many tabs are answered by the one that fetches for them; any more fetch for themselves.
pub const MOST_ASKERS: usize = 32;

/// A copy of a token is used for a day at most, whatever is said of it.
const LONGEST_LEFT_MS: u64 = 86_400_000;

/// Each question has a random number, of which the lowest goes on of those who ask at once. This is
/// the largest that JavaScript and Rust agree on.
pub const MOST_RANK: u64 = FIRST_LATE_RANK - 1;

/// A question that follows another's has a rank from here on, so it is never the first.
pub const FIRST_LATE_RANK: u64 = 1 << 52;

/// What one tab says to all others of the same user, about one key. Flat, as it travels: an enum
/// with fields of its own for each kind would weigh half a kilobyte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<T> {
    /// What it says.
    pub kind: Kind,
    /// The question that it asks or answers; for [`Kind::Rejected`], the token's fingerprint.
    pub number: u64,
    /// How long the token is good for that the asker holds, or that is offered.
    pub left_ms: u64,
    /// The whole life of the token that is offered.
    pub life_ms: u64,
    /// The token that is offered, with [`Kind::Token`] alone.
    pub token: Option<T>,
}

/// What a message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is about to fetch: who has a token that is good for much longer than this?
    Ask,
    /// Here is one.
    Token,
    /// It is being fetched.
    Sent,
    /// It could not be fetched.
    Failed,
    /// A server rejected a token: whoever holds it drops it.
    Rejected,
    /// The user has signed out: about no key, and answered by a clear of the whole cache.
    SignedOut,
}

impl<T> Message<T> {
    /// A message without a token.
    pub fn new(kind: Kind, number: u64, left_ms: u64) -> Self {
        Message { kind, number, left_ms, life_ms: 0, token: None }
    }
}

impl Kind {
    /// All kinds, each at the place that is its number.
    pub const ALL: [Kind; 6] =
        [Kind::Ask, Kind::Token, Kind::Sent, Kind::Failed, Kind::Rejected, Kind::SignedOut];
}

/// What is left of a token's life, when it is handed from one tab to another.
///
/// Said without any clock: tabs may have started at different times, and be of different minds
/// about what time it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The whole life.
    pub life_ms: u64,
    /// How much of it is left.
    pub left_ms: u64,
}

impl Left {
    /// Takes what another tab said, and no more of it than the token's own claims allow. `None`
    /// where it makes no sense.
    #[must_use]
    pub fn parse(life_ms: u64, left_ms: u64, claims: Claims) -> Option<Self> {
        let age_ms = life_ms.checked_sub(left_ms)?;
        let claimed = claims.expires_ms.zip(claims.issued_ms);
        let life_ms = claimed.map_or(life_ms, |(expires_ms, issued_ms)| {
            life_ms.min(u64::try_from(expires_ms.saturating_sub(issued_ms)).unwrap_or(0))
        });
        let left_ms = life_ms.checked_sub(age_ms)?.min(LONGEST_LEFT_MS);
        Some(Left { life_ms, left_ms })
    }
}

/// A token as the shell holds it.
pub trait Token: Clone + PartialEq {
    /// A short digest: what was rejected is named by it, not by the token.
    fn fingerprint(&self) -> u64;
}

impl Token for String {
    fn fingerprint(&self) -> u64 {
        digest(self.encode_utf16())
    }
}

/// FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>) over UTF-16 code units, cut to the bits that a
/// JavaScript number holds. It separates what differs by accident, and hides nothing from a guess.
pub fn digest(units: impl Iterator<Item = u16>) -> u64 {
    let digest = units.fold(0xcbf2_9ce4_8422_2325, |digest: u64, unit| {
        (digest ^ u64::from(unit)).wrapping_mul(0x100_0000_01b3)
    });
    digest >> 11
}

/// What a tab has to do with the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// Nothing.
    Alone,
    /// Another tab said that the user has signed out, and the app in this one has not said who is
    /// signed in since: it asks, but what it fetches may be another user's.
    Asks,
    /// It asks and answers.
    Answers,
}
