//! Page events: shown, hidden, focused, online, restored from the back/forward cache, resumed.

use wasm_bindgen::prelude::*;

use super::driver::Wake;
use super::value::{call_method2, global, property_or_undefined};
use crate::core::context::Page;

const OF_DOCUMENT: [&str; 2] = ["visibilitychange", "resume"];
const OF_GLOBAL: [&str; 3] = ["online", "focus", "pageshow"];

/// Listens to the page until it is dropped.
#[derive(Debug)]
pub struct PageWatch {
    document: JsValue,
    global: JsValue,
    listener: Closure<dyn Fn(JsValue)>,
}

impl PageWatch {
    /// Calls `wake` on each page event. Where there is no page, it listens to the targets there are.
    pub fn new(wake: impl Fn(Wake) + 'static) -> Self {
        let global = global();
        let document = property_or_undefined(&global, "document");
        let of_document = document.clone();
        let listener = move |event: JsValue| {
            let name = property_or_undefined(&event, "type");
            wake(if name == "online" {
                Wake::Online
            } else {
                Wake::Page(visibility(&of_document))
            });
        };
        let watch = PageWatch { document, global, listener: Closure::new(listener) };
        watch.each_event("addEventListener");
        watch
    }

    /// Whether the page is visible now.
    #[must_use]
    pub fn visibility(&self) -> Page {
        visibility(&self.document)
    }

    fn each_event(&self, act: &str) {
        for (target, names) in [(&self.document, &OF_DOCUMENT[..]), (&self.global, &OF_GLOBAL)] {
            for name in names {
                // Node has no document, and its global object is no event target. Where listening
                // fails, the page simply never wakes the driver.
                let _ = call_method2(target, act, name, self.listener.as_ref());
            }
        }
    }
}

impl Drop for PageWatch {
    fn drop(&mut self) {
        self.each_event("removeEventListener");
    }
}

fn visibility(document: &JsValue) -> Page {
    if property_or_undefined(document, "hidden").is_truthy() { Page::Hidden } else { Page::Shown }
}
