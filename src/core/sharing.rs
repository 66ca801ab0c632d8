//! The protocol by which the tabs of one user share tokens, so that one request serves all of them.
//!
//! There is no lock and no leader: a tab that is about to fetch asks the others first, and waits
//! briefly. No tab has to answer, and every wait is bounded, so a frozen, closed or hostile tab can
//! only delay the others. A received message is untrusted.

use super::lifetime::Claims;

/// Whether this build can share tokens. If not, the compiler removes all code that depends on it.
pub const ENABLED: bool = cfg!(feature = "tabs");

/// How long a tab waits for an answer before it fetches: long enough for a tab that is busy
/// rendering to answer, and too short to be noticed.
pub const ASK_MS: u64 = 75;

/// A fetching tab answers this many others; any more fetch for themselves.
pub const MOST_ASKERS: usize = 32;

/// A token from another tab is used for at most a day, whatever its message says.
const LONGEST_LEFT_MS: u64 = 86_400_000;

/// Each question has a random number, its rank: of tabs that ask at the same time, the lowest rank
/// fetches. JavaScript represents every rank exactly.
pub const MOST_RANK: u64 = FIRST_LATE_RANK - 1;

/// A question that follows another tab's has a rank of at least this, so it is never the lowest.
pub const FIRST_LATE_RANK: u64 = 1 << 52;

/// A message from one tab to all others of the same user, about one key. Flat, as it is transmitted:
/// an enum with separate fields for each kind would take half a kilobyte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<T> {
    /// What kind of message this is.
    pub kind: Kind,
    /// The rank of the question asked or answered; for [`Kind::Rejected`], the token's fingerprint.
    pub number: u64,
    /// The remaining lifetime of the asking tab's token, or of the offered one.
    pub left_ms: u64,
    /// The whole lifetime of the offered token.
    pub life_ms: u64,
    /// The offered token; only in [`Kind::Token`].
    pub token: Option<T>,
}

/// The kinds of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The sender is about to fetch: does any tab hold a token that lives much longer than this?
    Ask,
    /// An answer: such a token.
    Token,
    /// An answer: the sender is fetching one.
    Sent,
    /// An answer: the fetch failed.
    Failed,
    /// A server rejected a token: every tab that holds it drops it.
    Rejected,
    /// The user signed out. Not about a key: the receiver clears its cache.
    SignedOut,
}

impl<T> Message<T> {
    /// A message without a token.
    pub fn new(kind: Kind, number: u64, left_ms: u64) -> Self {
        Message { kind, number, left_ms, life_ms: 0, token: None }
    }
}

impl Kind {
    /// All kinds, each at the index that represents it in a message.
    pub const ALL: [Kind; 6] =
        [Kind::Ask, Kind::Token, Kind::Sent, Kind::Failed, Kind::Rejected, Kind::SignedOut];
}

/// The lifetime of a token that one tab gives to another.
///
/// Independent of clocks: those of two tabs started at different times and may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemainingLife {
    /// The whole lifetime.
    pub life_ms: u64,
    /// How much of it remains.
    pub left_ms: u64,
}

impl RemainingLife {
    /// Parses what a message states, reduced to what the token's own claims allow. `None` if it is
    /// contradictory.
    #[must_use]
    pub fn parse(life_ms: u64, left_ms: u64, claims: Claims) -> Option<Self> {
        let age_ms = life_ms.checked_sub(left_ms)?;
        let claimed = claims.expires_ms.zip(claims.issued_ms);
        let life_ms = claimed.map_or(life_ms, |(expires_ms, issued_ms)| {
            life_ms.min(u64::try_from(expires_ms.saturating_sub(issued_ms)).unwrap_or(0))
        });
        let left_ms = life_ms.checked_sub(age_ms)?.min(LONGEST_LEFT_MS);
        Some(RemainingLife { life_ms, left_ms })
    }
}

/// A token as the shell represents it.
pub trait Token: Clone + PartialEq {
    /// A short digest, by which a rejected token is identified without disclosing it.
    fn fingerprint(&self) -> u64;
}

impl Token for String {
    fn fingerprint(&self) -> u64 {
        digest(self.encode_utf16())
    }
}

/// FNV-1a (<http://www.isthe.com/chongo/tech/comp/fnv/>) over UTF-16 code units, cut to the bits that a
/// JavaScript number holds. It tells values apart, but does not hide one from someone who guesses it.
pub fn digest(units: impl Iterator<Item = u16>) -> u64 {
    let digest = units.fold(0xcbf2_9ce4_8422_2325, |digest: u64, unit| {
        (digest ^ u64::from(unit)).wrapping_mul(0x100_0000_01b3)
    });
    digest >> 11
}

/// Whether a tab shares tokens with the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharingMode {
    /// It neither asks nor answers.
    Off,
    /// It asks but does not answer: the user signed out in another tab, and until the app in this
    /// one names the user, a token that it fetches may be another user's.
    ReceiveOnly,
    /// It asks and answers.
    Full,
}
