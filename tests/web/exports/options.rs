//! The options of a manager, except its endpoint.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::request::HeadersOption;
use workos_widget_tokens::core::config::WhileHidden;
use workos_widget_tokens::core::key::Strictness;
use workos_widget_tokens::exports::options::{ManagerOptions, read_user};

use crate::javascript::{REVOKED, TRAPPED, get, js, text};

/// The result of reading these options with an endpoint.
fn read(options: &str) -> Result<ManagerOptions, JsValue> {
    ManagerOptions::read(&js(&format!("{{ endpoint: '/api/widget-token', {options} }}")))
}

/// The fault in these options: the code and the message.
fn fault(options: &str) -> (String, String) {
    let error = read(options).unwrap_err();
    (text(&error, "code"), text(&error, "description"))
}

/// Expects `invalid_options` for these options, with a message that starts with this.
fn assert_invalid(options: &str, beginning: &str) {
    let (code, description) = fault(options);
    assert_eq!(code, "invalid_options", "{options}");
    assert!(description.starts_with(beginning), "{options}: {description}");
}

const NO_FUNCTIONS: [&str; 5] = ["null", "5", "'text'", "{}", "Promise.resolve()"];
const NO_MS: [&str; 8] = ["null", "'5'", "-1", "-0.5", "NaN", "-Infinity", "{}", "5n"];

#[wasm_bindgen_test]
fn a_missing_option_has_its_default() {
    let options = read("").unwrap();
    let config = &options.config;
    assert_eq!(config.refresh_lead_ms, 45_000);
    assert_eq!(config.default_lifetime_ms, 600_000);
    assert_eq!(config.request_timeout_ms, 10_000);
    assert_eq!(config.retry_base_ms, 1_000);
    assert_eq!(config.retry_max_ms, 60_000);
    assert_eq!(config.idle_after_ms, None);
    assert_eq!(config.while_hidden, WhileHidden::Pause);
    assert_eq!(options.wait_timeout_ms, 30_000.0);
    assert_eq!(options.strictness, Strictness::WorkOs);
    assert!(options.user.is_undefined());
    let route = &options.route;
    assert_eq!(route.credentials, "same-origin");
    assert!(route.body.is_none() && route.parse_response.is_none() && route.fetch.is_none());
    assert!(
        matches!(&route.headers, HeadersOption::Fixed(headers) if !headers.has("accept").unwrap())
    );
}

#[wasm_bindgen_test]
fn undefined_counts_as_missing() {
    let options = read(
        "headers: undefined, credentials: undefined, body: undefined, parseResponse: undefined,
         fetch: undefined, user: undefined, refreshLeadMs: undefined, strict: undefined,
         idleAfterMs: undefined, waitTimeoutMs: undefined, refreshWhileHidden: undefined",
    );
    assert_eq!(options.unwrap().config.refresh_lead_ms, 45_000);
}

#[wasm_bindgen_test]
fn a_given_option_is_used() {
    let options = read(
        "refreshLeadMs: 1, defaultLifetimeMs: 2, requestTimeoutMs: 3, retryBaseMs: 4, retryMaxMs: 5,
         idleAfterMs: 6, waitTimeoutMs: 7, refreshWhileHidden: true, strict: false, user: 'user_1',
         credentials: 'include'",
    )
    .unwrap();
    let config = &options.config;
    assert_eq!([config.refresh_lead_ms, config.default_lifetime_ms], [1, 2]);
    assert_eq!([config.request_timeout_ms, config.retry_base_ms, config.retry_max_ms], [3, 4, 5]);
    assert_eq!(config.idle_after_ms, Some(6));
    assert_eq!(config.while_hidden, WhileHidden::Renew);
    assert_eq!(options.wait_timeout_ms, 7.0);
    assert_eq!(options.strictness, Strictness::Any);
    assert_eq!(options.user, "user_1");
    assert_eq!(options.route.credentials, "include");
}

#[wasm_bindgen_test]
fn a_time_is_a_number_of_milliseconds_from_zero_to_infinity() {
    for (ms, whole) in [("0", 0), ("0.9", 0), ("1500.5", 1_500), ("Infinity", u64::MAX)] {
        let options = read(&format!("refreshLeadMs: {ms}, idleAfterMs: {ms}")).unwrap();
        assert_eq!(options.config.refresh_lead_ms, whole, "{ms}");
        assert_eq!(options.config.idle_after_ms, Some(whole), "{ms}");
    }
    assert_eq!(read("waitTimeoutMs: Infinity").unwrap().wait_timeout_ms, f64::INFINITY);
}

#[wasm_bindgen_test]
fn an_invalid_time_is_refused() {
    for name in [
        "refreshLeadMs",
        "defaultLifetimeMs",
        "requestTimeoutMs",
        "waitTimeoutMs",
        "retryBaseMs",
        "retryMaxMs",
        "idleAfterMs",
    ] {
        for value in NO_MS {
            let complaint = format!("{name} is not a number of milliseconds");
            assert_invalid(&format!("{name}: {value}"), &complaint);
        }
    }
}

#[wasm_bindgen_test]
fn a_lifetime_or_timeout_of_less_than_a_millisecond_is_refused() {
    for name in ["defaultLifetimeMs", "requestTimeoutMs"] {
        for value in ["0", "-0", "0.9"] {
            assert_invalid(&format!("{name}: {value}"), &format!("{name} is less than 1 ms"));
        }
        assert!(read(&format!("{name}: 1")).is_ok(), "{name}");
    }
}

#[wasm_bindgen_test]
fn an_invalid_boolean_is_refused() {
    for name in ["refreshWhileHidden", "strict"] {
        for value in ["null", "0", "1", "'true'", "{}", "new Boolean(true)"] {
            assert_invalid(&format!("{name}: {value}"), &format!("{name} is neither"));
        }
    }
}

