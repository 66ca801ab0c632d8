//! A token's expiry, in each form in which a reply may state it.

use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::reply::{Body, Response};
use workos_widget_tokens::core::lifetime::{Claims, Expiry};

use super::reply::read;
use crate::javascript::{invoke, js};
use crate::route::{granting, reply};

const AT_MS: i64 = 1_705_322_700_000;

/// The expiry stated by a body with these fields.
fn expiry(fields: &str) -> Expiry {
    read(200, &format!(r#"{{"token":"widget_1",{fields}}}"#)).reply.expiry
}

fn claims(token: &str) -> Claims {
    read(200, &granting(token)).reply.claims
}

/// A JWT with this payload, unsigned.
fn jwt(payload: &str) -> String {
    let encode = js("(text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
        .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')");
    let payload = invoke(&encode, &[payload.into()]).unwrap().as_string().unwrap();
    format!("eyJhbGciOiJSUzI1NiJ9.{payload}.c2lnbmF0dXJl")
}

#[wasm_bindgen_test]
fn expires_at_may_be_iso_8601() {
    for iso in [
        "2024-01-15T12:45:00.000Z",
        "2024-01-15T12:45:00Z",
        "2024-01-15T12:45Z",
        "2024-01-15T14:45:00+02:00",
        "2024-01-15T07:15:00.000-05:30",
    ] {
        assert_eq!(expiry(&format!(r#""expires_at":"{iso}""#)), Expiry::At(AT_MS), "{iso}");
        assert_eq!(expiry(&format!(r#""expiresAt":"{iso}""#)), Expiry::At(AT_MS), "{iso}");
    }
}

#[wasm_bindgen_test]
fn expires_at_without_an_offset_is_utc() {
    for iso in ["2024-01-15T12:45:00.000", "2024-01-15T12:45:00", "2024-01-15T12:45"] {
        assert_eq!(expiry(&format!(r#""expires_at":"{iso}""#)), Expiry::At(AT_MS), "{iso}");
    }
    let day_ms = AT_MS - (12 * 60 + 45) * 60_000;
    assert_eq!(expiry(r#""expires_at":"2024-01-15""#), Expiry::At(day_ms));
    assert_eq!(expiry(r#""expires_at":"2024-01-15 12:45:00""#), Expiry::At(AT_MS));
}

#[wasm_bindgen_test]
fn expires_at_may_be_seconds_or_milliseconds() {
    for number in ["1705322700", "1705322700000", r#""1705322700""#, r#""1705322700000""#] {
        assert_eq!(expiry(&format!(r#""expires_at":{number}"#)), Expiry::At(AT_MS), "{number}");
    }
    assert_eq!(expiry(r#""expires_at":1705322700.5"#), Expiry::At(AT_MS + 500));
    assert_eq!(expiry(r#""expires_at":0"#), Expiry::At(0));
}

#[wasm_bindgen_test]
fn expires_in_is_in_seconds() {
    for name in ["expires_in", "expiresIn"] {
        for (seconds, ms) in [("600", 600_000), (r#""600""#, 600_000), ("0.5", 500), ("0", 0)] {
            let fields = format!(r#""{name}":{seconds}"#);
            assert_eq!(expiry(&fields), Expiry::In(ms), "{fields}");
        }
    }
    assert_eq!(expiry(r#""expires_in":-1"#), Expiry::In(-1_000));
}

#[wasm_bindgen_test]
fn expires_in_ms_takes_precedence_and_expires_at_comes_last() {
    let moment = r#""expires_at":1"#;
    let seconds = r#""expires_in":600"#;
    assert_eq!(expiry(&format!("{moment},{seconds}")), Expiry::In(600_000));
    let ms = r#""expiresInMs":1234"#;
    assert_eq!(expiry(&format!("{moment},{seconds},{ms}")), Expiry::In(1_234));
}

#[wasm_bindgen_test]
fn of_two_spellings_the_valid_one_counts() {
    assert_eq!(expiry(r#""expires_in":null,"expiresIn":600"#), Expiry::In(600_000));
    assert_eq!(expiry(r#""expires_at":null,"expiresAt":1705322700"#), Expiry::At(AT_MS));
    assert_eq!(expiry(r#""expires_in":1,"expiresIn":600"#), Expiry::In(1_000));
}

#[wasm_bindgen_test]
fn an_invalid_time_is_ignored() {
    for value in
        [r#""soon""#, r#""""#, "null", "true", "{}", "[600]", r#""-5""#, r#""1e3""#, r#""2024-99""#]
    {
        assert_eq!(expiry(&format!(r#""expires_at":{value}"#)), Expiry::Unsaid, "{value}");
        assert_eq!(expiry(&format!(r#""expires_in":{value}"#)), Expiry::Unsaid, "{value}");
    }
    assert_eq!(read(200, r#""widget_1""#).reply.expiry, Expiry::Unsaid);
}

#[wasm_bindgen_test]
fn extreme_numbers_are_harmless() {
    assert_eq!(expiry(r#""expires_in":1e300"#), Expiry::In(i64::MAX));
    assert_eq!(expiry(r#""expires_at":1e300"#), Expiry::At(i64::MAX));
    assert_eq!(expiry(r#""expires_in":-1e300"#), Expiry::In(i64::MIN));
    // Values that parseResponse may return, and JSON cannot express.
    let response = Response::new(reply(200, ""));
    for number in ["NaN", "Infinity"] {
        let body = Body::Value(js(&format!("{{ token: 't', expiresInMs: {number} }}")));
        assert_eq!(response.read(&body).unwrap().reply.expiry, Expiry::Unsaid, "{number}");
    }
}

#[wasm_bindgen_test]
fn a_jwt_states_when_it_was_issued_and_when_it_expires() {
    let token = jwt(r#"{"exp":1705326300,"iat":1705322700}"#);
    let expected = Claims { expires_ms: Some(AT_MS + 3_600_000), issued_ms: Some(AT_MS) };
    assert_eq!(claims(&token), expected);
    assert_eq!(read(200, &format!("\"{token}\"")).reply.claims, expected, "as the whole body, too");
    let half = jwt(r#"{"exp":1705322700.5}"#);
    assert_eq!(claims(&half), Claims { expires_ms: Some(AT_MS + 500), issued_ms: None });
}

#[wasm_bindgen_test]
fn the_payload_of_a_jwt_is_base64url_and_utf_8() {
    let token = jwt(r#"{"exp":1705322700,"name":"Zoë ÿþý 😀 ???>>>"}"#);
    assert!(token.contains('-') && token.contains('_'), "{token} has the character under test");
    assert_eq!(claims(&token).expires_ms, Some(AT_MS));
}

#[wasm_bindgen_test]
fn a_token_of_three_parts_need_not_be_a_jwt() {
    for token in [
        "a.b.c".to_owned(),
        "a.$$$.c".to_owned(),
        "a..c".to_owned(),
        "widget.1".to_owned(),
        jwt("null"),
        jwt("[]"),
        jwt("\"text\""),
        jwt("not json"),
        jwt(r#"{"exp":"soon","iat":null}"#),
        jwt(r#"{"exp":{},"iat":true}"#),
    ] {
        assert_eq!(claims(&token), Claims::default(), "{token}");
    }
}
