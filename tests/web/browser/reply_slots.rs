//! When a refused request may be retried, as its body states it.

use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::reply::{Body, Response};
use workos_widget_tokens::core::reply::RetryAfter;

use crate::javascript::js;
use crate::route::reply_with;

/// The result of reading a 429 with this body and `Retry-After: 30`.
fn retry_after(body: &str) -> RetryAfter {
    let response = Response::new(reply_with(429, body, "{ 'Retry-After': '30' }"));
    response.read(&Body::parse(body.into())).unwrap().reply.retry_after
}

#[wasm_bindgen_test]
fn a_slot_takes_precedence_over_retry_after() {
    for (said, ms) in
        [("1500", 1_500), ("0", 0), ("1500.9", 1_500), (r#""1500""#, 1_500), ("1e9", 3_600_000)]
    {
        let body = format!(r#"{{"error":"rate_limited","retry_in_ms":{said}}}"#);
        assert_eq!(retry_after(&body), RetryAfter::Slot(ms), "{said}");
    }
}

#[wasm_bindgen_test]
fn an_invalid_slot_leaves_retry_after_in_effect() {
    for said in ["-1", "1e999", "-1e999", "null", "true", "[]", "[1]", "{}", r#""soon""#, r#""""#] {
        let body = format!(r#"{{"retry_in_ms":{said}}}"#);
        assert_eq!(retry_after(&body), RetryAfter::InMs(30_000), "{said}");
    }
    for body in ["", "{}", "null", "[]", "1500", r#""1500""#, "retry_in_ms: 1500"] {
        assert_eq!(retry_after(body), RetryAfter::InMs(30_000), "{body}");
    }
}

#[wasm_bindgen_test]
fn a_slot_that_is_not_a_number_is_not_converted() {
    let response = Response::new(reply_with(429, "", "{ 'Retry-After': '30' }"));
    for value in ["NaN", "Infinity", "1n", "Symbol()", "{ valueOf() { throw 'mine'; } }"] {
        let body = Body::Value(js(&format!("{{ retry_in_ms: {value} }}")));
        let read = response.read(&body).unwrap();
        assert_eq!(read.reply.retry_after, RetryAfter::InMs(30_000), "{value}");
    }
}
