//! The lifetime of a token, computed so that a wrong local clock does not matter.
//!
//! A lifetime is the *difference between two server times*: the expiry minus the server's time when
//! it replied. The local wall clock is used only when the reply contains no server time.

/// The expiry that the reply's body states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expiry {
    /// A time on the server's clock, in milliseconds since 1970.
    At(i64),
    /// Milliseconds from issue; zero or less has already expired.
    In(i64),
    /// The body states none.
    #[default]
    Unsaid,
}

impl Expiry {
    /// Interprets a number as seconds or milliseconds since 1970. The threshold, 1e11, is 1973 in
    /// milliseconds and 5138 in seconds.
    #[must_use]
    pub fn at_number(epoch: f64) -> Self {
        Expiry::At(if epoch < 1e11 { epoch * 1_000.0 } else { epoch } as i64)
    }
}

/// The two claims of a JWT that bound its lifetime, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// `exp`: when it expires.
    pub expires_ms: Option<i64>,
    /// `iat`: when it was issued.
    pub issued_ms: Option<i64>,
}

/// The clocks at the time of the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clocks {
    /// The reply's `Date` header, if readable.
    pub server_ms: Option<i64>,
    /// The local wall clock when the reply arrived.
    pub local_ms: i64,
}

/// A token's lifetime, counted from when its request was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// The lifetime that is certain.
    pub certain_ms: u64,
    /// The lifetime that is possible: `Date` and `iat` are truncated to whole seconds.
    pub possible_ms: u64,
}

impl Lifetime {
    /// A lifetime of exactly `ms` milliseconds.
    #[must_use]
    pub fn exactly(ms: u64) -> Self {
        Lifetime { certain_ms: ms, possible_ms: ms }
    }

    /// Returns the shorter of the lifetimes that `expiry` and `claims` state, or `default_ms` if
    /// neither states one.
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
    // Neither can be ahead of the server's actual time, so the later one is closer to it.
    match clocks.server_ms.max(claims.issued_ms) {
        Some(server_ms) => {
            let possible_ms = u64::try_from(expires_ms.saturating_sub(server_ms)).unwrap_or(0);
            let life = Lifetime { certain_ms: possible_ms.saturating_sub(1_000), possible_ms };
            cautious(life, expires_ms, clocks)
        }
        // A new token that looks expired means that the local clock is fast.
        None => match u64::try_from(expires_ms.saturating_sub(clocks.local_ms)) {
            Ok(life_ms) if life_ms > 0 => Lifetime::exactly(life_ms),
            _ => Lifetime::exactly(default_ms),
        },
    }
}

/// Without a `Date`, `iat` may be old: a route that caches tokens may return one issued long ago.
/// If the local clock suggests a shorter lifetime, take it: it may be right, and too short does no
/// harm. If it says that the token has expired, the clock is wrong.
fn cautious(life: Lifetime, expires_ms: i64, clocks: Clocks) -> Lifetime {
    match u64::try_from(expires_ms.saturating_sub(clocks.local_ms)) {
        Ok(local_ms) if local_ms > 0 && clocks.server_ms.is_none() => {
            life.shorter(Lifetime::exactly(local_ms))
        }
        _ => life,
    }
}
