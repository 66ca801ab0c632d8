//! What a reply says about its token's life, on a clock that may be wrong.
//!
//! A local clock that is an hour off must change nothing, so a life is always a
//! *difference between two of the server's own times*: its expiry less the time the
//! server had when it answered. The local wall clock is asked only when the server
//! gave no time at all.

/// Expiry as the reply's body states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expiry {
    /// At a moment of the server's clock, in milliseconds since 1970.
    At(i64),
    /// So many milliseconds after it was made; zero or less is already over.
    In(i64),
    /// The body does not say.
    #[default]
    Unsaid,
}

impl Expiry {
    /// A number that means seconds or milliseconds since 1970: as milliseconds the border
    /// lies in 1973, as seconds in 5138.
    #[must_use]
    pub fn at_number(epoch: f64) -> Self {
        Expiry::At(if epoch < 1e11 { epoch * 1_000.0 } else { epoch } as i64)
    }
}

/// The two claims of a JWT that speak of its life, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// `exp`: when it ends.
    pub expires_ms: Option<i64>,
    /// `iat`: when it was made.
    pub issued_ms: Option<i64>,
}

/// What clocks the reply was seen by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// The reply's `Date`, where it can be read.
    pub server_ms: Option<i64>,
    /// The local wall clock when the reply came.
    pub local_ms: i64,
}

/// How long a token lives, counted from when its request was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// So long for certain.
    pub certain_ms: u64,
    /// So long perhaps: `Date` and `iat` are cut to whole seconds.
    pub possible_ms: u64,
}

impl Lifetime {
    /// A life of exactly `ms` milliseconds.
    #[must_use]
    pub fn exactly(ms: u64) -> Self {
        Lifetime { certain_ms: ms, possible_ms: ms }
    }

    /// The life that `expiry` and `claims` agree on: the shorter of the two, or
    /// `default_ms` where neither says.
    #[must_use]
    pub fn read(expiry: Expiry, claims: Claims, clocks: Clocks, default_ms: u64) -> Self {
        let stated = match expiry {
            Expiry::In(ms) => Some(Lifetime::exactly(u64::try_from(ms).unwrap_or(0))),
            Expiry::At(at_ms) => Some(until(at_ms, claims, clocks, default_ms)),
            Expiry::Unsaid => None,
        };
        let claimed = claims.expires_ms.map(|at_ms| until(at_ms, claims, clocks, default_ms));
        match (stated, claimed) {
            (Some(stated), Some(claimed)) => stated.shorter(claimed),
            (Some(life), None) | (None, Some(life)) => life,
            (None, None) => Lifetime::exactly(default_ms),
        }
    }

    fn shorter(self, other: Lifetime) -> Lifetime {
        Lifetime {
            certain_ms: self.certain_ms.min(other.certain_ms),
            possible_ms: self.possible_ms.min(other.possible_ms),
        }
    }
}

fn until(expires_ms: i64, claims: Claims, clocks: Clocks, default_ms: u64) -> Lifetime {
    // Neither can be later than the server's true time, so the later is the closer.
    match clocks.server_ms.max(claims.issued_ms) {
        Some(server_ms) => {
            let possible_ms = u64::try_from(expires_ms.saturating_sub(server_ms)).unwrap_or(0);
            let life = Lifetime { certain_ms: possible_ms.saturating_sub(1_000), possible_ms };
            cautious(life, expires_ms, clocks)
        }
        // A token that is new and yet expired means that the local clock is fast.
        None => match u64::try_from(expires_ms.saturating_sub(clocks.local_ms)) {
            Ok(life_ms) if life_ms > 0 => Lifetime::exactly(life_ms),
            _ => Lifetime::exactly(default_ms),
        },
    }
}

/// Where the server gave no time, a route that keeps its tokens may have given one that was made
/// long ago. If the local clock says so it may be right, and too short a life does no harm; if it
/// says that the token is over, it is wrong.
fn cautious(life: Lifetime, expires_ms: i64, clocks: Clocks) -> Lifetime {
    match u64::try_from(expires_ms.saturating_sub(clocks.local_ms)) {
        Ok(local_ms) if local_ms > 0 && clocks.server_ms.is_none() => {
            life.shorter(Lifetime::exactly(local_ms))
        }
        _ => life,
    }
}
