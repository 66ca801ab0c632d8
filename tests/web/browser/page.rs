use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::driver::Wake;
use workos_widget_tokens::browser::page::PageWatch;
use workos_widget_tokens::core::context::Page;

use crate::javascript::{dispatch, js};
use crate::patch::Patch;

/// A watch on the page, and what it has told so far.
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

/// The page, hidden or shown, whatever the window of the test is.
fn page(is_hidden: bool) -> Patch {
    Patch::new("document", "hidden", &is_hidden.into())
}

#[wasm_bindgen_test]
fn each_event_that_wakes_the_page_is_told_as_what_it_is() {
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
fn whether_the_page_is_shown_or_hidden_is_looked_up_at_each_change() {
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
fn other_events_wake_nobody() {
    let page = watched();
    for name in ["blur", "offline", "pagehide", "freeze", "visibility"] {
        dispatch(&window(), name);
        dispatch(&document(), name);
    }
    assert!(page.wakes.take().is_empty());
}

#[wasm_bindgen_test]
fn dropped_it_hears_of_nothing() {
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
fn two_watches_do_not_disturb_each_other() {
    let (first, second) = (watched(), watched());
    drop(first.watch);
    dispatch(&window(), "online");
    assert!(first.wakes.take().is_empty());
    assert_eq!(second.wakes.take(), [Wake::Online]);
}

#[wasm_bindgen_test]
fn it_may_be_dropped_by_the_very_event_that_it_tells_of() {
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
fn a_page_that_lets_nobody_listen_never_wakes() {
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
fn a_page_that_does_not_say_whether_it_is_hidden_is_shown() {
    let page = watched();
    let _hidden = Patch::getter("document", "hidden", "() => { throw new Error('not said'); }");
    assert_eq!(page.watch.visibility(), Page::Shown);
    dispatch(&document(), "visibilitychange");
    assert_eq!(page.wakes.take(), [Wake::Page(Page::Shown)]);
}
