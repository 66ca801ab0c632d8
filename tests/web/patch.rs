//! A replacement for one of the platform's own objects.

use std::cell::RefCell;
use std::panic;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::javascript::js;

/// A member of a platform object, replaced until this is dropped.
#[must_use = "the original is restored on drop"]
pub struct Patch(Rc<Original>);

/// The original.
struct Original {
    object: Object,
    name: JsValue,
    descriptor: JsValue,
}

thread_local! {
    /// What to restore: a test that panics drops nothing.
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
    /// Replaces a member of the object that `object` is the expression of.
    pub fn new(object: &str, name: &str, value: &JsValue) -> Self {
        let descriptor = js("{ configurable: true, writable: true, enumerable: true }");
        Reflect::set(&descriptor, &"value".into(), value).unwrap();
        Patch::define(object, name, &descriptor)
    }

    /// Replaces it with a getter.
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
