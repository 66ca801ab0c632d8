//! The description that a refusing route gives.

use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::reply::{Body, Response};
use workos_widget_tokens::core::reply::Topic;

use super::reply::read;
use crate::javascript::js;
use crate::route::reply;

/// The description of a refusal with this body.
fn words(body: &str) -> String {
    read(400, body).description.as_string().unwrap()
}

#[wasm_bindgen_test]
fn a_description_is_found_in_each_known_field() {
    for body in [
        r#"{"error":"invalid_request","error_description":"no such scope"}"#,
        r#"{"error":"no such scope"}"#,
        r#"{"message":"no such scope"}"#,
        r#"{"message":["no such scope"]}"#,
        r#"{"error":"Bad Request","message":"no such scope","statusCode":400}"#,
        r#"{"error_description":"","message":"no such scope"}"#,
        r#"{"error_description":null,"message":null,"error":"no such scope"}"#,
    ] {
        assert_eq!(words(body), "no such scope", "{body}");
    }
}

#[wasm_bindgen_test]
fn an_array_of_messages_is_joined() {
    assert_eq!(words(r#"{"message":["one","two"]}"#), "one; two");
    assert_eq!(words(r#"{"message":["one","",null,2,{},"two"]}"#), "one; two");
}

#[wasm_bindgen_test]
fn without_a_message_there_is_no_description() {
    for body in [
        "{}",
        r#"{"error":{"code":1}}"#,
        r#"{"error":true,"message":""}"#,
        r#"{"message":[]}"#,
        "",
        "<h1>Bad Gateway</h1>",
        "null",
        "42",
        r#""text""#,
    ] {
        assert!(read(502, body).description.is_undefined(), "{body}");
    }
}

#[wasm_bindgen_test]
fn a_success_is_not_described_by_the_routes_message() {
    assert_eq!(read(200, r#"{"error":"none"}"#).description, "the reply has no token in it");
}

#[wasm_bindgen_test]
fn a_secret_key_in_a_message_is_masked() {
    for (said, masked) in [
        ("Invalid API key: sk_test_a2V5XzAx", "Invalid API key: sk_…"),
        ("'sk_live_a2V5-with.dots+=' is no key", "'sk_…' is no key"),
        ("(sk_a2V5) and sk_test_Zm9v", "(sk_…) and sk_…"),
        ("Bearersk_test_a2V5", "Bearersk_…"),
        ("ask_me, risk_free", "ask_me, risk_free"),
    ] {
        for body in [
            format!(r#"{{"error_description":"{said}"}}"#),
            format!(r#"{{"message":"{said}"}}"#),
            format!(r#"{{"message":["{said}"]}}"#),
            format!(r#"{{"error":"{said}"}}"#),
        ] {
            assert_eq!(words(&body), masked, "{body}");
        }
    }
}

#[wasm_bindgen_test]
fn a_message_about_a_scope_is_recognized() {
    for (body, topic) in [
        (r#"{"error_description":"widget_scope is invalid"}"#, Topic::Scope),
        (r#"{"error":"invalid_scope"}"#, Topic::Scope),
        (r#"{"message":["organization_id","scopes must be an array"]}"#, Topic::Scope),
        (r#"{"error_description":"no organization","error":"invalid_scope"}"#, Topic::Other),
        (r#"{"error":"invalid_request"}"#, Topic::Other),
        ("scope", Topic::Other),
    ] {
        assert_eq!(read(400, body).reply.topic, topic, "{body}");
    }
}

#[wasm_bindgen_test]
fn a_message_that_is_not_a_string_is_not_converted() {
    let body =
        js("{ error: { toString() { throw 'mine'; } }, message: [{ toJSON() { throw 1; } }] }");
    let read = Response::new(reply(400, "")).read(&Body::Value(body)).unwrap();
    assert!(read.description.is_undefined());
}
