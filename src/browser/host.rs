//! What the hand-written side of the package does for the module.
//!
//! Nothing but numbers crosses the border: texts and objects stay on the side that made
//! them, and so neither side needs code to carry them over. `src/npm/host.js` has the
//! other half. None of its functions throws: what the app's own functions throw is caught
//! there.

use wasm_bindgen::prelude::*;

use crate::core::cache::KeyId;
use crate::core::error::TokenError;
use crate::core::event::{Event, EventKind};

#[wasm_bindgen]
extern "C" {
    /// Sends a request for a key to the route, with the headers and the body that the
    /// app wants, and takes the reply apart. Calls `replied` or `failed` with what came of
    /// it, and never before this returns.
    #[wasm_bindgen(js_namespace = host)]
    pub fn send(key: u32, serial: u32);

    /// Ends a request; what comes of it is no longer listened to.
    #[wasm_bindgen(js_namespace = host)]
    pub fn abort(serial: u32);

    /// Answers a caller with the key's token, or with the error that was made last.
    #[wasm_bindgen(js_namespace = host)]
    pub fn settle(key: u32, call: u32, is_token: bool);

    /// Tells the subscribers of a key that its snapshot has changed.
    #[wasm_bindgen(js_namespace = host)]
    pub fn notify(key: u32);

    /// Tells the listeners; of the error that was made last, if it is of one.
    #[wasm_bindgen(js_namespace = host)]
    fn emit(event: u8, key: u32, first: f64, second: f64);

    /// Makes a `TokenError` for a key, of which the next call speaks. `origin` is the
    /// request that it came of, whose words are kept under the key it was for.
    #[wasm_bindgen(js_namespace = host, js_name = error)]
    fn make_error(
        key: u32,
        code: u8,
        is_transient: bool,
        status: u16,
        retry_after_ms: f64,
        attempts: u32,
        origin_key: u32,
        origin: f64,
    );
}

/// Makes the error that the next call speaks of.
pub fn error(key: KeyId, error: &TokenError) {
    make_error(
        key.0,
        error.code as u8,
        error.code.is_transient(),
        error.status.unwrap_or(0),
        number(error.retry_after_ms),
        error.attempts,
        error.origin.map_or(0, |origin| origin.key.0),
        error.origin.map_or(f64::NAN, |origin| origin.serial.into()),
    );
}

/// Tells the listeners.
pub fn tell(event: &Event) {
    // The numbers are places in the list of names in `manager.js`.
    let (name, first, second) = match event.kind {
        EventKind::Token { lifetime_ms, refresh_in_ms } => {
            (0, lifetime_ms as f64, refresh_in_ms as f64)
        }
        EventKind::Retry { attempt } => (1, attempt.into(), f64::NAN),
        EventKind::Error { error: ref what, retry_in_ms } => {
            error(event.key, what);
            (2, number(retry_in_ms), f64::NAN)
        }
        EventKind::Expired => (3, f64::NAN, f64::NAN),
        EventKind::Idle => (4, f64::NAN, f64::NAN),
    };
    emit(name, event.key.0, first, second);
}

/// Milliseconds as JavaScript has them; not a number where there are none.
#[must_use]
pub fn number(ms: Option<u64>) -> f64 {
    ms.map_or(f64::NAN, |ms| ms as f64)
}
