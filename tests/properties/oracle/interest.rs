//! Who needs a key's token, besides the waiting callers.

use workos_widget_tokens::core::config::{Config, WhileHidden};
use workos_widget_tokens::core::context::Page;

use crate::clocks::{Clocks, Moment};
use crate::oracle::judge::Judge;
use crate::rules::Rule;

#[derive(Clone, Copy, Debug, Default)]
struct OfKey {
    subscribers: u32,
    touched: Option<Moment>,
    life_ms: u64,
    is_signed_out: bool,
    is_refused: bool,
}

#[derive(Debug)]
pub struct Interest {
    keys: Vec<OfKey>,
    config: Config,
}

impl Interest {
    pub fn new(keys: usize, config: Config) -> Self {
        Interest { keys: vec![OfKey::default(); keys], config }
    }

    pub fn read(&mut self, key: usize, now: Moment) {
        self.keys[key].touched = Some(now);
        self.keys[key].is_signed_out = false;
    }

    /// A read that does not fetch if there is no token.
    pub fn lease(&mut self, key: usize, now: Moment) {
        self.keys[key].touched = Some(now);
    }

    pub fn subscribe(&mut self, key: usize) {
        self.keys[key].subscribers += 1;
        self.keys[key].is_signed_out = false;
    }

    /// Whether anyone was subscribed.
    pub fn unsubscribe(&mut self, key: usize, now: Moment) -> bool {
        let of_key = &mut self.keys[key];
        if of_key.subscribers == 0 {
            return false;
        }
        of_key.subscribers -= 1;
        of_key.touched = Some(now);
        true
    }

    pub fn is_subscribed(&self, key: usize) -> bool {
        self.keys[key].subscribers > 0
    }

    /// Whether a subscribed key should receive a token by itself.
    pub fn is_served(&self, key: usize) -> bool {
        let of_key = &self.keys[key];
        of_key.subscribers > 0 && !of_key.is_signed_out && !of_key.is_refused
    }

    pub fn come(&mut self, key: usize, life_ms: u64) {
        self.keys[key].life_ms = life_ms;
        self.keys[key].is_refused = false;
    }

    pub fn fail(&mut self, key: usize, for_good: bool) {
        self.keys[key].is_refused = for_good;
    }

    pub fn clear(&mut self, for_nobody: bool) {
        for of_key in &mut self.keys {
            of_key.is_signed_out = for_nobody;
            of_key.is_refused = false;
        }
    }

    /// How long a key keeps renewing: a lifetime, unless the page configures it.
    pub fn idle_ms(&self, key: usize) -> u64 {
        let life_ms = self.keys[key].life_ms.max(self.config.default_lifetime_ms);
        self.config.idle_after_ms.unwrap_or(life_ms)
    }

    /// A request for `key` is sent, for which this many callers wait.
    pub fn send(&self, key: usize, waiting: usize, page: Page, clocks: &Clocks, judge: &mut Judge) {
        let OfKey { subscribers, touched, is_signed_out, .. } = self.keys[key];
        let now = clocks.now();
        let idle_ms = self.idle_ms(key);
        let untouched_ms = touched.map(|at| now.fastest_ms - at.fastest_ms);
        let is_read = waiting > 0 || untouched_ms == Some(0);
        let is_recent =
            untouched_ms.is_some_and(|ms| ms.saturating_sub(clocks.slack_ms()) < idle_ms);
        let is_wanted = is_read || is_recent || subscribers > 0;
        judge.demand(is_wanted && !is_signed_out, Rule::ForNobody, || {
            format!("unused for {untouched_ms:?} of {idle_ms}, signed out: {is_signed_out}")
        });
        let may_renew = page == Page::Shown || self.config.while_hidden == WhileHidden::Renew;
        judge.demand(may_renew || is_read, Rule::WhileHidden, || String::from("nobody reads"));
    }
}
