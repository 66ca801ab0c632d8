//! Warm reads without a call into the module.
//!
//! A read of a fresh token is answered by a few lines of JavaScript (`src/npm/lease.js`) for as
//! long as the lease granted here is valid. A lease is checked by the wall clock alone, because the
//! monotonic clock takes three times as long to read. A wall clock that is set back may repeat a
//! time, so one timer ends each round of leases.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::Promise;
use wasm_bindgen::prelude::*;

const ROUND_MS: u32 = 1_000;

#[wasm_bindgen(module = "/src/npm/lease.js")]
extern "C" {
    /// The leases of one manager, in rounds.
    pub type Leases;

    #[wasm_bindgen(constructor)]
    fn new() -> Leases;

    /// Ends all leases.
    #[wasm_bindgen(method, js_name = endRound)]
    fn end_round(this: &Leases);

    /// The number of reads they have answered.
    #[wasm_bindgen(method, getter)]
    pub fn hits(this: &Leases) -> u32;

    /// The lease of one key.
    pub type Lease;

    #[wasm_bindgen(constructor)]
    fn new_lease(leases: &Leases, key: &JsValue) -> Lease;

    /// Returns this promise for the given number of milliseconds.
    #[wasm_bindgen(method)]
    fn grant(this: &Lease, promise: &Promise, ms: f64);

    /// Ends the lease and releases the token.
    #[wasm_bindgen(method)]
    pub fn end(this: &Lease);

    /// Gives a source its own bound `getToken`, because apps pass it on by itself.
    #[wasm_bindgen(method, js_name = attachTo)]
    pub fn attach_to(this: &Lease, source: &JsValue);
}

/// The leases of one manager, with the timer that ends their rounds.
pub struct LeaseRounds {
    leases: Leases,
    timer: RefCell<Option<Timeout>>,
}

impl LeaseRounds {
    /// Creates it, without leases.
    pub fn new() -> Rc<Self> {
        Rc::new(LeaseRounds { leases: Leases::new(), timer: RefCell::default() })
    }

    /// The JavaScript object.
    #[must_use]
    pub fn leases(&self) -> &Leases {
        &self.leases
    }

    /// Creates a lease for one more key, given as the app sees it.
    #[must_use]
    pub fn new_lease(&self, key: &JsValue) -> Lease {
        Lease::new_lease(&self.leases, key)
    }

    /// Grants `lease` for `ms` milliseconds, or until the end of the round.
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
