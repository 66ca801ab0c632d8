//! The description that a refusing route gives.

use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::reply::{Body, Response};
use workos_widget_tokens::core::reply::Topic;

use super::reply::read;
use crate::javascript::js;
use crate::route::{reply, reply_with};

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

/// What is said of a token, should it turn out to have expired. `Date` is 1,700,000,000 s after 1970.
fn expired(body: &str, headers: &str) -> String {
    let response = Response::new(reply_with(200, body, headers));
    let read = response.read(&Body::parse(body.into())).unwrap();
    read.description.as_string().unwrap()
}

/// A JWT with these claims.
fn jwt(claims: &str) -> String {
    let claims = js(&format!("btoa('{claims}').replaceAll('=', '')")).as_string().unwrap();
    format!(r#""e30.{claims}.sig""#)
}

#[wasm_bindgen_test]
fn a_token_expired_on_arrival_by_the_later_of_the_servers_clocks() {
    let date = r#"{ date: "Tue, 14 Nov 2023 22:13:20 GMT" }"#;
    let stated = |expires_at: &str| format!(r#"{{"token":"a","expires_at":{expires_at}}}"#);
    let claims = |claims: &str| format!(r#"{{"token":{}}}"#, jwt(claims));
    for (body, headers, by) in [
        (stated("1699996400"), date, ", by 3600 s against the Date header"),
        (stated(r#""2023-11-14T22:13:19.250Z""#), date, ", by 0.75 s against the Date header"),
        (stated("1700000000"), date, ", by 0 s against the Date header"),
        (claims(r#"{"exp":1699999990}"#), date, ", by 10 s against the Date header"),
        (claims(r#"{"exp":1700000000,"iat":1700000007}"#), date, ", by 7 s against its iat"),
        (claims(r#"{"exp":1700000000,"iat":1700000007}"#), "{}", ", by 7 s against its iat"),
        (claims(r#"{"exp":1699999990,"iat":1}"#), date, ", by 10 s against the Date header"),
        // The server states no time, or a lifetime that only the request outlasted.
        (stated("1"), "{}", ""),
        (stated("1700000001"), date, ""),
        (r#"{"token":"a","expires_in":0}"#.into(), date, ""),
    ] {
        let description = format!("the token was expired on arrival{by}");
        assert_eq!(expired(&body, headers), description, "{body} {headers}");
    }
    let both = r#"{"token":T,"expires_at":1699999000}"#.replace('T', &jwt(r#"{"exp":1699999990}"#));
    let by = "the token was expired on arrival, by 1000 s against the Date header";
    assert_eq!(expired(&both, date), by);
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
