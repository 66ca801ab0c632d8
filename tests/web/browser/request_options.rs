//! The options that affect a request.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{AbortController, Headers};
use workos_widget_tokens::browser::request::{self, HeadersOption, has_secret};
use workos_widget_tokens::core::error::Code;

use super::request::{described, send, send_with};
use crate::javascript::{REVOKED, TRAPPED, function, get, settled};
use crate::recorder::Recorder;
use crate::route::{Route, granting, reply};

fn asked(route: &Route, headers: &str) -> request::Route {
    request::Route { headers: HeadersOption::Asked(function(headers)), ..described(route) }
}

fn with_body(route: &Route, body: &str) -> request::Route {
    request::Route { body: Some(function(body)), ..described(route) }
}

fn parsing(route: &Route, parse: &str) -> request::Route {
    request::Route { parse_response: Some(function(parse)), ..described(route) }
}

fn header(route: &Route, place: usize, name: &str) -> String {
    route.request(place).headers().get(name).unwrap().unwrap()
}

/// Throws, or rejects with, the string `mine`.
const FAILING: [&str; 2] = ["() => { throw 'mine'; }", "() => Promise.reject('mine')"];

#[wasm_bindgen_test]
async fn the_apps_headers_take_precedence() {
    let route = Route::default();
    route.grant("widget_1");
    let headers = Headers::new().unwrap();
    headers.set("Accept", "application/x-token").unwrap();
    headers.set("X-CSRF", "1").unwrap();
    send(&request::Route { headers: HeadersOption::Fixed(headers), ..described(&route) }).await;
    assert_eq!(header(&route, 0, "accept"), "application/x-token");
    assert_eq!(header(&route, 0, "content-type"), "application/json");
    assert_eq!(header(&route, 0, "x-csrf"), "1");
}

#[wasm_bindgen_test]
async fn a_headers_function_is_called_for_each_request() {
    let route = Route::default();
    let counting = asked(&route, "((n) => () => ({ 'X-CSRF': String(++n) }))(0)");
    for count in [1, 2] {
        route.grant("widget_1");
        send(&counting).await;
        assert_eq!(header(&route, count - 1, "x-csrf"), count.to_string());
    }
}

#[wasm_bindgen_test]
async fn a_headers_function_may_return_any_headers_init() {
    for answer in [
        "async () => ({ 'X-CSRF': '1' })",
        "() => new Headers({ 'X-CSRF': '1' })",
        "() => [['X-CSRF', '1']]",
        "() => ({ then: (resolve) => resolve({ 'X-CSRF': 1 }) })",
    ] {
        let route = Route::default();
        route.grant("widget_1");
        send(&asked(&route, answer)).await;
        assert_eq!(header(&route, 0, "x-csrf"), "1", "{answer}");
    }
}

#[wasm_bindgen_test]
async fn a_headers_function_may_return_none() {
    let route = Route::default();
    route.grant("widget_1");
    assert_eq!(send(&asked(&route, "() => {}")).await.token(), "widget_1");
}

#[wasm_bindgen_test]
async fn failing_headers_send_nothing() {
    for headers in FAILING {
        let route = Route::default();
        let outcome = send(&asked(&route, headers)).await;
        assert_eq!(outcome.error().code, Code::Network, "{headers}");
        assert_eq!(outcome.words.cause, "mine", "{headers}");
        assert_eq!(outcome.words.description, "the headers or the body option failed");
        assert_eq!(route.count(), 0);
    }
}

#[wasm_bindgen_test]
async fn invalid_headers_send_nothing() {
    for value in ["5", "{ 'no name': '1' }", "{ 'x-csrf': 'a\\nb' }", "[['x']]"] {
        let route = Route::default();
        let outcome = send(&asked(&route, &format!("() => ({value})"))).await;
        assert_eq!(outcome.error().code, Code::InvalidOptions, "{value}");
        assert_eq!(route.count(), 0);
    }
}

#[wasm_bindgen_test]
async fn a_headers_result_that_cannot_be_awaited_sends_nothing() {
    for value in [TRAPPED, REVOKED] {
        let route = Route::default();
        let outcome = send(&asked(&route, &format!("() => ({value})"))).await;
        assert_eq!(outcome.error().code, Code::Network, "{value}");
        assert_eq!(route.count(), 0);
    }
}

#[wasm_bindgen_test]
async fn a_secret_key_in_a_header_is_not_sent() {
    for value in ["Bearer sk_test_a2V5", "sk_a2V5", "key=sk_live_a2V5"] {
        let route = Route::default();
        let outcome = send(&asked(&route, &format!("() => ({{ 'X-Key': '{value}' }})"))).await;
        assert_eq!(outcome.error().code, Code::SecretExposed, "{value}");
        assert_eq!(outcome.error().status, None);
        assert_eq!(outcome.words.description, request::SECRET_HEADER);
        assert_eq!(route.count(), 0);
    }
}

#[wasm_bindgen_test]
async fn a_request_aborted_while_its_headers_are_pending_is_not_sent() {
    let (route, controller) = (Route::default(), AbortController::new().unwrap());
    let end = controller.clone();
    let headers = Closure::<dyn Fn()>::new(move || end.abort_with_reason(&"mine".into()));
    let headers = HeadersOption::Asked(headers.into_js_value().unchecked_into());
    route.grant("widget_1");
    let asked = Recorder::default();
    let body = Some(asked.function());
    let given = request::Route { headers, body, ..described(&route) };
    assert!(send_with(&given, &controller).await.result.is_err());
    assert_eq!((route.count(), asked.count()), (0, 0));
}

