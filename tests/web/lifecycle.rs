use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::lifecycle::{Lifecycle, Wake, is_hidden};

#[wasm_bindgen(inline_js = r#"
export function dispatchTo(target, type) { globalThis[target].dispatchEvent(new Event(type)); }
export function pretendHidden(hidden) { Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden }); }
export function pretendNothing() { delete document.hidden; }
"#)]
extern "C" {
    #[wasm_bindgen(js_name = dispatchTo)]
    fn dispatch_to(target: &str, kind: &str);
    #[wasm_bindgen(js_name = pretendHidden)]
    fn pretend_hidden(hidden: bool);
    #[wasm_bindgen(js_name = pretendNothing)]
    fn pretend_nothing();
}

const EVENTS: [(&str, &str, Wake); 5] = [
    ("document", "visibilitychange", Wake::Page),
    ("document", "resume", Wake::Other),
    ("window", "online", Wake::Online),
    ("window", "focus", Wake::Other),
    ("window", "pageshow", Wake::Other),
];

#[wasm_bindgen_test]
fn every_wake_up_is_heard_until_it_is_dropped() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let notes = Rc::clone(&heard);
    let lifecycle = Lifecycle::listen(move |wake| notes.borrow_mut().push(wake));
    for (target, kind, wake) in EVENTS {
        dispatch_to(target, kind);
        assert_eq!(heard.take(), [wake], "{kind}");
    }
    drop(lifecycle);
    for (target, kind, _) in EVENTS {
        dispatch_to(target, kind);
    }
    assert!(heard.take().is_empty());
}

#[wasm_bindgen_test]
fn a_wake_up_within_a_wake_up_is_heard() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let notes = Rc::clone(&heard);
    let _lifecycle = Lifecycle::listen(move |wake| {
        notes.borrow_mut().push(wake);
        if wake == Wake::Online {
            dispatch_to("window", "focus");
        }
    });
    dispatch_to("window", "online");
    assert_eq!(heard.take(), [Wake::Online, Wake::Other]);
}

#[wasm_bindgen_test]
fn a_hidden_page_is_known_as_such() {
    pretend_hidden(true);
    assert!(is_hidden());
    pretend_hidden(false);
    assert!(!is_hidden());
    pretend_nothing();
}
