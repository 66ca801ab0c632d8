//! How long to leave a route alone: backoff, `Retry-After`, floor and breaker.

use super::config::Config;
use super::error::TokenError;
use super::random::Random;
use super::time::Instant;

/// Two successful fetches of one key lie at least this far apart.
pub const FLOOR_MS: u64 = 1_000;

/// A terminal answer is repeated to callers for this long without a request.
pub const REFUSAL_MEMORY_MS: u64 = 5_000;

/// So many fetches of a key in [`BREAKER_WINDOW_MS`] are borne, not one more.
pub const BREAKER_FETCHES: usize = 10;

/// The stretch of time over which the breaker counts.
pub const BREAKER_WINDOW_MS: u64 = 60_000;

/// How long the breaker stays open.
pub const BREAKER_PAUSE_MS: u64 = 60_000;

/// The pause after the `attempts`-th failure in a row.
///
/// It doubles from `retry_base_ms` to `retry_max_ms`, and jitter takes off up to half.
/// `Retry-After` is a minimum: jitter goes on top of it, up to as much again, or all who
/// were told the same moment would come back at that moment.
pub fn backoff_ms(error: &TokenError, attempts: u32, config: &Config, random: &mut Random) -> u64 {
    let doublings = attempts.saturating_sub(1).min(32);
    let full_ms = config.retry_base_ms.saturating_mul(1 << doublings).min(config.retry_max_ms);
    let half_ms = full_ms / 2;
    let own_ms = half_ms.saturating_add(random.up_to(full_ms.saturating_sub(half_ms)));
    match error.retry_after_ms {
        Some(asked_ms) => {
            let spread_ms = random.up_to(asked_ms.max(config.retry_base_ms));
            own_ms.max(asked_ms.saturating_add(spread_ms))
        }
        None => own_ms,
    }
}

/// Counts the fetches of one key that no lifetime called for.
///
/// A token that lived to its refetch has paid for the next request, however short
/// its life was meant to be. All others count: first fetches, retries, fetches after
/// `invalidate` or `forceRefresh`, and after replies that were expired on arrival.
#[derive(Debug, Default)]
pub struct Breaker {
    recent: Vec<Instant>,
}

impl Breaker {
    /// Notes a fetch at `now`; false when it is one too many and must not be made.
    pub fn admit(&mut self, now: Instant) -> bool {
        self.recent.retain(|&fetched_at| now.since_ms(fetched_at) < BREAKER_WINDOW_MS);
        if self.recent.len() >= BREAKER_FETCHES {
            self.recent.clear();
            return false;
        }
        self.recent.push(now);
        true
    }
}
