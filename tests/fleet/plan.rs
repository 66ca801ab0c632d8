//! The fleets, and what happens to them.

pub const SECOND: u64 = 1_000;
pub const MINUTE: u64 = 60 * SECOND;

/// A fleet, the limit that applies to it, and its day.
#[derive(Debug)]
pub struct Plan {
    pub name: &'static str,
    pub browsers: u32,
    pub per_minute: u32,
    pub life_ms: u64,
    /// Browsers open from time zero until then, most of them in the middle.
    pub rush_ms: u64,
    pub outage_from_ms: u64,
    pub outage_until_ms: u64,
    pub end_ms: u64,
}

/// How the tabs of a browser get their tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tabs {
    One,
    ThreeAlone,
    ThreeShared,
}

impl Tabs {
    pub const ALL: [Tabs; 3] = [Tabs::One, Tabs::ThreeAlone, Tabs::ThreeShared];

    pub fn count(self) -> u32 {
        if self == Tabs::One { 1 } else { 3 }
    }
}

pub const PLANS: [Plan; 3] = [
    Plan {
        name: "a: 4,000 browsers, 600 s tokens, 600 requests a minute",
        browsers: 4_000,
        per_minute: 600,
        life_ms: 10 * MINUTE,
        rush_ms: 10 * MINUTE,
        outage_from_ms: 90 * MINUTE,
        outage_until_ms: 95 * MINUTE,
        end_ms: 150 * MINUTE,
    },
    Plan {
        name: "b: 8,000 browsers, 600 s tokens, 600 requests a minute: more than the limit carries",
        browsers: 8_000,
        per_minute: 600,
        life_ms: 10 * MINUTE,
        rush_ms: 10 * MINUTE,
        outage_from_ms: 90 * MINUTE,
        outage_until_ms: 95 * MINUTE,
        end_ms: 150 * MINUTE,
    },
    Plan {
        name: "c: 100,000 browsers, 1 h tokens, 6,000 requests a minute",
        browsers: 100_000,
        per_minute: 6_000,
        life_ms: 60 * MINUTE,
        rush_ms: 10 * MINUTE,
        // In the middle of the burst of browsers that opened together.
        outage_from_ms: 305 * MINUTE,
        outage_until_ms: 310 * MINUTE,
        end_ms: 480 * MINUTE,
    },
];

impl Plan {
    pub fn is_out(&self, now_ms: u64) -> bool {
        (self.outage_from_ms..self.outage_until_ms).contains(&now_ms)
    }
}
