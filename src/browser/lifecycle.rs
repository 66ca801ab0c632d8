//! The page's wake-ups: shown, hidden, focused, online, back from the cache or from sleep.

use wasm_bindgen::prelude::*;

/// What woke us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// The page may have been shown or hidden.
    Page,
    /// The platform is online again.
    Online,
    /// Our own timer has rung.
    Timer,
    /// Time may have passed without our noticing.
    Other,
}

#[wasm_bindgen]
extern "C" {
    type EventTarget;

    // Each is undefined where there is no such thing: in a worker, on a server.
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: Option<EventTarget>;

    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static GLOBAL: EventTarget;

    #[wasm_bindgen(method, getter, js_name = addEventListener)]
    fn can_listen(this: &EventTarget) -> JsValue;

    #[wasm_bindgen(method, js_name = addEventListener)]
    fn listen(this: &EventTarget, event: &str, listener: &JsValue);

    #[wasm_bindgen(method, js_name = removeEventListener)]
    fn unlisten(this: &EventTarget, event: &str, listener: &JsValue);

    #[wasm_bindgen(method, getter)]
    fn hidden(this: &EventTarget) -> bool;

    #[wasm_bindgen(extends = js_sys::Object)]
    type Event;

    #[wasm_bindgen(method, getter, js_name = type)]
    fn kind(this: &Event) -> String;
}

/// Whether the page is hidden now.
#[must_use]
pub fn is_hidden() -> bool {
    DOCUMENT.with(|document| document.as_ref().is_some_and(EventTarget::hidden))
}

/// Listens for as long as it lives. Where there is no page it listens to what there is.
#[derive(Debug)]
pub struct Lifecycle {
    listener: Closure<dyn Fn(Event)>,
}

impl Lifecycle {
    /// Calls `wake` at every wake-up.
    pub fn listen(wake: impl Fn(Wake) + 'static) -> Self {
        let listener = Closure::new(move |event: Event| wake(wake_of(&event.kind())));
        each_target(&|target, event| target.listen(event, listener.as_ref()));
        Lifecycle { listener }
    }
}

impl Drop for Lifecycle {
    fn drop(&mut self) {
        each_target(&|target, event| target.unlisten(event, self.listener.as_ref()));
    }
}

fn wake_of(event: &str) -> Wake {
    match event {
        "visibilitychange" => Wake::Page,
        "online" => Wake::Online,
        _ => Wake::Other,
    }
}

fn each_target(act: &dyn Fn(&EventTarget, &str)) {
    DOCUMENT.with(|document| {
        if let Some(document) = document {
            act(document, "visibilitychange");
            act(document, "resume");
        }
    });
    GLOBAL.with(|global| {
        // Node has no listeners on its global object.
        if !global.can_listen().is_undefined() {
            act(global, "online");
            act(global, "focus");
            act(global, "pageshow");
        }
    });
}
