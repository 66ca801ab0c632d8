//! How long to leave a route alone: backoff, `Retry-After`, floor and breaker.

use super::config::Config;
use super::error::{RetryWait, TokenError};
use super::random::Random;
use super::time::Instant;

/// Two successful fetches of one key lie at least this far apart.
pub const FLOOR_MS: u64 = 1_000;

/// A terminal answer is repeated to callers for this long without a request.
pub const REFUSAL_MEMORY_MS: u64 = 5_000;

/// A key that is watched and was refused is tried again after this long, and jitter adds up to as
/// much: a passing 403 or a deploy's 404 heals by itself.
pub const REFUSAL_RETRY_MS: u64 = 300_000;

/// A `fetch` that throws what no network throws is called this often in a row.
pub const FAULTY_FETCHES: u32 = 3;

/// So many fetches of a key in [`BREAKER_WINDOW_MS`] are borne, not one more.
pub const BREAKER_FETCHES: usize = 10;

/// So many fetches of a key in [`BREAKER_WINDOW_MS`] are borne whatever ended them: a loop that
/// aborts, or signs in and out, must not become a storm either.
pub const BREAKER_FORGIVEN_FETCHES: usize = 60;

/// The stretch of time over which the breaker counts.
pub const BREAKER_WINDOW_MS: u64 = 60_000;

/// How long the breaker stays open.
pub const BREAKER_PAUSE_MS: u64 = 60_000;

/// Who was given a slot comes back at most this much later.
pub const SLOT_JITTER_MS: u64 = 2_000;

/// The spread over `Retry-After` doubles so often, and no further than to this: in `tests/fleet`,
/// more spread makes fewer refusals, but keeps the last one waiting after an outage.
const SPREAD_DOUBLINGS: u32 = 3;
const WIDEST_SPREAD_MS: u64 = 240_000;

/// The pause after the `attempts`-th failure in a row.
///
/// It doubles from `retry_base_ms` to `retry_max_ms`, and jitter takes off up to half.
/// What the route asked for is a minimum. `Retry-After` tells the same moment to all who were
/// refused: jitter spreads them over as much again, and over twice as much after each further
/// failure, up to eight times or four minutes, or those whom one window could not serve are refused together in the
/// next. A slot is this request's alone, and hardly needs jitter.
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

/// Counts the fetches of one key that no lifetime called for.
///
/// A token that lived to its refetch has paid for the next request, however short
/// its life was meant to be. All others that the route answered count: first fetches, retries,
/// fetches after `invalidate` or `forceRefresh`, and after replies that were expired on arrival.
/// What a caller aborted, the network failed or another user did is forgiven, within limits.
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
    /// Notes a fetch at `now`; false when it is one too many and must not be made.
    pub fn admit(&mut self, now: Instant) -> bool {
        self.recent.retain(|fetch| now.since_ms(fetch.sent) < BREAKER_WINDOW_MS);
        let counted = self.recent.iter().filter(|fetch| fetch.weight == Weight::Counted).count();
        if counted >= BREAKER_FETCHES || self.recent.len() >= BREAKER_FORGIVEN_FETCHES {
            return false;
        }
        // Most keys have one at a time, and a list begins with room for four.
        self.recent.reserve_exact(1);
        self.recent.push(Fetch { sent: now, weight: Weight::Counted });
        true
    }

    /// The fetch that was made at `sent` does not count, or with `None` none so far: it was not the
    /// route that ended it.
    pub fn forgive(&mut self, sent: Option<Instant>) {
        for fetch in &mut self.recent {
            if sent.is_none_or(|sent| sent == fetch.sent) {
                fetch.weight = Weight::Forgiven;
            }
        }
    }
}
