//! When a token is fetched anew: the lead before its expiry, and the jitter.

use super::lifetime::Lifetime;
use super::random::Random;
use super::time::Instant;

/// A widget asks again 30 s before its token expires, and if it is then handed the
/// same token it never asks again. So the new one must be there by then, with a margin.
pub const WIDGET_LEAD_MS: u64 = 35_000;

/// The marks in one token's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// From here on it is fetched anew.
    pub refresh_at: Instant,
    /// From here on a reader waits for the new one.
    pub wait_from: Instant,
    /// From here on it is no answer.
    pub expires_at: Instant,
}

/// However long a token lives: a fleet that is spread over so much is no herd.
const MOST_JITTER_MS: u64 = 900_000;

impl Schedule {
    /// The marks for a token whose request was sent at `sent`.
    ///
    /// Jitter pulls the refetch earlier, so that a fleet of browsers does not march in step, and
    /// each millisecond of it costs requests. It is as wide as it can be with a refetch that comes
    /// a twelfth of the life before its end on average, which is 1.09 requests a life, but at least
    /// a third of the lead. `tests/fleet` judges it: with more, the fleet of short lives meets as
    /// many refusals; with less, the one that opens together and has an hour to part stays together.
    pub fn plan(sent: Instant, life: Lifetime, lead_ms: u64, random: &mut Random) -> Self {
        let lead_ms = lead_for(life.certain_ms, lead_ms);
        let spare_ms = (life.certain_ms / 6).saturating_sub(lead_ms.saturating_mul(2));
        let jitter_ms = random.up_to(spare_ms.min(MOST_JITTER_MS).max(lead_ms / 3));
        let wait_ms = if lead_ms >= WIDGET_LEAD_MS { WIDGET_LEAD_MS } else { lead_ms / 2 };
        let expires_at = sent.plus_ms(life.certain_ms);
        Schedule {
            refresh_at: expires_at.minus_ms(lead_ms).minus_ms(jitter_ms),
            wait_from: expires_at.minus_ms(wait_ms),
            expires_at,
        }
    }
}

/// At most a fifth of the life, but enough for a widget; never more than half.
fn lead_for(life_ms: u64, wanted_ms: u64) -> u64 {
    wanted_ms.min(life_ms / 5).max(WIDGET_LEAD_MS).min(life_ms / 2)
}
