//! A callback that records its arguments.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

/// A function for JavaScript, and the arguments of its calls so far.
#[derive(Clone, Default)]
pub struct Recorder(Rc<RefCell<Vec<JsValue>>>);

impl Recorder {
    /// The function: a new one each time.
    pub fn function(&self) -> Function {
        self.and(|_| {})
    }

    /// A function that does something more at each call.
    pub fn and(&self, act: impl Fn(&JsValue) + 'static) -> Function {
        let calls = self.0.clone();
        let note = move |value: JsValue| {
            calls.borrow_mut().push(value.clone());
            act(&value);
        };
        // Owned by JavaScript from here on, which may call it after the test has ended.
        Closure::<dyn Fn(JsValue)>::new(note).into_js_value().unchecked_into()
    }

    /// The arguments so far.
    pub fn calls(&self) -> Vec<JsValue> {
        self.0.borrow().clone()
    }

    /// The number of calls.
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// The argument of the last call.
    pub fn last(&self) -> JsValue {
        self.0.borrow().last().cloned().unwrap()
    }
}
