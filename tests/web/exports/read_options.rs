//! The options of a `getToken`.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortSignal;
use workos_widget_tokens::core::cache::ReadOptions;
use workos_widget_tokens::core::read::Accept;
use workos_widget_tokens::exports::options::read_options;

use crate::javascript::{REVOKED, TRAPPED, get, js, text};

/// The result of reading these options for a manager with a wait limit of 7 ms.
fn read(options: &str) -> Result<(ReadOptions, Option<AbortSignal>), JsValue> {
    read_options(&js(options), 7.0)
}

fn assert_invalid(options: &str, beginning: &str) {
    let error = read(options).unwrap_err();
    assert_eq!(text(&error, "code"), "invalid_options", "{options}");
    let description = text(&error, "description");
    assert!(description.starts_with(beginning), "{options}: {description}");
}

#[wasm_bindgen_test]
fn without_options_any_valid_token_is_accepted() {
    for options in ["undefined", "{}", "{ forceRefresh: false, minValidityMs: 0 }"] {
        let (options, signal) = read(options).unwrap();
        assert_eq!(options.accept, Accept::ValidFor(0));
        assert_eq!(options.wait_timeout_ms, Some(7));
        assert!(signal.is_none());
    }
}

#[wasm_bindgen_test]
fn a_new_token_or_a_minimum_validity_may_be_required() {
    for (options, accept) in [
        ("{ forceRefresh: true }", Accept::New),
        ("{ forceRefresh: true, minValidityMs: 5 }", Accept::New),
        ("{ minValidityMs: 5 }", Accept::ValidFor(5)),
        ("{ minValidityMs: Infinity }", Accept::ValidFor(u64::MAX)),
    ] {
        assert_eq!(read(options).unwrap().0.accept, accept, "{options}");
    }
}

#[wasm_bindgen_test]
fn a_callers_wait_limit_overrides_the_managers() {
    for (options, wait_timeout_ms) in [
        ("{ waitTimeoutMs: 0 }", Some(0)),
        ("{ waitTimeoutMs: 5.5 }", Some(5)),
        ("{ waitTimeoutMs: undefined }", Some(7)),
        ("{ waitTimeoutMs: Infinity }", None),
    ] {
        assert_eq!(read(options).unwrap().0.wait_timeout_ms, wait_timeout_ms, "{options}");
    }
    let (endless, _) = read_options(&JsValue::UNDEFINED, f64::INFINITY).unwrap();
    assert_eq!(endless.wait_timeout_ms, None);
}

#[wasm_bindgen_test]
fn a_signal_is_anything_with_add_event_listener() {
    for signal in ["new AbortController().signal", "{ addEventListener() {} }"] {
        let (_, signal) = read(&format!("{{ signal: {signal} }}")).unwrap();
        assert!(signal.is_some());
    }
    assert!(read("{ signal: undefined }").unwrap().1.is_none());
    for signal in
        ["null", "5", "{}", "{ aborted: true }", "new AbortController()", TRAPPED, REVOKED]
    {
        assert_invalid(&format!("{{ signal: {signal} }}"), "signal is not an AbortSignal");
    }
}

#[wasm_bindgen_test]
fn a_value_of_the_wrong_type_is_refused() {
    for value in ["null", "1", "'true'"] {
        assert_invalid(&format!("{{ forceRefresh: {value} }}"), "forceRefresh is neither");
    }
    for name in ["minValidityMs", "waitTimeoutMs"] {
        for value in ["null", "'5'", "-1", "NaN", "5n"] {
            let complaint = format!("{name} is not a number of milliseconds");
            assert_invalid(&format!("{{ {name}: {value} }}"), &complaint);
        }
    }
    assert_invalid(
        "{ forceRefesh: true }",
        "forceRefesh is not one of signal, forceRefresh, minValidityMs, waitTimeoutMs",
    );
}

#[wasm_bindgen_test]
fn a_value_that_is_not_an_object_is_refused() {
    for options in ["null", "5", "'text'", "true", "() => {}"] {
        assert_invalid(options, "the options of getToken are no object");
    }
}

#[wasm_bindgen_test]
fn an_exception_in_an_option_is_the_cause() {
    for name in ["signal", "forceRefresh", "minValidityMs", "waitTimeoutMs"] {
        let error = read(&format!("{{ get {name}() {{ throw 'mine'; }} }}")).unwrap_err();
        assert_eq!(get(&error, "cause"), "mine", "{name}");
    }
    assert_eq!(get(&read(TRAPPED).unwrap_err(), "cause"), "trapped");
    assert_eq!(text(&read(REVOKED).unwrap_err(), "code"), "invalid_options");
}
