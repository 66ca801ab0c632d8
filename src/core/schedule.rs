//! When a token is refreshed: the lead before its expiry, and the jitter.

use super::random::Random;
use super::sharing::ENABLED;
use super::time::Instant;

/// A widget asks again 30 s before its token expires, and never again if it receives the same token.
/// So the new token must be there by then, with a margin.
pub const WIDGET_LEAD_MS: u64 = 35_000;

/// The times in one token's lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// From here on the token is due for refresh.
    pub refresh_at: Instant,
    /// From here on a read waits for the new token.
    pub wait_from: Instant,
    /// From here on the token is never returned.
    pub expires_at: Instant,
}

/// The most jitter, whatever the lifetime: a fleet spread over this much is no thundering herd.
const MOST_JITTER_MS: u64 = 900_000;

impl Schedule {
    /// Plans the schedule of a token that lives `life_ms` and expires at `expires_at`.
    ///
    /// Jitter moves the refresh earlier, so that browsers do not refresh in step; each millisecond of
    /// it costs requests. It is as wide as a refresh at a twelfth of the lifetime before expiry, on
    /// average, allows (1.09 requests per lifetime), but at least a third of the lead. `tests/fleet`
    /// measures it: more does not reduce refusals for short lifetimes; less keeps clients in step that
    /// opened together with tokens of an hour. It never moves the refresh of a token from another tab
    /// before `now`.
    pub fn plan(
        expires_at: Instant,
        life_ms: u64,
        now: Instant,
        lead_ms: u64,
        random: &mut Random,
    ) -> Self {
        let lead_ms = lead_for(life_ms, lead_ms);
        let latest = expires_at.minus_ms(lead_ms);
        let spare_ms = (life_ms / 6).saturating_sub(lead_ms.saturating_mul(2));
        let mut most_ms = spare_ms.min(MOST_JITTER_MS).max(lead_ms / 3);
        if ENABLED {
            most_ms = most_ms.min(latest.since_ms(now));
        }
        let jitter_ms = random.up_to(most_ms);
        let wait_ms = if lead_ms >= WIDGET_LEAD_MS { WIDGET_LEAD_MS } else { lead_ms / 2 };
        Schedule {
            refresh_at: latest.minus_ms(jitter_ms),
            wait_from: expires_at.minus_ms(wait_ms),
            expires_at,
        }
    }
}

/// At most a fifth of the lifetime, but enough for a widget; never more than half.
fn lead_for(life_ms: u64, wanted_ms: u64) -> u64 {
    wanted_ms.min(life_ms / 5).max(WIDGET_LEAD_MS).min(life_ms / 2)
}
