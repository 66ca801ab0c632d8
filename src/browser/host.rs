//! What the hand-written side of the package does for the module.
//!
//! It makes the objects that JavaScript sees and calls the functions that the app
//! passed in. Building objects here, member by member, would cost several kilobytes.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::core::cache::KeyId;
use crate::core::error::TokenError;
use crate::core::event::{Event, EventKind};

#[wasm_bindgen]
extern "C" {
    /// The object in `src/npm/host.js`. None of its functions throws: what the app's own
    /// functions throw is caught there.
    #[derive(Debug)]
    pub type Host;

    /// Sends a request for a key to the route, with the headers and the body that the
    /// app wants, and takes the reply apart. Calls `Engine.replied` or `Engine.failed` with
    /// what came of it, and never before this returns.
    #[wasm_bindgen(method)]
    pub fn send(this: &Host, key: u32, serial: u32);

    /// Ends a request; what comes of it is no longer listened to.
    #[wasm_bindgen(method)]
    pub fn abort(this: &Host, serial: u32);

    /// Takes a lease on a key's token: the promise of it, good for so many milliseconds.
    #[wasm_bindgen(method)]
    pub fn lease(this: &Host, key: u32, promise: &Promise, lease_ms: f64);

    /// Settles the promise of a caller.
    #[wasm_bindgen(method)]
    pub fn settle(this: &Host, call: u32, token: &JsValue, error: &JsValue);

    /// Tells the subscribers of a key that its snapshot has changed.
    #[wasm_bindgen(method)]
    pub fn notify(this: &Host, key: u32);

    #[wasm_bindgen(method, js_name = makeError)]
    fn make_error(
        this: &Host,
        code: &str,
        transient: bool,
        status: Option<u16>,
        description: Option<&str>,
        retry_after_ms: Option<f64>,
        attempts: u32,
        key: Option<u32>,
        cause: &JsValue,
    ) -> JsValue;

    #[wasm_bindgen(method)]
    fn emit(
        this: &Host,
        name: &str,
        key: u32,
        error: &JsValue,
        first: Option<f64>,
        second: Option<f64>,
    );
}

impl Host {
    /// A new `TokenError`.
    pub fn error(&self, key: Option<KeyId>, error: &TokenError) -> JsValue {
        let cause = error.cause.as_ref().and_then(|cause| cause.downcast_ref::<JsValue>());
        self.make_error(
            error.code.as_str(),
            error.code.is_transient(),
            error.status,
            error.description.as_deref(),
            error.retry_after_ms.map(|ms| ms as f64),
            error.attempts,
            key.map(|key| key.0),
            cause.unwrap_or(&JsValue::UNDEFINED),
        )
    }

    /// Tells the listeners.
    pub fn tell(&self, event: &Event) {
        let (error, first, second) = match &event.kind {
            EventKind::Token { lifetime_ms, refresh_in_ms } => {
                (JsValue::UNDEFINED, Some(*lifetime_ms as f64), Some(*refresh_in_ms as f64))
            }
            EventKind::Retry { attempt } => (JsValue::UNDEFINED, Some(f64::from(*attempt)), None),
            EventKind::Error { error, retry_in_ms } => {
                (self.error(Some(event.key), error), retry_in_ms.map(|ms| ms as f64), None)
            }
            EventKind::Expired | EventKind::Idle => (JsValue::UNDEFINED, None, None),
        };
        self.emit(event.kind.name(), event.key.0, &error, first, second);
    }
}
