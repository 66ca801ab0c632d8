//! A token as a JavaScript value.

use std::rc::Rc;

use js_sys::{JsString, Promise};
use wasm_bindgen::JsValue;

use super::value::promise_of;

/// A token: its JavaScript string, which is never copied into the module, and one promise resolved
/// with it. Two tokens are equal if their strings are.
#[derive(Clone, Debug)]
pub struct Token(Rc<Parts>);

#[derive(Debug)]
struct Parts {
    text: JsString,
    promise: Promise,
}

impl Token {
    /// Creates a token from its string.
    #[must_use]
    pub fn new(text: JsString) -> Self {
        let promise = promise_of(Ok(text.clone().into()));
        Token(Rc::new(Parts { text, promise }))
    }

    /// The string.
    #[must_use]
    pub fn text(&self) -> &JsString {
        &self.0.text
    }

    /// A promise resolved with the string. All callers share it, so a warm read allocates nothing.
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
