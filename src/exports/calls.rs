//! Pending promises: the callers that wait for a token.

use std::cell::RefCell;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use crate::browser::value::call_method2;
use crate::core::id::CallId;

#[wasm_bindgen(module = "/src/npm/pending.js")]
extern "C" {
    /// A promise that rejects if the module fails: see `src/npm/pending.js`.
    type Pending;

    #[wasm_bindgen(constructor)]
    fn new() -> Pending;

    #[wasm_bindgen(method, getter)]
    fn promise(this: &Pending) -> Promise;

    #[wasm_bindgen(method)]
    fn settle(this: &Pending, is_error: bool, value: &JsValue);
}

/// One caller's pending read.
struct Call {
    serial: u32,
    pending: Pending,
    signal: Option<SignalListener>,
}

/// Listens to a caller's signal until it is dropped.
struct SignalListener {
    signal: AbortSignal,
    listener: Closure<dyn Fn()>,
}

/// All waiting callers of a manager, in the order of their calls.
#[derive(Default)]
pub struct Calls(RefCell<Vec<Call>>);

impl Calls {
    /// Adds a pending read and returns its promise.
    pub fn add(&self, call: CallId) -> Promise {
        let pending = Pending::new();
        let promise = pending.promise();
        self.0.borrow_mut().push(Call { serial: call.serial, pending, signal: None });
        promise
    }

    /// Calls `abort` when a waiting caller's signal fires.
    ///
    /// # Errors
    /// Whatever the signal throws, if it is the app's own object.
    pub fn listen(
        &self,
        call: CallId,
        signal: AbortSignal,
        abort: impl Fn() + 'static,
    ) -> Result<(), JsValue> {
        let listener = Closure::new(abort);
        call_method2(&signal, "addEventListener", "abort", listener.as_ref())?;
        let listener = SignalListener { signal, listener };
        // It may have fired meanwhile, and then the call has been settled.
        if let Some(call) = self.0.borrow_mut().iter_mut().find(|known| known.serial == call.serial)
        {
            call.signal = Some(listener);
        }
        Ok(())
    }

    /// Settles a caller's promise, if it is still pending.
    pub fn settle(&self, call: CallId, outcome: Result<&JsValue, &JsValue>) {
        let Some(call) = self.take(call) else { return };
        // Remove the listener first: settling may run the caller's code.
        drop(call.signal);
        let (Ok(value) | Err(value)) = outcome;
        call.pending.settle(outcome.is_err(), value);
    }

    fn take(&self, call: CallId) -> Option<Call> {
        let mut calls = self.0.borrow_mut();
        let place = calls.iter().position(|known| known.serial == call.serial)?;
        Some(calls.remove(place))
    }
}

impl Drop for SignalListener {
    fn drop(&mut self) {
        // The app's own signal object may throw; its caller is settled all the same.
        let _ = call_method2(&self.signal, "removeEventListener", "abort", self.listener.as_ref());
    }
}
