//! Readable milliseconds, and numbers spread over many magnitudes.

use std::fmt;

pub const SECOND: u64 = 1_000;
pub const MINUTE: u64 = 60 * SECOND;
pub const HOUR: u64 = 60 * MINUTE;
pub const DAY: u64 = 24 * HOUR;

/// A duration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ms(pub u64);

impl fmt::Debug for Ms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ms if ms < 10 * SECOND => write!(f, "{ms} ms"),
            ms if ms < 10 * MINUTE => write!(f, "{:.3} s", ms as f64 / 1e3),
            ms if ms < 10 * HOUR => write!(f, "{:.2} min", ms as f64 / 6e4),
            ms => write!(f, "{:.2} h", ms as f64 / 3.6e6),
        }
    }
}

/// From 0 to `most`, each magnitude with equal probability; 0 gives 0.
pub fn spread(random: u16, most: u64) -> u64 {
    ((most as f64 + 1.0).powf(f64::from(random) / 65_535.0) - 1.0) as u64
}

/// A whole second at or before `ms`.
pub fn cut(ms: i64) -> i64 {
    ms.div_euclid(1_000) * 1_000
}
