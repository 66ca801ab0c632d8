//! A callback that remembers what it was called with.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

/// A function for JavaScript, and what it has been called with so far.
#[derive(Clone, Default)]
pub struct Recorder(Rc<RefCell<Vec<JsValue>>>);

impl Recorder {
    /// The function: another one each time.
    pub fn function(&self) -> Function {
        self.and(|_| {})
    }

    /// A function that does something more whenever it is called.
    pub fn and(&self, act: impl Fn(&JsValue) + 'static) -> Function {
        let calls = self.0.clone();
        let note = move |value: JsValue| {
            calls.borrow_mut().push(value.clone());
            act(&value);
        };
        // JavaScript's from here on: it may call it though the test has ended.
        Closure::<dyn Fn(JsValue)>::new(note).into_js_value().unchecked_into()
    }

    /// What it was called with.
    pub fn calls(&self) -> Vec<JsValue> {
        self.0.borrow().clone()
    }

    /// How often it was called.
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// What it was called with last.
    pub fn last(&self) -> JsValue {
        self.0.borrow().last().cloned().unwrap()
    }
}
