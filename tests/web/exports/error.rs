use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::request::Words;
use workos_widget_tokens::core::error::{Code, RetryWait, TokenError};
use workos_widget_tokens::exports::error::{make, refusal, typed};

use crate::javascript::{REVOKED, TRAPPED, get, invoke, js, text};

/// Every code, by its public name.
const NAMES: [(Code, &str); 18] = [
    (Code::InvalidOptions, "invalid_options"),
    (Code::InvalidRequest, "invalid_request"),
    (Code::InvalidScope, "invalid_scope"),
    (Code::Unauthorized, "unauthorized"),
    (Code::Forbidden, "forbidden"),
    (Code::OrganizationNotFound, "organization_not_found"),
    (Code::RateLimited, "rate_limited"),
    (Code::ServerError, "server_error"),
    (Code::Network, "network"),
    (Code::Offline, "offline"),
    (Code::Timeout, "timeout"),
    (Code::InvalidResponse, "invalid_response"),
    (Code::SecretExposed, "secret_exposed"),
    (Code::TooManyRequests, "too_many_requests"),
    (Code::Aborted, "aborted"),
    (Code::Cleared, "cleared"),
    (Code::Disposed, "disposed"),
    (Code::ExpiredOnArrival, "invalid_response"),
];

fn of_code(code: Code) -> JsValue {
    make(&TokenError::new(code), Words::default(), JsValue::UNDEFINED)
}

fn is_token_error(error: &JsValue) -> bool {
    error.is_instance_of::<js_sys::Error>() && get(error, "name") == "TokenError"
}

#[wasm_bindgen_test]
fn each_code_has_its_public_name() {
    for (code, name) in NAMES {
        let error = of_code(code);
        assert!(is_token_error(&error), "{name}");
        assert_eq!(text(&error, "code"), name);
        assert!(text(&error, "message").starts_with(&format!("{name}: ")), "{name}");
        assert_eq!(get(&error, "transient"), code.is_transient(), "{name}");
    }
}

#[wasm_bindgen_test]
fn the_class_keeps_its_name_when_minified() {
    let class = get(&of_code(Code::Network), "constructor");
    assert_eq!(get(&class, "name"), "TokenError");
}

#[wasm_bindgen_test]
fn an_error_has_every_known_detail() {
    let (key, cause) = (js("{ organizationId: 'org_1' }"), js("new TypeError('no way')"));
    let error = TokenError {
        status: Some(429),
        retry_wait: Some(RetryWait::Shared(30_000)),
        attempts: 3,
        ..TokenError::new(Code::RateLimited)
    };
    let words = Words { description: "slow down".into(), cause: cause.clone() };
    let error = make(&error, words, key.clone());
    assert_eq!(get(&error, "code"), "rate_limited");
    assert_eq!(get(&error, "status"), 429.0);
    assert_eq!(get(&error, "retryAfterMs"), 30_000.0);
    assert_eq!(get(&error, "attempts"), 3.0);
    assert_eq!(get(&error, "description"), "slow down");
    assert!(get(&error, "cause") == cause);
    assert!(get(&error, "key") == key);
    let message = text(&error, "message");
    assert!(message.contains("(slow down)") && message.ends_with("[status 429]"), "{message}");
}

#[wasm_bindgen_test]
fn an_error_omits_unknown_details() {
    let error = of_code(Code::Network);
    for name in ["status", "retryAfterMs", "description", "key", "cause"] {
        assert!(get(&error, name).is_undefined(), "{name}");
    }
    assert_eq!(get(&error, "attempts"), 0.0);
    let has_cause = invoke(&js("Object.hasOwn"), &[error.clone(), "cause".into()]).unwrap();
    assert_eq!(has_cause, false, "not even as undefined");
    let message = text(&error, "message");
    assert!(!message.contains('(') && !message.contains('['), "{message}");
}

#[wasm_bindgen_test]
fn a_refused_input_is_described() {
    let error = refusal(Code::InvalidScope, "no such scope");
    assert!(is_token_error(&error));
    assert_eq!(get(&error, "code"), "invalid_scope");
    assert_eq!(get(&error, "description"), "no such scope");
    assert_eq!(get(&error, "transient"), false);
}

#[wasm_bindgen_test]
fn anything_that_the_app_throws_becomes_a_token_error() {
    let own = refusal(Code::InvalidScope, "no such scope");
    assert!(typed(own.clone()) == own, "a TokenError stays as it is");
    for thrown in
        ["'mine'", "undefined", "new TypeError('mine')", "{ code: 'aborted' }", TRAPPED, REVOKED]
    {
        let thrown = js(thrown);
        let error = typed(thrown.clone());
        assert!(is_token_error(&error));
        assert_eq!(get(&error, "code"), "invalid_options");
        assert!(get(&error, "cause") == thrown);
    }
}
