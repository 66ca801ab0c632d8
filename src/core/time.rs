//! Time as the rules see it: one clock that never runs slow.
//!
//! A browser has two clocks, and each lies in its own way. The monotonic one may
//! stand still while the machine sleeps; the wall clock may be set to anything at
//! any moment. Every rule here is about *how old* something is, and the only
//! dangerous mistake is to think it younger than it is. So [`Clock`] follows the
//! monotonic clock and adds whatever the wall clock jumped ahead of it. A clock
//! set back changes nothing; a clock set forward, which looks just like a sleep,
//! costs one early request.

/// What the platform's two clocks show at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Milliseconds of the monotonic clock, from any origin.
    pub monotonic_ms: u64,
    /// Milliseconds since 1970 by the wall clock, right or wrong.
    pub wall_ms: i64,
}

/// A moment on the clock of the rules, in milliseconds from its start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(u64);

impl Instant {
    /// The first moment there is.
    pub const START: Instant = Instant(0);

    /// The moment `ms` milliseconds later.
    #[must_use]
    pub fn plus_ms(self, ms: u64) -> Instant {
        Instant(self.0.saturating_add(ms))
    }

    /// The moment `ms` milliseconds earlier, or the first there is.
    #[must_use]
    pub fn minus_ms(self, ms: u64) -> Instant {
        Instant(self.0.saturating_sub(ms))
    }

    /// Milliseconds from `earlier` to this moment; zero when it lies ahead.
    #[must_use]
    pub fn since_ms(self, earlier: Instant) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// How far the wall clock may pull ahead before it counts as a sleep: clocks are
/// read one after the other, rounded, and slewed by NTP.
const TOLERANCE_MS: i64 = 500;

/// The last moment that a JavaScript `Date` can hold (ECMA-262, "Time Values and Time Range").
const LAST_DATE_MS: i64 = 8_640_000_000_000_000;

/// Turns readings of the two clocks into moments that never run backwards.
#[derive(Debug)]
pub struct Clock {
    /// Wall minus monotonic, as last agreed.
    gap_ms: i64,
    /// What the monotonic clock has missed so far.
    missed_ms: u64,
    /// Where the monotonic clock began.
    origin_ms: u64,
    latest: Instant,
    awake: Instant,
    wall_ms: i64,
}

impl Clock {
    /// A clock that starts at `reading`.
    #[must_use]
    pub fn new(reading: Reading) -> Self {
        Clock {
            gap_ms: gap_ms(reading),
            missed_ms: 0,
            origin_ms: reading.monotonic_ms,
            latest: Instant::START,
            awake: Instant::START,
            wall_ms: reading.wall_ms,
        }
    }

    /// The moment of `reading`, at or after every moment given out before.
    pub fn observe(&mut self, reading: Reading) -> Instant {
        let drift_ms = gap_ms(reading).saturating_sub(self.gap_ms);
        if drift_ms.unsigned_abs() > TOLERANCE_MS.unsigned_abs() {
            self.gap_ms = gap_ms(reading);
            self.missed_ms = self.missed_ms.saturating_add(u64::try_from(drift_ms).unwrap_or(0));
        }
        let elapsed_ms = reading.monotonic_ms.saturating_sub(self.origin_ms);
        self.awake = self.awake.max(Instant(elapsed_ms));
        self.latest = self.latest.max(Instant(elapsed_ms.saturating_add(self.missed_ms)));
        self.wall_ms = reading.wall_ms;
        self.latest
    }

    /// The latest moment on a clock that stands still while the machine sleeps, where the platform
    /// has one.
    #[must_use]
    pub fn awake(&self) -> Instant {
        self.awake
    }

    /// What the wall clock will show at `instant`, if nobody touches it: no later than a `Date`
    /// can be.
    #[must_use]
    pub fn wall_ms_at(&self, instant: Instant) -> i64 {
        let ahead = i64::try_from(instant.since_ms(self.latest)).unwrap_or(i64::MAX);
        let behind = i64::try_from(self.latest.since_ms(instant)).unwrap_or(i64::MAX);
        self.wall_ms.saturating_add(ahead).saturating_sub(behind).min(LAST_DATE_MS)
    }
}

fn gap_ms(reading: Reading) -> i64 {
    let monotonic_ms = i64::try_from(reading.monotonic_ms).unwrap_or(i64::MAX);
    reading.wall_ms.saturating_sub(monotonic_ms)
}
