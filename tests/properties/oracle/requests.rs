//! How often the route is called.

use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::reply::{Reply, RetryAfter};

use crate::clocks::{Clocks, Moment, server_ms_at};
use crate::oracle::judge::Judge;
use crate::rules::Rule;
use crate::token::Token;
use crate::units::{HOUR, MINUTE, SECOND};

/// Answered requests in a minute that no refresh date called for.
const PER_MINUTE: usize = 10;

/// The same, however they ended.
const FORGIVEN_PER_MINUTE: usize = 60;

/// A longer pause does not carry over to another user.
const LONG_PAUSE_MS: u64 = 5 * MINUTE;

/// The largest spread over a `Retry-After`.
const WIDEST_SPREAD_MS: u64 = 4 * MINUTE;

#[derive(Debug, Default)]
struct OfKey {
    /// All requests of the last hour, on the fastest clock.
    sent_ms: Vec<u64>,
    /// Those that no refresh date called for, in the last two minutes.
    unpaid: Vec<Unpaid>,
    /// Whether any of them may ever have been forgiven.
    has_forgiven: bool,
    /// When tokens arrived, in the last minute.
    came_ms: Vec<u64>,
    /// When the request of the last token was sent.
    success_ms: Option<u64>,
    /// When the last token is due to be renewed, if it has not been yet.
    refetch_ms: Option<u64>,
    shortest_life_ms: Option<u64>,
    /// Before this it has no slot.
    slot_ms: u64,
}

#[derive(Clone, Copy, Debug)]
struct Unpaid {
    sent_ms: u64,
    is_forgiven: bool,
}

#[derive(Debug)]
pub struct Requests {
    keys: Vec<OfKey>,
    paused_until_ms: u64,
    /// The same with the maximum jitter.
    paused_at_most_until_ms: u64,
    retry_max_ms: u64,
}

impl Requests {
    pub fn new(keys: usize, config: &Config) -> Self {
        Requests {
            keys: (0..keys).map(|_| OfKey::default()).collect(),
            paused_until_ms: 0,
            paused_at_most_until_ms: 0,
            retry_max_ms: config.retry_max_ms,
        }
    }

    /// The request of `key` sent at that time was ended by a caller or by the network.
    pub fn forgive(&mut self, key: usize, sent: Moment) {
        self.keys[key].forgive(|unpaid| unpaid.sent_ms == sent.fastest_ms);
    }

    /// Earlier requests no longer count: the network, or the user, is another.
    pub fn forgive_all(&mut self) {
        for of_key in &mut self.keys {
            of_key.forgive(|_| true);
            // One may be decided on and not sent yet.
            of_key.has_forgiven = true;
        }
    }

    /// Whether `key` had so many requests that the breaker may be open.
    pub fn may_be_open(&self, key: usize) -> bool {
        self.keys[key].unpaid.len() >= PER_MINUTE
    }

    pub fn send(&mut self, key: usize, clocks: &Clocks, judge: &mut Judge) {
        let now_ms = clocks.now().fastest_ms;
        let early_ms = clocks.uncounted_ms();
        judge.demand(now_ms + early_ms >= self.paused_until_ms, Rule::DuringPause, || {
            format!("{} ms before its end", self.paused_until_ms - now_ms)
        });
        let of_key = &mut self.keys[key];
        judge.demand(now_ms + early_ms >= of_key.slot_ms, Rule::BeforeSlot, || {
            format!("{} ms", of_key.slot_ms - now_ms)
        });
        if let Some(success_ms) = of_key.success_ms {
            let since_ms = now_ms - success_ms + early_ms;
            judge.demand(since_ms >= SECOND, Rule::BelowFloor, || format!("{since_ms} ms"));
        }
        of_key.count(now_ms, early_ms, judge);
    }

    /// A token arrived for a request sent at `sent`, and is due again in `refetch_in_ms`.
    pub fn come(
        &mut self,
        key: usize,
        sent: Moment,
        life_ms: u64,
        refetch_in_ms: u64,
        now: Moment,
    ) {
        let of_key = &mut self.keys[key];
        of_key.success_ms = Some(sent.fastest_ms);
        of_key.came_ms.push(now.fastest_ms);
        let is_kept = sent.fastest_ms + life_ms > now.fastest_ms;
        of_key.refetch_ms = is_kept.then_some(now.fastest_ms + refetch_in_ms);
        let shortest_ms = of_key.shortest_life_ms.unwrap_or(life_ms);
        of_key.shortest_life_ms = Some(shortest_ms.min(life_ms));
    }

