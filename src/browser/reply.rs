//! Reads a reply of the token route; the core interprets it.
//!
//! Any value here may come from the app's own `fetch` or `parseResponse`; exceptions are passed on.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use super::token::Token;
use super::value::{
    Reader, call_method, items, matches, parse_json, property_or_undefined, replaced,
};
use crate::core::lifetime::{Claims, Expiry};
use crate::core::reply::{Reply, RetryAfter, Topic};

/// What `fetch` resolved with: a `Response`, or whatever the app's own `fetch` returns.
#[derive(Debug)]
pub struct Response(JsValue);

/// The body of a reply.
#[derive(Debug)]
pub enum Body {
    /// Parsed JSON, or the result of `parseResponse`.
    Value(JsValue),
    /// Text that is not JSON.
    Text(JsValue),
}

/// A reply for the core, with the texts for a possible error.
#[derive(Debug)]
pub struct ReadReply {
    /// The reply for the core.
    pub reply: Reply<Token>,
    /// Whether the reply contains a secret key in place of a token.
    pub has_secret: bool,
    /// The route's error message, or what is wrong with its reply.
    pub description: JsValue,
}

impl Response {
    /// Wraps what `fetch` resolved with.
    #[must_use]
    pub fn new(value: JsValue) -> Self {
        Response(value)
    }

    /// The wrapped object, for `parseResponse`.
    #[must_use]
    pub fn value(&self) -> &JsValue {
        &self.0
    }

    /// Starts to read the body; returns a promise of its text.
    ///
    /// # Errors
    /// Whatever the app's own object throws.
    pub fn text(&self) -> Result<JsValue, JsValue> {
        call_method(&self.0, "text", &JsValue::UNDEFINED)
    }

    /// Whether the status is a success.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        property_or_undefined(&self.0, "ok").is_truthy()
    }

    /// Whether the reply is a redirect, which is not followed.
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        property_or_undefined(&self.0, "type") == "opaqueredirect"
    }

    /// Extracts what the core needs.
    ///
    /// # Errors
    /// Whatever a getter of the reply or of the body throws.
    pub fn read(&self, body: &Body) -> Result<ReadReply, JsValue> {
        let reader = Reader::default();
        let is_ok = reader.property(&self.0, "ok").is_truthy();
        let fields = Fields::read(body, &reader);
        let headers = reader.property(&self.0, "headers");
        let header = |name: &str| reader.value(call_method(&headers, "get", &name.into()));
        let status = reader.property(&self.0, "status");
        let reply = Reply {
            status: number(&status).unwrap_or_default() as u16,
            server_ms: http_date(&header("date")),
            retry_after: fields.slot.unwrap_or(retry_after(&header("retry-after"))),
            claims: claims_of(&fields.token),
            token: token_of(&fields.token),
            expiry: fields.expiry,
            topic: if matches("scope", &fields.said) { Topic::Scope } else { Topic::Other },
        };
        reader.finish()?;
        let has_secret = is_ok && is_secret(&fields.token);
        forget_match();
        let description = match () {
            () if !is_ok => fields.said,
            // It is only shown if the token turns out to have expired.
            () if reply.token.is_some() => expired(&reply),
            () if fields.token.is_string() && fields.token.is_truthy() => NOT_PLAIN.into(),
            () => fields.complaint.into(),
        };
        Ok(ReadReply { reply, has_secret, description })
    }
}

impl Body {
    /// Parses the text of a body.
    #[must_use]
    pub fn parse(text: JsValue) -> Self {
        match parse_json(&text) {
            Ok(value) => Body::Value(value),
            Err(_) => Body::Text(text),
        }
    }

    /// The parsed value, or the text.
    #[must_use]
    pub fn value(&self) -> &JsValue {
        let (Body::Value(value) | Body::Text(value)) = self;
        value
    }
}

/// The fields of a body, in any of the known formats.
#[derive(Default)]
struct Fields {
    token: JsValue,
    expiry: Expiry,
    /// The slot for a refused request, if the route paces.
    slot: Option<RetryAfter>,
    /// The route's error message.
    said: JsValue,
    /// What is wrong with the body, if the status is a success.
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

const NOT_PLAIN: &str = "the token is not plain ASCII, without spaces, newlines or \"Bearer \"";

/// That a token had expired on arrival: by how much and against which clock, if the reply states both.
fn expired(reply: &Reply<Token>) -> JsValue {
    let stated_ms = if let Expiry::At(ms) = reply.expiry { Some(ms) } else { None };
    let at_ms = stated_ms.into_iter().chain(reply.claims.expires_ms).min();
    let now_ms = reply.server_ms.max(reply.claims.issued_ms);
    let words = Array::new();
    words.push(&"the token was expired on arrival".into());
    if let (Some(at_ms), Some(now_ms)) = (at_ms, now_ms)
        && at_ms <= now_ms
    {
        let clock = if reply.server_ms == Some(now_ms) { "the Date header" } else { "its iat" };
        words.push(&", by ".into());
        words.push(&(now_ms.saturating_sub(at_ms) as f64 / 1_000.0).into());
        words.push(&" s against ".into());
        words.push(&clock.into());
    }
    words.join("").into()
}

/// The expiry that the body states.
fn expiry(object: &JsValue, reader: &Reader) -> Expiry {
    // The first of two properties that is neither undefined nor null.
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

/// The route's error message, with any secret key redacted.
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

/// A usable token: only printable ASCII can be sent in an Authorization header.
pub(super) fn token_of(value: &JsValue) -> Option<Token> {
    matches("^[!-~]+$", value).then(|| Token::new(value.clone().unchecked_into()))
}

/// Whether a value is a secret API key.
pub(super) fn is_secret(value: &JsValue) -> bool {
    matches(r"^\s*sk_", value)
}

/// The platform keeps the last matched string in `RegExp.input`: replaces the token there.
pub(super) fn forget_match() {
    let _ = matches("^", &"".into());
}

/// The claims of a JWT that bound its lifetime. The payload is base64url, which `atob` reads only
/// after replacing two characters, and UTF-8, which does not matter for numbers.
pub(super) fn claims_of(token: &JsValue) -> Claims {
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

/// JavaScript parses an ISO time without an offset as local time; servers mean UTC. A date without a
/// time is UTC already, and some engines do not parse it with an offset.
fn iso_date(text: JsValue) -> Option<i64> {
    let is_clear = matches(r"^.{10}(.*([zZ]|[+-]\d\d(:?\d\d)?))?$", &text);
    date(&if is_clear { text } else { replaced(&text, "$", "Z").into() })
}

/// `Date.parse` is lenient, so this requires the leading weekday of RFC 9110.
fn http_date(text: &JsValue) -> Option<i64> {
    if matches(r"^[A-Z][a-z]{2}, \d", text) { date(text) } else { None }
}

/// Parses a date to milliseconds since 1970.
fn date(text: &JsValue) -> Option<i64> {
    let ms = parse_date(text);
    (!ms.is_nan()).then_some(ms as i64)
}

/// A number, or a string of digits only.
#[inline(never)]
fn number(value: &JsValue) -> Option<f64> {
    if matches(r"^\d+$", value) {
        return Some(value.unchecked_into_f64());
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
