//! Replies: real responses, and the app's own objects in their place.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::reply::{Body, ReadReply, Response};
use workos_widget_tokens::browser::token::Token;

use crate::javascript::{REVOKED, TRAPPED, get, js, settled};
use crate::route::{granting, reply, reply_with};

/// The result of reading a reply with this body.
pub fn read(status: u16, body: &str) -> ReadReply {
    Response::new(reply(status, body)).read(&Body::parse(body.into())).unwrap()
}

/// The same with these headers.
pub fn read_with(status: u16, headers: &str) -> ReadReply {
    let response = Response::new(reply_with(status, "", headers));
    response.read(&Body::parse("".into())).unwrap()
}

/// The token's text, if there is one.
pub fn text_of(token: Option<&Token>) -> Option<String> {
    token.map(|token| token.text().into())
}

fn token(read: &ReadReply) -> Option<String> {
    text_of(read.reply.token.as_ref())
}

#[wasm_bindgen_test]
fn a_token_is_found_in_an_object_or_as_the_whole_body() {
    for (status, body) in [(200, r#"{"token":"widget_1"}"#), (201, r#""widget_1""#)] {
        let read = read(status, body);
        assert_eq!(token(&read).as_deref(), Some("widget_1"));
        assert_eq!(read.reply.status, status);
        assert!(!read.has_secret);
    }
}

const NOT_PLAIN: &str = "the token is not plain ASCII, without spaces, newlines or \"Bearer \"";

#[wasm_bindgen_test]
fn a_token_that_is_invalid_in_a_header_is_rejected() {
    for (value, description) in [
        (r#""""#, "the reply has no token in it"),
        ("1", "the reply has no token in it"),
        ("null", "the reply has no token in it"),
        ("[]", "the reply has no token in it"),
        (r#"" ""#, NOT_PLAIN),
        (r#""a b""#, NOT_PLAIN),
        (r#""widget_1\n""#, NOT_PLAIN),
        (r#""Bearer widget_1""#, NOT_PLAIN),
        (r#""jeton é""#, NOT_PLAIN),
    ] {
        let read = read(200, &format!(r#"{{"token":{value}}}"#));
        assert_eq!(token(&read), None, "{value}");
        assert_eq!(read.description, description, "{value}");
    }
    assert_eq!(token(&read(200, r#""""#)), None);
}

#[wasm_bindgen_test]
fn a_reply_without_a_token_is_described() {
    for (body, description) in [
        ("", "the reply is empty"),
        ("<!doctype html>", "the reply is not JSON: a login page, perhaps"),
        ("null", "the reply is JSON, but no object"),
        ("42", "the reply is JSON, but no object"),
        ("true", "the reply is JSON, but no object"),
        ("[]", "the reply has no token in it"),
        ("{}", "the reply has no token in it"),
    ] {
        let read = read(200, body);
        assert_eq!(token(&read), None, "{body}");
        assert_eq!(read.description, description, "{body}");
    }
}

#[wasm_bindgen_test]
fn a_secret_key_in_place_of_the_token_is_detected() {
    for secret in ["sk_test_a2V5", "sk_live_a2V5", "sk_a2V5", " sk_test_a2V5"] {
        assert!(read(200, &granting(secret)).has_secret, "{secret}");
        assert!(read(201, &format!("\"{secret}\"")).has_secret, "{secret}");
    }
    for token in ["widget_sk_test", "ask_1", "SK_1"] {
        assert!(!read(200, &granting(token)).has_secret, "{token}");
    }
    assert!(!read(403, &granting("sk_test_a2V5")).has_secret, "this grants no token");
}

#[wasm_bindgen_test]
fn an_object_of_the_app_may_stand_in_for_a_response() {
    let response = Response::new(js(
        "{ ok: 1, status: '201', headers: { get: (name) => name === 'date' ? 'Wed, 15 Nov 2023 00:00:00 GMT' : null } }",
    ));
    let read = response.read(&Body::Value(js("{ token: 'widget_1' }"))).unwrap();
    assert_eq!(read.reply.status, 201);
    assert_eq!(read.reply.server_ms, Some(1_700_006_400_000));
    assert_eq!(token(&read).as_deref(), Some("widget_1"));
}

#[wasm_bindgen_test]
fn an_exception_while_reading_a_response_is_returned() {
    for response in [
        "{ headers: new Map(), get ok() { throw 'mine'; } }",
        "{ get headers() { throw 'mine'; } }",
        "{ headers: { get() { throw 'mine'; } } }",
        "{ headers: new Map(), get status() { throw 'mine'; } }",
    ] {
        let thrown = Response::new(js(response)).read(&Body::parse("{}".into())).unwrap_err();
        assert_eq!(thrown, "mine", "{response}");
    }
    for response in
        ["undefined", "null", "{}", "{ headers: {} }", "{ headers: { get: 1 } }", REVOKED]
    {
        let thrown = Response::new(js(response)).read(&Body::parse("{}".into())).unwrap_err();
        assert!(thrown.is_instance_of::<js_sys::TypeError>(), "{response}");
    }
}

#[wasm_bindgen_test]
fn an_invalid_status_is_zero_and_a_huge_one_saturates() {
    for status in ["'none'", "undefined", "Symbol()", "{ valueOf() { throw 'mine'; } }", "-56"] {
        let response = Response::new(js(&format!("{{ headers: new Map(), status: {status} }}")));
        assert_eq!(response.read(&Body::parse("{}".into())).unwrap().reply.status, 0, "{status}");
    }
    let response = Response::new(js("{ headers: new Map(), status: 2 ** 16 + 200 }"));
    assert_eq!(response.read(&Body::parse("{}".into())).unwrap().reply.status, u16::MAX);
}

#[wasm_bindgen_test]
fn an_exception_while_reading_the_body_is_returned() {
    let response = Response::new(reply(200, ""));
    for name in [
        "token",
        "error_description",
        "message",
        "error",
        "expiresInMs",
        "expires_in",
        "expiresIn",
        "expires_at",
        "expiresAt",
        "retry_in_ms",
    ] {
        let body = js(&format!("{{ get {name}() {{ throw 'mine'; }} }}"));
        assert_eq!(response.read(&Body::Value(body)).unwrap_err(), "mine", "{name}");
    }
    assert_eq!(response.read(&Body::Value(js(TRAPPED))).unwrap_err(), "trapped");
    let body = js(&format!("{{ message: {REVOKED} }}"));
    assert!(response.read(&Body::Value(body)).unwrap_err().is_instance_of::<js_sys::TypeError>());
}

#[wasm_bindgen_test]
fn a_redirect_is_detected_by_the_response_type() {
    assert!(Response::new(js("{ type: 'opaqueredirect' }")).is_redirect());
    for response in [reply(200, ""), js("{ get type() { throw 'mine'; } }"), js(TRAPPED)] {
        assert!(!Response::new(response).is_redirect());
    }
}

#[wasm_bindgen_test]
fn only_2xx_statuses_count_as_success() {
    for (status, is_ok) in [(200, true), (201, true), (299, true), (400, false), (500, false)] {
        assert_eq!(Response::new(reply(status, "")).is_ok(), is_ok, "{status}");
    }
    assert!(!Response::new(js("{ get ok() { throw 'mine'; } }")).is_ok());
}

#[wasm_bindgen_test]
async fn text_is_called_as_a_method_of_the_response() {
    let text = Response::new(reply(200, "body")).text().unwrap();
    assert_eq!(settled(text).await.unwrap(), "body");
    let own = Response::new(js("{ body: 'own', text() { return this.body; } }"));
    assert_eq!(own.text().unwrap(), "own");
}

#[wasm_bindgen_test]
fn a_response_without_a_text_method_is_an_error() {
    for response in ["undefined", "{}", "{ text: 'body' }", REVOKED] {
        let thrown = Response::new(js(response)).text().unwrap_err();
        assert!(thrown.is_instance_of::<js_sys::TypeError>(), "{response}");
    }
    assert_eq!(Response::new(js("{ text() { throw 'mine'; } }")).text().unwrap_err(), "mine");
}

#[wasm_bindgen_test]
fn a_body_is_parsed_as_json_or_else_kept_as_text() {
    assert_eq!(get(Body::parse(r#"{"a":"b"}"#.into()).value(), "a"), "b");
    for text in ["", "<html>", "{"] {
        let body = Body::parse(text.into());
        assert!(matches!(body, Body::Text(_)));
        assert_eq!(*body.value(), *text);
    }
}
