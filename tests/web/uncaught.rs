//! Uncaught errors, as the page's own handlers receive them.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::EventTarget;

use crate::javascript::{call, get, js};

/// Records them until it is dropped; no other handler receives them meanwhile.
pub struct Uncaught {
    errors: Rc<RefCell<Vec<JsValue>>>,
    listener: Closure<dyn Fn(JsValue)>,
}

impl Uncaught {
    /// Records from now on.
    pub fn listen() -> Self {
        let errors: Rc<RefCell<Vec<JsValue>>> = Rc::default();
        let noted = errors.clone();
        let listener = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            call(&event, "preventDefault", &[]).unwrap();
            noted.borrow_mut().push(get(&event, "error"));
        });
        let uncaught = Uncaught { errors, listener };
        let function = uncaught.listener.as_ref().unchecked_ref();
        page().add_event_listener_with_callback("error", function).unwrap();
        uncaught
    }

    /// The errors so far.
    pub fn errors(&self) -> Vec<JsValue> {
        self.errors.borrow().clone()
    }
}

impl Drop for Uncaught {
    fn drop(&mut self) {
        let function = self.listener.as_ref().unchecked_ref();
        page().remove_event_listener_with_callback("error", function).unwrap();
    }
}

fn page() -> EventTarget {
    js("window").unchecked_into()
}
