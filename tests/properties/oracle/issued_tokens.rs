//! Which tokens may be returned, and until when.

use crate::clocks::{Clocks, Moment};
use crate::flight::Grant;
use crate::oracle::judge::Judge;
use crate::rules::Rule;
use crate::step::Accepts;
use crate::token::Token;

/// The longest lease.
const LEASE_MS: u64 = 1_000;

/// The most that rounding to a second hides.
const CUT_MS: u64 = 1_000;

#[derive(Debug)]
struct Given {
    token: Token,
    /// Replies with tokens are numbered.
    number: u32,
    at: Moment,
    is_cut: bool,
    /// The error of a lifetime that was stated by the local clock.
    wrong_by_ms: u64,
    is_rejected: bool,
}

/// Who receives a token.
#[derive(Clone, Copy, Debug)]
pub enum To {
    /// A caller that has waited since this many tokens had arrived.
    Waiter { accept: Accepts, since: u32 },
    /// A caller that is answered at once.
    Reader { accept: Accepts },
    /// A lease of this duration.
    Lease { ms: u64 },
    /// A display.
    Display,
}

#[derive(Debug)]
pub struct IssuedTokens {
    /// For each key, since its epoch began.
    given: Vec<Vec<Given>>,
    newest_handed: Vec<u32>,
    /// The lifetime of the newest token of each key, as the core reported it.
    believed_life_ms: Vec<u64>,
    came: u32,
    default_lifetime_ms: u64,
}

impl IssuedTokens {
    pub fn new(keys: usize, default_lifetime_ms: u64) -> Self {
        IssuedTokens {
            given: (0..keys).map(|_| Vec::new()).collect(),
            newest_handed: vec![0; keys],
            believed_life_ms: vec![u64::MAX; keys],
            came: 0,
            default_lifetime_ms,
        }
    }

    /// How many tokens have arrived.
    pub fn came(&self) -> u32 {
        self.came
    }

    pub fn come(&mut self, grant: Grant, sent: Moment, clocks: &Clocks) {
        self.came += 1;
        let at = clocks.now();
        let wrong_by_ms =
            if grant.by_local_clock { self.wrong_by_ms(grant.token, sent, clocks) } else { 0 };
        self.given[grant.token.key as usize].push(Given {
            token: grant.token,
            number: self.came,
            at,
            is_cut: grant.is_cut,
            wrong_by_ms,
            is_rejected: false,
        });
    }

    fn wrong_by_ms(&self, token: Token, sent: Moment, clocks: &Clocks) -> u64 {
        let local_ms = i64::try_from(clocks.now().true_ms).unwrap() + clocks.wall_ahead_ms();
        if i64::try_from(token.expires_ms).unwrap() > local_ms {
            u64::try_from(-clocks.wall_ahead_ms()).unwrap_or(0)
        } else {
            // The clock is too fast to be plausible: the default applies.
            (sent.true_ms + self.default_lifetime_ms).saturating_sub(token.expires_ms)
        }
    }

    /// The core has reported the lifetime of a new token of `key`.
    pub fn believe(&mut self, key: usize, life_ms: u64) {
        self.believed_life_ms[key] = life_ms;
    }

    pub fn reject(&mut self, key: usize, token: Option<Token>) {
        for given in &mut self.given[key] {
            if token.is_none_or(|token| token == given.token) {
                given.is_rejected = true;
            }
        }
    }

    pub fn is_rejected(&self, key: usize, token: Token) -> bool {
        self.given[key].iter().any(|given| given.token == token && given.is_rejected)
    }

    /// A token of `key`: the newest, or an older one.
    pub fn pick(&self, key: usize, newest: bool) -> Option<Token> {
        let given = &self.given[key];
        let found = if newest { given.last() } else { given.first() };
        found.map(|given| given.token)
    }

    pub fn clear(&mut self) {
        for given in &mut self.given {
            given.clear();
        }
        self.newest_handed.fill(0);
    }

    pub fn check(
        &mut self,
        key: usize,
        token: Token,
        to: To,
        may_be_open: bool,
        clocks: &Clocks,
        judge: &mut Judge,
    ) {
        let now = clocks.now();
        let mut gifts = self.given[key].iter().rev().filter(|given| given.token == token);
        let Some(given) = gifts.next() else {
            return judge.demand(false, Rule::EarlierEpoch, || format!("{token:?} to {to:?}"));
        };
        let wrong_by_ms = gifts.map(|given| given.wrong_by_ms).fold(given.wrong_by_ms, u64::max);
        let good_until_ms = token.expires_ms + wrong_by_ms + clocks.slack_ms();
        let came_just_now = given.at.true_ms == now.true_ms;
        let waited_for_it = came_just_now && matches!(to, To::Waiter { .. });
        let cut_ms = if given.is_cut && waited_for_it { CUT_MS } else { 0 };
        judge.demand(now.true_ms < good_until_ms + cut_ms, Rule::Expired, || {
            format!("{token:?} to {to:?} at {}", now.true_ms)
        });
        judge.demand(!given.is_rejected, Rule::Rejected, || format!("{token:?} to {to:?}"));
        judge.demand(given.number >= self.newest_handed[key], Rule::OlderAgain, || {
            format!("{token:?} to {to:?}")
        });
        self.newest_handed[key] = given.number;

        let left_ms = good_until_ms.saturating_sub(now.true_ms);
        match to {
            To::Lease { ms } => {
                judge.demand(ms <= left_ms && ms <= LEASE_MS, Rule::LeaseTooLong, || {
                    format!("{ms} ms of {token:?}, which has {left_ms} left")
                });
            }
            To::Waiter { accept: Accepts::New, since } => {
                judge.demand(given.number > since || may_be_open, Rule::NotNew, || {
                    format!("{token:?}")
                });
            }
            To::Reader { accept: Accepts::New } => {
                judge.demand(may_be_open, Rule::NotNew, || format!("{token:?} at once"));
            }
            To::Waiter { accept: Accepts::ValidFor(ms), .. }
            | To::Reader { accept: Accepts::ValidFor(ms) } => {
                let is_too_much = ms.0 >= self.believed_life_ms[key];
                let holds = ms.0 <= left_ms || waited_for_it || is_too_much || may_be_open;
                judge.demand(holds, Rule::TooLittleValidity, || {
                    format!("{token:?} with {left_ms} ms left")
                });
            }
            To::Waiter { .. } | To::Reader { .. } | To::Display => {}
        }
    }
}
