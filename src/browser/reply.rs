//! Reads a reply of the token route; what to make of it is the core's to say.
//!
//! Everything here may be the app's own object, made by a `fetch` or a `parseResponse` of its
//! own: what it throws is handed on.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use super::token::Token;
use super::value::{
    Reader, as_number, call_method, items, matches, parse_json, property_or_undefined, replaced,
};
use crate::core::lifetime::{Claims, Expiry};
use crate::core::reply::{Reply, RetryAfter, Topic};

/// What `fetch` answered: a `Response`, or whatever a `fetch` of the app's own has in its place.
#[derive(Debug)]
pub struct Response(JsValue);

/// What the body of a reply holds.
#[derive(Debug)]
pub enum Body {
    /// JSON, or what `parseResponse` has made of it.
    Value(JsValue),
    /// A text that is no JSON.
    Text(JsValue),
}

/// A reply as the core wants it, with the words that go with it.
#[derive(Debug)]
pub struct ReadReply {
    /// For the core.
    pub reply: Reply<Token>,
    /// Whether a secret key stands where the token should.
    pub has_secret: bool,
    /// What the route said, or what is wrong with its reply.
    pub description: JsValue,
}

impl Response {
    /// Takes what `fetch` answered.
    #[must_use]
    pub fn new(value: JsValue) -> Self {
        Response(value)
    }

    /// The object itself, for `parseResponse`.
    #[must_use]
    pub fn value(&self) -> &JsValue {
        &self.0
    }

    /// Starts to read the body; a promise of its text.
    ///
    /// # Errors
    /// What the app's own object threw.
    pub fn text(&self) -> Result<JsValue, JsValue> {
        call_method(&self.0, "text", &JsValue::UNDEFINED)
    }

    /// Whether the status is a success.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        property_or_undefined(&self.0, "ok").is_truthy()
    }

    /// Whether the route answered with a redirect, which is not followed.
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        property_or_undefined(&self.0, "type") == "opaqueredirect"
    }

    /// Puts together what the core has to know.
    ///
    /// # Errors
    /// What a getter of the reply or of the body threw.
    pub fn read(&self, body: &Body) -> Result<ReadReply, JsValue> {
        let reader = Reader::default();
        let is_ok = reader.property(&self.0, "ok").is_truthy();
        let fields = Fields::read(body, &reader);
        let headers = reader.property(&self.0, "headers");
        let header = |name: &str| reader.value(call_method(&headers, "get", &name.into()));
        let status = reader.property(&self.0, "status");
        let reply = Reply {
            status: as_number(&status) as u16,
            server_ms: http_date(&header("date")),
            retry_after: fields.slot.unwrap_or(retry_after(&header("retry-after"))),
            claims: claims_of(&fields.token),
            // What is not printable ASCII cannot stand in an Authorization header.
            token: matches("^[!-~]+$", &fields.token)
                .then(|| Token::new(fields.token.clone().unchecked_into())),
            expiry: fields.expiry,
            topic: if matches("scope", &fields.said) { Topic::Scope } else { Topic::Other },
        };
        reader.finish()?;
        let has_secret = is_ok && matches(r"^\s*sk_", &fields.token);
        // The platform keeps the text that was matched last, as `RegExp.input`: let it not be a token.
        let _ = matches("^", &"".into());
        let description = if is_ok { fields.complaint.into() } else { fields.said };
        Ok(ReadReply { reply, has_secret, description })
    }
}

impl Body {
    /// The body of a reply, by its text.
    #[must_use]
    pub fn parse(text: JsValue) -> Self {
        match parse_json(&text) {
            Ok(value) => Body::Value(value),
            Err(_) => Body::Text(text),
        }
    }

    /// The JSON as a value, or the text.
    #[must_use]
    pub fn value(&self) -> &JsValue {
        let (Body::Value(value) | Body::Text(value)) = self;
        value
    }
}

/// What a body says, in whatever of the known shapes.
#[derive(Default)]
struct Fields {
    token: JsValue,
    expiry: Expiry,
    /// When a request that was refused may come back, if the route paces.
    slot: Option<RetryAfter>,
    /// The route's own words.
    said: JsValue,
    /// What is wrong with it, if it was meant to be a success.
    complaint: &'static str,
}

