//! Requests without a reply, or without a usable one.

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::request;
use workos_widget_tokens::core::error::Code;

use super::request::{described, send};
use crate::javascript::{REVOKED, TRAPPED, function, get, js};
use crate::patch::Patch;
use crate::route::{Route, granting, reply};

fn through(fetch: &str) -> request::Route {
    request::Route { fetch: Some(function(fetch)), ..described(&Route::default()) }
}

#[wasm_bindgen_test]
async fn a_rejected_fetch_is_a_network_error() {
    for thrown in [
        "new TypeError('mine')",
        "new DOMException('mine', 'AbortError')",
        "new DOMException('mine', 'TimeoutError')",
        "new DOMException('mine', 'NetworkError')",
    ] {
        for fetch in ["() => { throw THROWN; }", "() => Promise.reject(THROWN)"] {
            let outcome = send(&through(&fetch.replace("THROWN", thrown))).await;
            assert_eq!(outcome.error().code, Code::Network, "{thrown}");
            assert_eq!(outcome.error().status, None);
            assert_eq!(get(&outcome.words.cause, "message"), "mine");
            assert!(outcome.words.description.is_falsy());
        }
    }
}

#[wasm_bindgen_test]
async fn a_fetch_that_fails_for_another_reason_is_distinguished() {
    for thrown in ["'mine'", "new ReferenceError('mine')", "new Error('mine')", "undefined", "null"]
    {
        let outcome = send(&through(&format!("() => {{ throw {thrown}; }}"))).await;
        assert_eq!(outcome.error().code, Code::FetchFailed, "{thrown}");
        assert_eq!(outcome.words.description, "fetch failed, and not by the network");
    }
}

#[wasm_bindgen_test]
async fn a_url_that_cannot_be_parsed_is_not_transient() {
    // The messages of Node, Chromium, Bun, and of Deno and workerd.
    for message in [
        "Failed to parse URL from /x",
        "Failed to execute 'fetch' on 'Window': Failed to parse URL from /x",
        "fetch() URL is invalid",
        "Invalid URL: '/x'",
    ] {
        let fetch = format!("() => {{ throw new TypeError({message:?}); }}");
        let outcome = send(&through(&fetch)).await;
        assert_eq!(outcome.error().code, Code::InvalidOptions, "{message}");
        assert!(get(&outcome.words.cause, "message") == message);
    }
    let lowercase = "() => { throw new TypeError('Is the computer able to access the url?'); }";
    assert_eq!(send(&through(lowercase)).await.error().code, Code::Network);
}

#[wasm_bindgen_test]
async fn a_relative_endpoint_that_fetch_refuses_is_not_transient() {
    let route = request::Route {
        endpoint: "/token".into(),
        ..through("() => { throw new TypeError('mine'); }")
    };
    assert_eq!(send(&route).await.error().code, Code::InvalidOptions);
    let resolving = "async () => new Response(JSON.stringify({ token: 'widget_1' }))";
    let route = request::Route { endpoint: "/token".into(), ..through(resolving) };
    assert_eq!(send(&route).await.token(), "widget_1");
}

#[wasm_bindgen_test]
async fn a_truncated_body_is_a_network_error() {
    for text in
        ["() => { throw new TypeError('mine'); }", "() => Promise.reject(new TypeError('mine'))"]
    {
        let outcome = send(&through(&format!("() => ({{ text: {text} }})"))).await;
        assert_eq!(outcome.error().code, Code::Network, "{text}");
        assert_eq!(get(&outcome.words.cause, "message"), "mine");
    }
}

#[wasm_bindgen_test]
async fn a_result_that_is_not_a_response_is_transient() {
    for value in ["undefined", "null", "{}", "'text'", TRAPPED, REVOKED] {
        let outcome = send(&through(&format!("() => ({value})"))).await;
        assert!(outcome.error().code.is_transient(), "{value}");
        assert!(outcome.words.cause.is_truthy(), "{value}");
    }
}

#[wasm_bindgen_test]
async fn a_page_without_fetch_is_a_network_error() {
    let _fetch = Patch::new("globalThis", "fetch", &js("undefined"));
    let route = request::Route { fetch: None, ..described(&Route::default()) };
    let outcome = send(&route).await;
    assert_eq!(outcome.error().code, Code::Network);
    assert!(outcome.words.cause.is_instance_of::<js_sys::TypeError>());
}

#[wasm_bindgen_test]
async fn a_network_known_to_be_down_is_offline() {
    let failing = through("() => Promise.reject(new TypeError('mine'))");
    let offline = Patch::new("navigator", "onLine", &js("false"));
    assert_eq!(send(&failing).await.error().code, Code::Offline);
    drop(offline);
    let _unknown = Patch::new("navigator", "onLine", &js("undefined"));
    assert_eq!(send(&failing).await.error().code, Code::Network);
}

#[wasm_bindgen_test]
async fn a_redirect_is_reported_and_not_followed() {
    let response = "{ type: 'opaqueredirect', status: 0, ok: false, text: () => '' }";
    let outcome = send(&through(&format!("() => ({response})"))).await;
    assert_eq!(outcome.error().code, Code::InvalidResponse);
    assert_eq!(outcome.words.description, "the route redirects, to a login page perhaps");
    assert!(outcome.words.cause.is_undefined());
}

#[wasm_bindgen_test]
async fn a_response_that_throws_is_invalid_and_keeps_the_cause() {
    for member in ["ok", "headers", "status"] {
        let response =
            format!("{{ text: () => '', headers: new Map(), get {member}() {{ throw 'mine'; }} }}");
        let outcome = send(&through(&format!("() => ({response})"))).await;
        assert_eq!(outcome.error().code, Code::InvalidResponse, "{member}");
        assert_eq!(outcome.words.cause, "mine", "{member}");
    }
}

#[wasm_bindgen_test]
async fn a_secret_key_in_the_reply_is_not_repeated() {
    let route = Route::default();
    route.reply(reply(201, &granting("sk_test_a2V5")));
    let outcome = send(&described(&route)).await;
    assert_eq!(outcome.error().code, Code::SecretExposed);
    assert_eq!(outcome.error().status, Some(201));
    assert!(outcome.words.description.is_undefined());
    assert!(outcome.words.cause.is_undefined());
}
