//! Warm reads that need no call into the module.
//!
//! A read of a token that needs no thought is answered by a few lines of JavaScript
//! (`src/npm/lease.js`), for as long as the lease holds that is granted here. A lease is looked
//! at by the wall clock alone, because the monotonic one takes three times as long to read; and
//! a wall clock that is set back may show the same time twice. So one timer for all of them ends
//! each round of leases.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::core::key::TokenKey;

const ROUND_MS: u32 = 1_000;

#[wasm_bindgen(module = "/src/npm/lease.js")]
extern "C" {
    /// The leases of one manager, and the round they hold in.
    pub type Leases;

    #[wasm_bindgen(constructor)]
    fn new() -> Leases;

    /// Ends all leases.
    #[wasm_bindgen(method, js_name = endRound)]
    fn end_round(this: &Leases);

    /// Has a key that is written like this found by its warm reads.
    #[wasm_bindgen(method)]
    fn remember(this: &Leases, organization_id: &str, widget_scope: &str, lease: &Lease);

    /// The lease of one key.
    pub type Lease;

    #[wasm_bindgen(constructor)]
    fn new_lease(leases: &Leases) -> Lease;

    /// Has this promise handed out for so many milliseconds.
    #[wasm_bindgen(method)]
    fn grant(this: &Lease, promise: &Promise, ms: f64);

    /// Ends it, and lets go of the token.
    #[wasm_bindgen(method)]
    pub fn end(this: &Lease);

    /// How many reads it has answered.
    #[wasm_bindgen(method, getter)]
    pub fn hits(this: &Lease) -> u32;

    /// Gives a source a `getToken` of its own, bound, because it is passed on alone.
    #[wasm_bindgen(method, js_name = attachTo)]
    pub fn attach_to(this: &Lease, source: &JsValue);
}

/// The leases of one manager, and what ends their rounds.
pub struct LeaseRounds {
    leases: Leases,
    timer: RefCell<Option<Timeout>>,
}

impl LeaseRounds {
    /// None is granted yet.
    pub fn new() -> Rc<Self> {
        Rc::new(LeaseRounds { leases: Leases::new(), timer: RefCell::default() })
    }

    /// What they are to JavaScript.
    #[must_use]
    pub fn leases(&self) -> &Leases {
        &self.leases
    }

    /// A lease for one more key.
    #[must_use]
    pub fn new_lease(&self, key: &TokenKey) -> Lease {
        let lease = Lease::new_lease(&self.leases);
        // What is written most: an organization and one scope.
        if let ([scope], None) = (key.scopes(), key.session()) {
            self.leases.remember(key.organization_id(), scope, &lease);
        }
        lease
    }

    /// Has `lease` hand out this promise for `ms` milliseconds, or to the end of the round.
    pub fn grant(self: &Rc<Self>, lease: &Lease, promise: &Promise, ms: u64) {
        let is_running = self.timer.borrow().is_some();
        if !is_running {
            let rounds = self.clone();
            self.timer.replace(Some(Timeout::new(ROUND_MS, move || rounds.end())));
        }
        lease.grant(promise, ms as f64);
    }

    /// Ends all leases.
    pub fn end(&self) {
        self.timer.take();
        self.leases.end_round();
    }
}
