//! Errors as the app sees them. The class and its messages are in `src/npm/token-error.js`.

use wasm_bindgen::prelude::*;

use crate::browser::plain_object::Fields;
use crate::browser::request::Words;
use crate::core::error::{Code, TokenError};

#[wasm_bindgen(module = "/src/npm/token-error.js")]
extern "C" {
    /// Creates a `TokenError`; `code` is an index into its list of codes.
    #[wasm_bindgen(js_name = makeError)]
    fn make_error(code: u8, details: &JsValue) -> JsValue;

    /// Converts an exception to a `TokenError`, unless it already is one.
    pub fn typed(thrown: JsValue) -> JsValue;
}

/// Creates the error of a key.
#[must_use]
pub fn make(error: &TokenError, words: Words, key: JsValue) -> JsValue {
    let mut details = Fields::default();
    details
        .js("description", words.description)
        .js("cause", words.cause)
        .flag("transient", error.code.is_transient())
        .ms("status", error.status.map(i64::from))
        .duration("retryAfterMs", error.retry_wait.map(|wait| wait.ms()))
        .count("attempts", error.attempts)
        .js("key", key);
    make_error(error.code.public() as u8, &details.object())
}

/// Creates the error for invalid input.
#[must_use]
#[inline(never)]
pub fn refusal(code: Code, description: &str) -> JsValue {
    let words = Words { description: description.into(), cause: JsValue::UNDEFINED };
    make(&TokenError::new(code), words, JsValue::UNDEFINED)
}
