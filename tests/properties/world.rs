//! A page with a server, in virtual time: what happens between two steps.

use workos_widget_tokens::core::cache::{Cache, KeyId};
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::error::TokenError;
use workos_widget_tokens::core::time::Reading;

use crate::clocks::{Clocks, Moment};
use crate::flight::{Flight, Outcome};
use crate::keys::written;
use crate::oracle::calls::Calls;
use crate::oracle::counts::Counts;
use crate::oracle::interest::Interest;
use crate::oracle::issued_tokens::IssuedTokens;
use crate::oracle::judge::Judge;
use crate::oracle::requests::Requests;
use crate::rules::Rule;
use crate::scenario::Scenario;
use crate::server::Server;
use crate::step::Operation;
use crate::token::Token;

pub struct World {
    pub cache: Cache<Token>,
    pub config: Config,
    pub keys: Vec<KeyId>,
    pub clocks: Clocks,
    pub server: Server,
    pub flights: Vec<Flight>,
    pub page: Page,
    pub epoch: u32,
    pub is_disposed: bool,
    pub is_turning: bool,
    /// Each input that does not come from within another begins a turn.
    pub turn: u32,
    /// Whether actions are pending until time advances.
    pub is_behind: bool,
    /// Whether a listener did something in this turn: earlier decisions stand.
    pub is_interrupted: bool,
    pub inputs: u32,
    /// Actions performed in this turn.
    pub acts: u32,
    /// Operations to run from within a listener, this many calls from now.
    pub within: Vec<(u8, Operation)>,
    /// When the request was sent whose reply was received last, for each key.
    pub heard: Vec<Moment>,
    /// Keys with a request that failed in this turn.
    pub failed: Vec<usize>,
    pub ring_late_ms: i64,
    /// How often time has passed while the timer did not fire as it should.
    pub skips: u32,
    pub rings: u32,
    pub quiet_rings: usize,
    pub budget: u32,
    pub longest_pause_ms: u64,
    pub calls: Calls,
    pub counts: Counts,
    pub issued_tokens: IssuedTokens,
    pub interest: Interest,
    pub requests: Requests,
    pub judge: Judge,
    /// On the monotonic clock.
    rings_at_ms: Option<u64>,
}

impl World {
    pub fn new(scenario: &Scenario, judge: Judge) -> Self {
        let clocks = Clocks::new(scenario.start.0, scenario.wall_ahead_ms);
        let config = scenario.config.clone();
        let keys = usize::from(scenario.keys);
        let mut cache = Cache::new(config.clone(), clocks.reading(), scenario.seed);
        World {
            keys: (0..keys).map(|key| cache.key_id(written(key, 0))).collect(),
            cache,
            clocks,
            server: Server::new(scenario.answers.clone(), keys, config.default_lifetime_ms),
            flights: Vec::new(),
            page: Page::Shown,
            epoch: 0,
            is_disposed: false,
            is_turning: false,
            turn: 0,
            is_behind: false,
            is_interrupted: false,
            inputs: 0,
            acts: 0,
            within: Vec::new(),
            heard: vec![Moment::default(); keys],
            failed: Vec::new(),
            ring_late_ms: 0,
            skips: 0,
            rings: 0,
            quiet_rings: 0,
            budget: scenario.budget,
            longest_pause_ms: 0,
            calls: Calls::default(),
            counts: Counts { keys: u32::from(scenario.keys), ..Counts::default() },
            issued_tokens: IssuedTokens::new(keys, config.default_lifetime_ms),
            interest: Interest::new(keys, config.clone()),
            requests: Requests::new(keys, &config),
            judge,
            config,
            rings_at_ms: None,
        }
    }

    pub fn reading(&self) -> Reading {
        self.clocks.reading()
    }

    pub fn now(&self) -> Moment {
        self.clocks.now()
    }