#[wasm_bindgen_test]
fn headers_that_resemble_a_secret_are_sent() {
    let headers = Headers::new().unwrap();
    assert!(!has_secret(&headers));
    headers.set("Authorization", "Bearer task_test_1, risk_a").unwrap();
    assert!(!has_secret(&headers));
    headers.append("X-Key", "Bearer sk_test_1").unwrap();
    assert!(has_secret(&headers));
}

#[wasm_bindgen_test]
async fn a_body_function_makes_the_body_from_the_key() {
    for (body, sent) in [
        ("(key) => ({ org: key.a })", r#"{"org":1}"#),
        ("() => 'text'", r#""text""#),
        ("() => null", "null"),
        ("() => undefined", ""),
    ] {
        let route = Route::default();
        route.grant("widget_1");
        send(&with_body(&route, body)).await;
        let text = settled(route.request(0).text().unwrap()).await.unwrap();
        assert_eq!(text, sent, "{body}");
    }
}

#[wasm_bindgen_test]
async fn a_failing_body_function_sends_nothing() {
    for (body, code) in [
        ("() => { throw 'mine'; }", Code::Network),
        ("() => ({ toJSON() { throw 'mine'; } })", Code::InvalidOptions),
    ] {
        let route = Route::default();
        let outcome = send(&with_body(&route, body)).await;
        assert_eq!(outcome.error().code, code, "{body}");
        assert_eq!(outcome.words.cause, "mine", "{body}");
        assert_eq!(route.count(), 0);
    }
    for body in [format!("() => {TRAPPED}"), format!("() => {REVOKED}"), "() => 1n".into()] {
        let route = Route::default();
        let outcome = send(&with_body(&route, &body)).await;
        assert_eq!(outcome.error().code, Code::InvalidOptions, "{body}");
        assert_eq!(route.count(), 0);
    }
}

#[wasm_bindgen_test]
async fn parse_response_receives_the_body_and_the_response() {
    let (route, seen) = (Route::default(), Recorder::default());
    let parse = seen.and(|_| {});
    let both = function("(parse) => (body, response) => parse([body, response])");
    let both = both.call1(&JsValue::UNDEFINED, &parse).unwrap();
    let parsing = request::Route { parse_response: both.dyn_into().ok(), ..described(&route) };
    let response = reply(200, r#"{"access":"widget_1"}"#);
    route.reply(response.clone());
    send(&parsing).await;
    assert_eq!(get(&get(&seen.last(), "0"), "access"), "widget_1");
    assert!(get(&seen.last(), "1") == response);
    route.reply(reply(200, "<html>"));
    send(&parsing).await;
    assert_eq!(get(&seen.last(), "0"), "<html>", "a body that is not JSON, as text");
}

#[wasm_bindgen_test]
async fn the_result_of_parse_response_is_used() {
    for parse in [
        "(body) => ({ token: body.access })",
        "async (body) => body.access",
        "(body) => ({ then: (resolve) => resolve(body.access) })",
    ] {
        let route = Route::default();
        route.reply(reply(200, r#"{"access":"widget_1"}"#));
        assert_eq!(send(&parsing(&route, parse)).await.token(), "widget_1", "{parse}");
    }
}

#[wasm_bindgen_test]
async fn parse_response_is_not_called_for_a_refusal() {
    let route = Route::default();
    route.reply(reply(403, r#"{"message":"not yours"}"#));
    let outcome = send(&parsing(&route, "() => { throw 'mine'; }")).await;
    assert_eq!(outcome.result.as_ref().unwrap().status, 403);
    assert_eq!(outcome.words.description, "not yours");
}

#[wasm_bindgen_test]
async fn a_failing_parse_response_makes_the_reply_invalid() {
    let trapped = format!("() => {TRAPPED}");
    let getter = "() => ({ get token() { throw 'mine'; } })";
    for parse in FAILING.into_iter().chain([getter, &trapped]) {
        let route = Route::default();
        route.grant("widget_1");
        let outcome = send(&parsing(&route, parse)).await;
        assert_eq!(outcome.error().code, Code::InvalidResponse, "{parse}");
        assert_eq!(outcome.words.description, "the parseResponse option failed");
        assert!(outcome.words.cause.is_string(), "{parse}");
    }
}

#[wasm_bindgen_test]
async fn parse_response_without_a_token_leaves_the_reply_without_one() {
    for parse in ["() => {}", "() => null", "() => ({})", "() => ({ token: 5 })"] {
        let route = Route::default();
        route.reply(reply(200, &granting("widget_1")));
        let outcome = send(&parsing(&route, parse)).await;
        assert!(outcome.result.unwrap().token.is_none(), "{parse}");
        assert!(outcome.words.description.is_truthy(), "{parse}");
    }
}

#[wasm_bindgen_test]
async fn a_secret_key_from_parse_response_is_detected() {
    let route = Route::default();
    route.grant("widget_1");
    let outcome = send(&parsing(&route, "() => ({ token: 'sk_test_a2V5' })")).await;
    assert_eq!(outcome.error().code, Code::SecretExposed);
}