    /// A refusal that counts: it may ask for a pause, or give a slot.
    pub fn refuse(&mut self, key: usize, reply: &Reply<Token>, clocks: &Clocks) {
        let now = clocks.now();
        if let RetryAfter::Slot(ms) = reply.retry_after
            && matches!(reply.status, 408 | 425 | 429 | 500..=599)
        {
            self.keys[key].slot_ms = now.fastest_ms + ms;
        }
        if !matches!(reply.status, 429 | 503) {
            return;
        }
        let asked_ms = match reply.retry_after {
            RetryAfter::InMs(ms) => ms,
            RetryAfter::At(at_ms) => {
                // Without a `Date` the local clock is used, fast or not.
                let fast_ms =
                    if reply.server_ms.is_none() { clocks.wall_ahead_ms().max(0) } else { 0 };
                u64::try_from(at_ms - server_ms_at(now.true_ms) - fast_ms).unwrap_or(0)
            }
            // A slot applies to one key.
            RetryAfter::Slot(_) | RetryAfter::Unsaid => return,
        };
        let until_ms = now.fastest_ms + asked_ms;
        self.paused_until_ms = self.paused_until_ms.max(until_ms);
        // A slow local clock may have made it longer.
        let heard_ms = asked_ms + u64::try_from(-clocks.wall_ahead_ms()).unwrap_or(0);
        let spread_ms = heard_ms.max(WIDEST_SPREAD_MS);
        let at_most_ms =
            (now.fastest_ms + heard_ms + spread_ms).max(now.fastest_ms + self.retry_max_ms);
        self.paused_at_most_until_ms = self.paused_at_most_until_ms.max(at_most_ms);
    }

    /// Another epoch: no earlier refresh date calls for anything now, and a long pause is over.
    pub fn clear(&mut self, now: Moment) {
        if self.paused_at_most_until_ms > now.fastest_ms + LONG_PAUSE_MS {
            self.paused_until_ms = now.fastest_ms;
            self.paused_at_most_until_ms = now.fastest_ms;
        }
        self.forgive_all();
        for of_key in &mut self.keys {
            of_key.refetch_ms = None;
            of_key.slot_ms = 0;
        }
    }
}

impl OfKey {
    fn forgive(&mut self, is_meant: impl Fn(&Unpaid) -> bool) {
        for unpaid in self.unpaid.iter_mut().filter(|unpaid| is_meant(unpaid)) {
            unpaid.is_forgiven = true;
            self.has_forgiven = true;
        }
    }

    fn count(&mut self, now_ms: u64, early_ms: u64, judge: &mut Judge) {
        let keep = |times: &mut Vec<u64>, length_ms: u64| {
            times.retain(|then_ms| now_ms - then_ms + early_ms < length_ms);
        };
        keep(&mut self.sent_ms, HOUR);
        self.sent_ms.push(now_ms);
        keep(&mut self.came_ms, MINUTE);
        self.unpaid.retain(|unpaid| now_ms - unpaid.sent_ms < 2 * MINUTE);
        if self.refetch_ms.take_if(|refetch_ms| *refetch_ms <= now_ms + early_ms).is_none() {
            self.unpaid.push(Unpaid { sent_ms: now_ms, is_forgiven: false });
        }
        let in_minute = |unpaid: &&Unpaid| now_ms - unpaid.sent_ms + early_ms < MINUTE;
        let unpaid = self.unpaid.iter().filter(in_minute).count();
        let counted =
            self.unpaid.iter().filter(in_minute).filter(|unpaid| !unpaid.is_forgiven).count();
        // If clocks are inexact, so is which request a refresh date called for. One may have been
        // decided on before the others were forgiven, and sent after.
        let most = PER_MINUTE + usize::from(self.has_forgiven);
        let is_few = counted <= most && unpaid <= FORGIVEN_PER_MINUTE;
        judge.demand(is_few || early_ms > 0, Rule::TooManyInAMinute, || {
            format!("{counted} of {unpaid} that no refresh date called for count")
        });
        let in_minute =
            self.sent_ms.iter().filter(|then_ms| now_ms - **then_ms + early_ms < MINUTE).count();
        let unpaid = if self.has_forgiven { FORGIVEN_PER_MINUTE } else { PER_MINUTE };
        let most = unpaid + 1 + self.came_ms.len();
        judge.demand(in_minute <= most, Rule::TooManyInAMinute, || {
            format!("{in_minute}, at most {most}")
        });
        let pace_ms = (self.shortest_life_ms.unwrap_or(0) / 4).max(SECOND);
        let in_hour = u64::try_from(self.sent_ms.len()).unwrap();
        let most = u64::try_from(61 * unpaid + 1).unwrap() + HOUR / pace_ms;
        judge.demand(in_hour <= most, Rule::TooManyInAnHour, || {
            format!("{in_hour}, at most {most}")
        });
    }
}