impl Fields {
    fn read(body: &Body, reader: &Reader) -> Self {
        let complaint = match body {
            Body::Text(text) if text.is_falsy() => "the reply is empty",
            Body::Text(_) => "the reply is not JSON: a login page, perhaps",
            Body::Value(value) if value.is_string() => {
                return Fields { token: value.clone(), complaint: NO_TOKEN, ..Fields::default() };
            }
            Body::Value(value) if value.is_object() => {
                let token = reader.property(value, "token");
                let (expiry, said) = (expiry(value, reader), said(value, reader));
                let slot =
                    number(&reader.property(value, "retry_in_ms")).and_then(RetryAfter::slot);
                return Fields { token, expiry, slot, said, complaint: NO_TOKEN };
            }
            Body::Value(_) => "the reply is JSON, but no object",
        };
        Fields { complaint, ..Fields::default() }
    }
}

const NO_TOKEN: &str = "the reply has no token in it";

/// When the token ends, as the body states it.
fn expiry(object: &JsValue, reader: &Reader) -> Expiry {
    // The first of two properties that is there, and not null.
    let either = |name, or| {
        let first = reader.property(object, name);
        let is_there = !first.is_undefined() && first != JsValue::NULL;
        if is_there { first } else { reader.property(object, or) }
    };
    let in_ms = number(&reader.property(object, "expiresInMs"))
        .or_else(|| number(&either("expires_in", "expiresIn")).map(|s| s * 1_000.0));
    if let Some(ms) = in_ms {
        return Expiry::In(ms as i64);
    }
    let at = either("expires_at", "expiresAt");
    if matches(r"^\d{4}-", &at) {
        iso_date(at).map_or(Expiry::Unsaid, Expiry::At)
    } else {
        number(&at).map_or(Expiry::Unsaid, Expiry::at_number)
    }
}

/// The route's own words, without the key that a route that fails may have named.
fn said(object: &JsValue, reader: &Reader) -> JsValue {
    for name in ["error_description", "message", "error"] {
        let texts = Array::new();
        let items = reader.list(items(&reader.property(object, name)));
        for index in 0..items.length() {
            let item = items.get(index);
            if item.is_string() && item.is_truthy() {
                texts.push(&item);
            }
        }
        if texts.length() > 0 {
            let said = texts.join("; ");
            return replaced(&said, r#"sk_(test|live)_[^\s"'<>]+|\bsk_\w+"#, "sk_…").into();
        }
    }
    JsValue::UNDEFINED
}

/// The claims of a JWT that speak of its life. Its payload is base64url, which `atob` does
/// not read as it stands, and UTF-8; but these two are numbers, and numbers read the same.
fn claims_of(token: &JsValue) -> Claims {
    if !matches(r"^[^.]*\.[^.]*\.[^.]", token) {
        return Claims::default();
    }
    let payload = replaced(token, r"^[^.]*\.|\..*", "");
    let base64 = replaced(&replaced(&payload, "-", "+"), "_", "/");
    let claims = decode_base64(&base64).and_then(|text| parse_json(&text)).unwrap_or_default();
    let ms = |name| number(&property_or_undefined(&claims, name)).map(|s| (s * 1_000.0) as i64);
    Claims { expires_ms: ms("exp"), issued_ms: ms("iat") }
}

fn retry_after(header: &JsValue) -> RetryAfter {
    match number(header) {
        Some(seconds) => RetryAfter::InMs((seconds * 1_000.0) as u64),
        None => http_date(header).map_or(RetryAfter::Unsaid, RetryAfter::At),
    }
}

/// To the platform, an ISO time without an offset is local; a server means UTC. A day alone is
/// UTC to both, and some would not read it with an offset.
fn iso_date(text: JsValue) -> Option<i64> {
    let is_clear = matches(r"^.{10}(.*([zZ]|[+-]\d\d(:?\d\d)?))?$", &text);
    date(&if is_clear { text } else { replaced(&text, "$", "Z").into() })
}

/// The platform takes much for a date: this begins with a weekday, as RFC 9110 wants it.
fn http_date(text: &JsValue) -> Option<i64> {
    if matches(r"^[A-Z][a-z]{2}, \d", text) { date(text) } else { None }
}

/// A date in milliseconds since 1970.
fn date(text: &JsValue) -> Option<i64> {
    let ms = parse_date(text);
    (!ms.is_nan()).then_some(ms as i64)
}

/// A number, or a text of digits alone.
#[inline(never)]
fn number(value: &JsValue) -> Option<f64> {
    if matches(r"^\d+$", value) {
        return Some(as_number(value));
    }
    value.as_f64().filter(|number| number.is_finite())
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Date, js_name = parse)]
    fn parse_date(text: &JsValue) -> f64;

    #[wasm_bindgen(js_name = atob, catch)]
    fn decode_base64(text: &JsString) -> Result<JsValue, JsValue>;
}
