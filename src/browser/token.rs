//! A token as JavaScript holds it.

use std::rc::Rc;

use js_sys::{JsString, Promise};
use wasm_bindgen::JsValue;

use super::value::promise_of;

/// A token: its text, which is never copied into the module, and one settled promise of it.
/// Two are equal if their texts are.
#[derive(Clone, Debug)]
pub struct Token(Rc<Parts>);

#[derive(Debug)]
struct Parts {
    text: JsString,
    promise: Promise,
}

impl Token {
    /// A token of this text.
    #[must_use]
    pub fn new(text: JsString) -> Self {
        let promise = promise_of(Ok(text.clone().into()));
        Token(Rc::new(Parts { text, promise }))
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &JsString {
        &self.0.text
    }

    /// A promise of the text: every reader is given the same, so a warm read makes nothing.
    pub fn promise(&self) -> &Promise {
        &self.0.promise
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Token) -> bool {
        let (one, other): (&JsValue, &JsValue) = (self.text(), other.text());
        one == other
    }
}
