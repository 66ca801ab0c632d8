//! The channel between the tabs of one user.
//!
//! Whatever a page of the same origin posts arrives here. It is a copy that the platform made, so
//! nothing in it can throw or call back.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::reply::{claims_of, forget_match, is_secret, token_of};
use super::token::Token;
use crate::core::sharing::{self, Kind, Left, Message};

#[wasm_bindgen(module = "/src/npm/channel.js")]
extern "C" {
    /// The channel of a user and an endpoint: see `src/npm/channel.js`.
    pub type TabChannel;

    #[wasm_bindgen(constructor)]
    fn new(endpoint: f64, hear: JsValue) -> TabChannel;

    #[wasm_bindgen(method, js_name = join)]
    fn join_digest(this: &TabChannel, user: f64) -> bool;

    #[wasm_bindgen(method)]
    fn post(
        this: &TabChannel,
        kind: u32,
        key: &JsValue,
        number: f64,
        left_ms: f64,
        life_ms: f64,
        token: &JsValue,
    );
}

impl TabChannel {
    /// The channel for this endpoint, of nobody so far. `hear` receives what other tabs say, each time
    /// with the text of the key that it is about.
    pub fn of(endpoint: &str, hear: impl Fn(&JsValue, &Message<Token>) + 'static) -> Self {
        type Hear = dyn Fn(JsValue, JsValue, JsValue, JsValue, JsValue, JsValue);
        let hear = Closure::<Hear>::new(move |kind, key, number, left_ms, life_ms, token| {
            if let Some(message) = parse(&kind, &number, &left_ms, &life_ms, &token) {
                hear(&key, &message);
            }
        });
        TabChannel::new(digest(&endpoint.into()) as f64, hear.into_js_value())
    }

    /// Leaves the channel that it was in for that of this user, if it is one. Whether it is in one
    /// now.
    pub fn join(&self, user: &JsValue) -> bool {
        let digest = if user.is_string() { digest(user.unchecked_ref()) } else { 0 };
        self.join_digest(digest as f64)
    }

    /// Tells the other tabs something about a key.
    pub fn post_message(&self, key: &JsValue, message: &Message<Token>) {
        let Message { kind, number, left_ms, life_ms, ref token } = *message;
        let token = token.as_ref().map_or(JsValue::UNDEFINED, |token| token.text().into());
        let (number, left_ms, life_ms) = (number as f64, left_ms as f64, life_ms as f64);
        self.post(kind as u32, key, number, left_ms, life_ms, &token);
    }
}

/// Reads what another tab has posted; `None` if it is not a message.
fn parse(
    kind: &JsValue,
    number: &JsValue,
    left_ms: &JsValue,
    life_ms: &JsValue,
    text: &JsValue,
) -> Option<Message<Token>> {
    let kind = *Kind::ALL.get(kind.as_f64()? as usize)?;
    let number = number.as_f64()? as u64;
    let (mut left_ms, mut life_ms) = (left_ms.as_f64()? as u64, life_ms.as_f64()? as u64);
    let mut token = None;
    if kind == Kind::Token {
        let (parsed, claims) = (token_of(text), claims_of(text));
        let has_secret = is_secret(text);
        forget_match();
        if has_secret {
            return None;
        }
        token = Some(parsed?);
        Left { left_ms, life_ms } = Left::parse(life_ms, left_ms, claims)?;
    }
    Some(Message { kind, number, left_ms, life_ms, token })
}

impl sharing::Token for Token {
    fn fingerprint(&self) -> u64 {
        digest(self.text())
    }
}

#[inline(never)]
fn digest(text: &JsString) -> u64 {
    sharing::digest((0..text.length()).map(|place| text.char_code_at(place) as u16))
}