    /// Advances both clocks; replies arrive and the timer fires.
    pub fn run_for(&mut self, ms: u64) {
        self.catch_up();
        let end_ms = self.now().true_ms + ms;
        while self.judge.is_satisfied() {
            let ring_in_ms = self.rings_at_ms.map(|at| at.saturating_sub(self.now().monotonic_ms));
            let reply_in_ms = self.next_reply_in_ms();
            let next_in_ms = ring_in_ms.into_iter().chain(reply_in_ms).min();
            let Some(next_in_ms) =
                next_in_ms.filter(|next_in_ms| self.now().true_ms + next_in_ms <= end_ms)
            else {
                return self.clocks.pass(end_ms - self.now().true_ms);
            };
            let Some(budget) = self.budget.checked_sub(1) else { return };
            self.budget = budget;
            self.clocks.pass(next_in_ms);
            if reply_in_ms == Some(next_in_ms) {
                self.deliver();
            } else {
                self.ring();
            }
        }
    }

    /// Arms the one timer for the core's deadline, as a browser does.
    pub fn arm(&mut self) -> Option<u64> {
        let delay_ms = self.cache.poll_deadline(self.reading());
        self.rings_at_ms = delay_ms.map(|delay_ms| {
            let ms = match u64::try_from(self.ring_late_ms) {
                Ok(late_ms) => delay_ms + late_ms,
                // Even a bad clock does not fire twice in the same millisecond.
                Err(_) => delay_ms.saturating_sub(1).max(1).min(delay_ms),
            };
            self.now().monotonic_ms + ms
        });
        delay_ms
    }

    pub fn ring(&mut self) {
        let reading = self.reading();
        let is_due = self.cache.poll_deadline(reading) == Some(0);
        self.rings += 1;
        self.inputs += 1;
        self.judge.note(self.clocks.now(), || String::from("the timer fires"));
        self.cache.handle_timeout(reading);
        self.turn();
        self.calls.after_ring(self.clocks.now(), &mut self.judge);
        if self.acts > 0 || !is_due {
            self.quiet_rings = 0;
            return;
        }
        self.quiet_rings += 1;
        let delay_ms = self.arm();
        let most = 2 * self.keys.len();
        self.judge.demand(delay_ms != Some(0) && self.quiet_rings <= most, Rule::BusyTimer, || {
            format!("a deadline in {delay_ms:?} after {} idle timeouts", self.quiet_rings)
        });
    }

    fn next_reply_in_ms(&self) -> Option<u64> {
        let now_ms = self.now().true_ms;
        let arrivals = self.flights.iter().filter_map(|flight| flight.arrives_ms);
        arrivals.min().map(|at_ms| at_ms.saturating_sub(now_ms))
    }

    fn deliver(&mut self) {
        let arrivals = self.flights.iter().enumerate();
        let first = arrivals
            .filter_map(|(index, flight)| Some((flight.arrives_ms?, index)))
            .filter(|(arrives_ms, _)| *arrives_ms <= self.now().true_ms)
            .min();
        let Some((_, index)) = first else { return };
        let Flight { fetch, sent, outcome, is_live, .. } = self.flights.remove(index);
        self.inputs += 1;
        let key = fetch.key.0 as usize;
        let now = self.now();
        let reading = self.reading();
        self.judge.note(now, || {
            let late = if is_live { "" } else { ", too late" };
            format!("request {} is answered{late}: {outcome:?}", fetch.serial)
        });
        if is_live {
            self.heard[key] = sent;
        }
        match outcome {
            Outcome::Granted(reply, grant) => {
                if is_live {
                    self.issued_tokens.come(grant, sent, &self.clocks);
                }
                self.note_skew(reply.server_ms, now.true_ms - sent.true_ms);
                self.cache.handle_reply(reading, fetch, reply);
            }
            Outcome::Refused(reply) => {
                if is_live {
                    self.requests.refuse(key, &reply, &self.clocks);
                }
                self.note_skew(reply.server_ms, now.true_ms - sent.true_ms);
                self.cache.handle_reply(reading, fetch, reply);
            }
            Outcome::Failed(code) => {
                if is_live && code.is_of_the_network() {
                    self.requests.forgive(key, sent);
                }
                self.cache.handle_failure(reading, fetch, TokenError::new(code));
            }
        }
        self.turn();
    }

    fn note_skew(&mut self, server_ms: Option<i64>, way_ms: u64) {
        if server_ms.is_some() {
            self.counts.skew_ms = Some((self.clocks.wall_ahead_ms(), way_ms));
        }
    }
}
