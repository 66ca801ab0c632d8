use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::driver::Wake;
use workos_widget_tokens::browser::page::PageWatch;
use workos_widget_tokens::core::context::Page;

use crate::javascript::{dispatch, js};
use crate::patch::Patch;

/// A page observer, and the events that it has reported so far.
struct Watched {
    watch: PageWatch,
    wakes: Rc<RefCell<Vec<Wake>>>,
}

fn watched() -> Watched {
    let wakes = Rc::new(RefCell::new(Vec::new()));
    let noted = wakes.clone();
    Watched { watch: PageWatch::new(move |wake| noted.borrow_mut().push(wake)), wakes }
}

fn document() -> JsValue {
    js("document")
}

fn window() -> JsValue {
    js("window")
}

/// The page, hidden or shown, whatever the state of the test's window.
fn page(is_hidden: bool) -> Patch {
    Patch::new("document", "hidden", &is_hidden.into())
}

#[wasm_bindgen_test]
fn each_waking_event_is_reported_by_its_kind() {
    let page_watch = watched();
    for (is_hidden, visibility) in [(false, Page::Shown), (true, Page::Hidden)] {
        let _page = page(is_hidden);
        for (target, name, wake) in [
            (document(), "resume", Wake::Page(visibility)),
            (window(), "online", Wake::Online),
            (window(), "focus", Wake::Page(visibility)),
            (window(), "pageshow", Wake::Page(visibility)),
        ] {
            dispatch(&target, name);
            assert_eq!(page_watch.wakes.take(), [wake], "{name}");
        }
    }
}

#[wasm_bindgen_test]
fn visibility_is_read_at_each_change() {
    let page_watch = watched();
    let hidden = page(true);
    dispatch(&document(), "visibilitychange");
    assert_eq!(page_watch.watch.visibility(), Page::Hidden);
    drop(hidden);
    let _shown = page(false);
    dispatch(&document(), "visibilitychange");
    assert_eq!(page_watch.watch.visibility(), Page::Shown);
    assert_eq!(page_watch.wakes.take(), [Wake::Page(Page::Hidden), Wake::Page(Page::Shown)]);
}

#[wasm_bindgen_test]
fn other_events_are_ignored() {
    let page = watched();
    for name in ["blur", "offline", "pagehide", "freeze", "visibility"] {
        dispatch(&window(), name);
        dispatch(&document(), name);
    }
    assert!(page.wakes.take().is_empty());
}

#[wasm_bindgen_test]
fn a_dropped_observer_reports_nothing() {
    let Watched { watch, wakes } = watched();
    drop(watch);
    for name in ["visibilitychange", "resume"] {
        dispatch(&document(), name);
    }
    for name in ["online", "focus", "pageshow"] {
        dispatch(&window(), name);
    }
    assert!(wakes.take().is_empty());
}

#[wasm_bindgen_test]
fn two_observers_are_independent() {
    let (first, second) = (watched(), watched());
    drop(first.watch);
    dispatch(&window(), "online");
    assert!(first.wakes.take().is_empty());
    assert_eq!(second.wakes.take(), [Wake::Online]);
}

#[wasm_bindgen_test]
fn an_observer_may_be_dropped_by_the_event_that_it_reports() {
    let held: Rc<RefCell<Option<PageWatch>>> = Rc::default();
    let (within, wakes) = (held.clone(), Rc::new(RefCell::new(Vec::new())));
    let noted = wakes.clone();
    held.replace(Some(PageWatch::new(move |wake| {
        within.take();
        noted.borrow_mut().push(wake);
    })));
    dispatch(&window(), "online");
    dispatch(&window(), "focus");
    assert_eq!(wakes.take(), [Wake::Online]);
}

#[wasm_bindgen_test]
fn a_page_without_add_event_listener_never_wakes() {
    for refusal in ["undefined", "() => { throw new Error('no listeners here'); }"] {
        let _document = Patch::new("document", "addEventListener", &js(refusal));
        let _window = Patch::new("window", "addEventListener", &js(refusal));
        let page = watched();
        dispatch(&window(), "focus");
        dispatch(&document(), "resume");
        assert!(page.wakes.take().is_empty());
    }
}

#[wasm_bindgen_test]
fn a_page_of_unknown_visibility_counts_as_shown() {
    let page = watched();
    let _hidden = Patch::getter("document", "hidden", "() => { throw new Error('not said'); }");
    assert_eq!(page.watch.visibility(), Page::Shown);
    dispatch(&document(), "visibilitychange");
    assert_eq!(page.wakes.take(), [Wake::Page(Page::Shown)]);
}
