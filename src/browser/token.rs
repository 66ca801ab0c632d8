//! A token as the page holds it: a JavaScript string, and the promise of it.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsValue;

/// One token. Its text lives on the JavaScript side alone, and every reader is given
/// the same resolved promise: a warm read makes nothing new.
#[derive(Clone, Debug)]
pub struct Token(Rc<Parts>);

#[derive(Debug)]
struct Parts {
    text: JsValue,
    promise: Promise,
}

impl Token {
    /// The text, as a JavaScript string.
    #[must_use]
    pub fn text(&self) -> &JsValue {
        &self.0.text
    }

    /// A promise that has resolved with the text.
    pub fn promise(&self) -> Promise {
        self.0.promise.clone()
    }
}

impl From<JsValue> for Token {
    fn from(text: JsValue) -> Self {
        Token(Rc::new(Parts { promise: Promise::resolve(&text), text }))
    }
}

impl From<String> for Token {
    fn from(text: String) -> Self {
        Token::from(JsValue::from(text))
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}