#[wasm_bindgen_test]
fn functions_are_accepted() {
    let options = js("{ body() {}, async parseResponse() {}, fetch: async () => {} }");
    let read = read("body() {}, async parseResponse() {}, fetch: async () => {}").unwrap();
    let route = read.route;
    assert!(route.body.is_some() && route.parse_response.is_some() && route.fetch.is_some());
    crate::javascript::set(&options, "endpoint", &"/api/widget-token".into());
    let read = ManagerOptions::read(&options).unwrap();
    assert!(JsValue::from(read.route.fetch.unwrap()) == get(&options, "fetch"));
}

#[wasm_bindgen_test]
fn a_value_that_is_not_a_function_is_refused() {
    for name in ["body", "parseResponse", "fetch"] {
        for value in NO_FUNCTIONS {
            assert_invalid(&format!("{name}: {value}"), &format!("{name} is not a function"));
        }
    }
}

#[wasm_bindgen_test]
fn headers_may_be_any_headers_init() {
    for headers in [
        "{ 'X-CSRF': 1 }",
        "[['X-CSRF', '1']]",
        "new Headers({ 'x-csrf': '1' })",
        "new Map([['x-csrf', '1']])",
    ] {
        let HeadersOption::Fixed(headers) =
            read(&format!("headers: {headers}")).unwrap().route.headers
        else {
            panic!("{headers}");
        };
        assert_eq!(headers.get("x-csrf").unwrap().as_deref(), Some("1"));
    }
}

#[wasm_bindgen_test]
fn a_headers_function_is_not_called_yet() {
    let options = read("headers: () => { throw 'asked'; }").unwrap();
    assert!(matches!(options.route.headers, HeadersOption::Asked(_)));
}

#[wasm_bindgen_test]
fn invalid_headers_are_refused() {
    for headers in ["5", "'text'", "null", "{ 'no name': '1' }", "[['x']]", TRAPPED, REVOKED] {
        assert_invalid(&format!("headers: {headers}"), "headers is neither");
    }
}

#[wasm_bindgen_test]
fn a_secret_key_in_the_headers_is_refused_with_its_own_code() {
    for headers in ["{ Authorization: 'Bearer sk_test_a2V5' }", "[['X-Key', 'sk_a2V5']]"] {
        let (code, description) = fault(&format!("headers: {headers}"));
        assert_eq!(code, "secret_exposed");
        assert!(!description.contains("a2V5"), "{description}");
    }
}

#[wasm_bindgen_test]
fn credentials_has_three_values() {
    for word in ["same-origin", "include", "omit"] {
        let options = read(&format!("credentials: '{word}'")).unwrap();
        assert_eq!(options.route.credentials, word);
    }
    for value in ["null", "true", "''", "'Include'", "'cors'", "5", TRAPPED] {
        assert_invalid(&format!("credentials: {value}"), "credentials is none of");
    }
}

#[wasm_bindgen_test]
fn a_user_is_a_string_or_absent() {
    assert_eq!(read_user("user_1".into()).unwrap(), "user_1");
    assert_eq!(read_user("".into()).unwrap(), "");
    for nobody in ["undefined", "null"] {
        assert!(read_user(js(nobody)).unwrap().is_undefined(), "{nobody}");
    }
    for value in ["5", "true", "{}", "new String('user_1')", "Symbol()", TRAPPED] {
        assert_invalid(&format!("user: {value}"), "user is not a text");
    }
}

#[wasm_bindgen_test]
fn an_unknown_option_is_refused_with_its_name() {
    for (options, name) in [("refreshLeadMS: 1", "refreshLeadMS"), ("'': 1", ""), ("é: 1", "é")] {
        assert_invalid(options, &format!("{name} is not one of idleAfterMs, refreshLeadMs, "));
    }
    assert!(read("[Symbol('more')]: 1").is_ok(), "a symbol is not an option's name");
    let inherited = js("Object.assign(Object.create({ more: 1 }), { endpoint: '/' })");
    assert!(ManagerOptions::read(&inherited).is_ok());
}

#[wasm_bindgen_test]
fn a_value_that_is_not_an_object_is_refused() {
    for options in ["undefined", "null", "5", "'/api/widget-token'", "() => {}"] {
        let error = ManagerOptions::read(&js(options)).unwrap_err();
        assert_eq!(text(&error, "code"), "invalid_options", "{options}");
        assert!(text(&error, "description").starts_with("the options are no object"));
    }
}

#[wasm_bindgen_test]
fn an_exception_in_an_option_is_the_cause() {
    for name in ["headers", "credentials", "body", "fetch", "user", "refreshLeadMs", "strict"] {
        let error = read(&format!("get {name}() {{ throw 'mine'; }}")).unwrap_err();
        assert_eq!(text(&error, "code"), "invalid_options", "{name}");
        assert_eq!(get(&error, "cause"), "mine", "{name}");
    }
    let error = ManagerOptions::read(&js(TRAPPED)).unwrap_err();
    assert_eq!(get(&error, "cause"), "trapped");
    let error = ManagerOptions::read(&js(REVOKED)).unwrap_err();
    assert!(get(&error, "cause").is_instance_of::<js_sys::TypeError>());
}

#[wasm_bindgen_test]
fn each_option_is_read_once() {
    let options = js("(() => {
        const seen = [];
        const options = { endpoint: '/', headers: {}, user: 'user_1', strict: true, retryBaseMs: 1 };
        return new Proxy(options, {
            get(target, name) {
                if (seen.includes(name)) throw new Error('read again: ' + name);
                seen.push(name);
                return target[name];
            },
        });
    })()");
    assert!(ManagerOptions::read(&options).is_ok());
}
