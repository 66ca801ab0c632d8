//! Retry pacing: backoff, `Retry-After`, the floor between fetches, and the circuit breaker.

use super::config::Config;
use super::error::{RetryWait, TokenError};
use super::random::Random;
use super::time::Instant;

/// The least time between two successful fetches of one key.
pub const FLOOR_MS: u64 = 1_000;

/// How long callers receive a terminal error again without a new request.
pub const REFUSAL_MEMORY_MS: u64 = 5_000;

/// How long after a terminal error a subscribed key is fetched again; jitter adds up to as much. So
/// a temporary 403, or a 404 during a deployment, recovers by itself.
pub const REFUSAL_RETRY_MS: u64 = 300_000;

/// How often in a row a `fetch` that throws a non-network error is called.
pub const FAULTY_FETCHES: u32 = 3;

/// The most fetches of a key within [`BREAKER_WINDOW_MS`].
pub const BREAKER_FETCHES: usize = 10;

/// The most fetches of a key within [`BREAKER_WINDOW_MS`], forgiven ones included: a loop that
/// aborts, or signs in and out, must not flood the route either.
pub const BREAKER_FORGIVEN_FETCHES: usize = 60;

/// The window over which the breaker counts.
pub const BREAKER_WINDOW_MS: u64 = 60_000;

/// How long the breaker stays open.
pub const BREAKER_PAUSE_MS: u64 = 60_000;

/// The most jitter that is added to a slot.
pub const SLOT_JITTER_MS: u64 = 2_000;

/// How often the spread over `Retry-After` doubles, and its maximum. In `tests/fleet`, more spread
/// means fewer refusals, but makes the last client wait longer after an outage.
const SPREAD_DOUBLINGS: u32 = 3;
const WIDEST_SPREAD_MS: u64 = 240_000;

/// The backoff after the `attempts`-th failure in a row.
///
/// It doubles from `retry_base_ms` to `retry_max_ms`, and jitter subtracts up to half. The wait that
/// the route asked for is a minimum. `Retry-After` gives all refused clients the same time, so
/// jitter spreads them over as much time again, twice as much after each further failure, up to eight
/// times or four minutes; otherwise clients that one window could not serve would be refused together
/// in the next. A slot belongs to this request alone and needs little jitter.
pub fn backoff_ms(error: &TokenError, attempts: u32, config: &Config, random: &mut Random) -> u64 {
    let doublings = attempts.saturating_sub(1);
    let full_ms = doubled(config.retry_base_ms, doublings.min(32)).min(config.retry_max_ms);
    let half_ms = full_ms / 2;
    let own_ms = half_ms.saturating_add(random.up_to(full_ms.saturating_sub(half_ms)));
    let Some(wait) = error.retry_wait else { return own_ms };
    let spread_ms = match wait {
        RetryWait::Shared(ms) => {
            let least_ms = ms.max(config.retry_base_ms);
            let widest_ms = least_ms.max(WIDEST_SPREAD_MS);
            doubled(least_ms, doublings.min(SPREAD_DOUBLINGS)).min(widest_ms)
        }
        RetryWait::Slot(_) => SLOT_JITTER_MS,
    };
    own_ms.max(wait.ms().saturating_add(random.up_to(spread_ms)))
}

#[inline(never)]
fn doubled(ms: u64, times: u32) -> u64 {
    ms.saturating_mul(1 << times)
}

/// The circuit breaker: counts the fetches of one key that no expiring token called for.
///
/// The scheduled refresh of a token never counts, however short the lifetime. All other fetches that
/// the route answered do: first fetches, retries, fetches after `invalidate` or `forceRefresh`, and
/// those after a token that had expired on arrival. Fetches ended by an abort, a network failure or a
/// change of user are forgiven, up to a limit.
#[derive(Debug, Default)]
pub struct Breaker {
    recent: Vec<Fetch>,
}

#[derive(Clone, Copy, Debug)]
struct Fetch {
    sent: Instant,
    weight: Weight,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Counted,
    Forgiven,
}

impl Breaker {
    /// Records a fetch at `now`; returns false if it exceeds the limit and must not be sent.
    pub fn admit(&mut self, now: Instant) -> bool {
        self.recent.retain(|fetch| now.since_ms(fetch.sent) < BREAKER_WINDOW_MS);
        let counted = self.recent.iter().filter(|fetch| fetch.weight == Weight::Counted).count();
        if counted >= BREAKER_FETCHES || self.recent.len() >= BREAKER_FORGIVEN_FETCHES {
            return false;
        }
        // Most keys have one at a time; an unreserved `Vec` would allocate four.
        self.recent.reserve_exact(1);
        self.recent.push(Fetch { sent: now, weight: Weight::Counted });
        true
    }

    /// Whether no recent fetch is recorded at `now`.
    #[must_use]
    pub fn is_quiet(&self, now: Instant) -> bool {
        self.recent.iter().all(|fetch| now.since_ms(fetch.sent) >= BREAKER_WINDOW_MS)
    }

    /// Stops counting the fetch that was sent at `sent`, or with `None` all so far: the route did not
    /// end it.
    pub fn forgive(&mut self, sent: Option<Instant>) {
        for fetch in &mut self.recent {
            if sent.is_none_or(|sent| sent == fetch.sent) {
                fetch.weight = Weight::Forgiven;
            }
        }
    }
}
