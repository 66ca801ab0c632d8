//! The channel between the tabs of one user.
//!
//! Any page of the same origin can post to it. The platform copies each message, so reading one
//! cannot throw or call back.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::reply::{claims_of, forget_match, is_secret, token_of};
use super::token::Token;
use crate::core::sharing::{self, Kind, Message, RemainingLife};

#[wasm_bindgen(module = "/src/npm/channel.js")]
extern "C" {
    /// The channel of a user and an endpoint: see `src/npm/channel.js`.
    pub type TabChannel;

    #[wasm_bindgen(constructor)]
    fn new(endpoint: f64, receive: JsValue) -> TabChannel;

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
    /// The channel for this endpoint, not yet joined. `receive` is called with the JSON of a key and
    /// each message about it.
    pub fn of(endpoint: &str, receive: impl Fn(&JsValue, &Message<Token>) + 'static) -> Self {
        type Receive = dyn Fn(JsValue, JsValue, JsValue, JsValue, JsValue, JsValue);
        let receive = Closure::<Receive>::new(move |kind, key, number, left_ms, life_ms, token| {
            if let Some(message) = parse(&kind, &number, &left_ms, &life_ms, &token) {
                receive(&key, &message);
            }
        });
        TabChannel::new(digest(&endpoint.into()) as f64, receive.into_js_value())
    }

    /// Joins the channel of this user instead of the previous one, or none without a user. Returns
    /// whether a channel is joined.
    pub fn join(&self, user: &JsValue) -> bool {
        let digest = if user.is_string() { digest(user.unchecked_ref()) } else { 0 };
        self.join_digest(digest as f64)
    }

    /// Sends a message about a key to the other tabs.
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
        RemainingLife { left_ms, life_ms } = RemainingLife::parse(life_ms, left_ms, claims)?;
    }
    Some(Message { kind, number, left_ms, life_ms, token })
}

impl sharing::Token for Token {
    fn fingerprint(&self) -> u64 {
        digest(self.text())
    }
}

fn digest(text: &JsString) -> u64 {
    sharing::digest((0..text.length()).map(|place| text.char_code_at(place) as u16))
}
