//! Something else in the place of one of the platform's own.

use std::cell::RefCell;
use std::panic;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::javascript::js;

/// A member of an object of the platform's that is another until this is dropped.
#[must_use = "when it is dropped, what was there before is there again"]
pub struct Patch(Rc<Original>);

/// What was there before.
struct Original {
    object: Object,
    name: JsValue,
    descriptor: JsValue,
}

thread_local! {
    /// What is to be put back: a test that panics drops nothing.
    static ORIGINALS: RefCell<Vec<Rc<Original>>> = restored_at_a_panic();
}

fn restored_at_a_panic() -> RefCell<Vec<Rc<Original>>> {
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        for original in ORIGINALS.with(RefCell::take).into_iter().rev() {
            original.restore();
        }
        report(info);
    }));
    RefCell::default()
}

impl Patch {
    /// Puts `value` in the place of a member of what `object` is the expression of.
    pub fn new(object: &str, name: &str, value: &JsValue) -> Self {
        let descriptor = js("{ configurable: true, writable: true, enumerable: true }");
        Reflect::set(&descriptor, &"value".into(), value).unwrap();
        Patch::define(object, name, &descriptor)
    }

    /// Puts a getter there.
    pub fn getter(object: &str, name: &str, getter: &str) -> Self {
        Patch::define(object, name, &js(&format!("{{ configurable: true, get: {getter} }}")))
    }

    fn define(object: &str, name: &str, descriptor: &JsValue) -> Self {
        let object: Object = js(object).unchecked_into();
        let name = JsValue::from(name);
        let before = Reflect::get_own_property_descriptor(&object, &name).unwrap();
        let original = Rc::new(Original { object, name, descriptor: before });
        ORIGINALS.with_borrow_mut(|originals| originals.push(original.clone()));
        original.put(descriptor);
        Patch(original)
    }
}

impl Drop for Patch {
    fn drop(&mut self) {
        ORIGINALS.with_borrow_mut(|originals| {
            originals.retain(|original| !Rc::ptr_eq(original, &self.0));
        });
        self.0.restore();
    }
}

impl Original {
    fn restore(&self) {
        if self.descriptor.is_undefined() {
            Reflect::delete_property(&self.object, &self.name).unwrap();
        } else {
            self.put(&self.descriptor);
        }
    }

    fn put(&self, descriptor: &JsValue) {
        let is_put = Reflect::define_property(&self.object, &self.name, descriptor.unchecked_ref());
        assert!(is_put.unwrap());
    }
}
