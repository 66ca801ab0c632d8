//! A stand-in for the hand-written side that notes what it is asked to do.

use wasm_bindgen::prelude::*;
use workos_widget_tokens::browser::host::Host;

#[wasm_bindgen(inline_js = r#"
export function makeHost() {
  const notes = [];
  const note = (name) => (...args) => { notes.push([name, ...args]); host.during?.(name, ...args); };
  const host = {
    notes,
    send: note("send"),
    abort: note("abort"),
    settle: note("settle"),
    notify: note("notify"),
    emit: note("emit"),
    makeError: (code, transient, status, description, retryAfterMs, attempts, key, cause) =>
      ({ code, transient, status, description, retryAfterMs, attempts, key, cause }),
  };
  return host;
}
export function noted(host) {
  return host.notes.map((note) => JSON.stringify(note));
}
export function setDuring(host, during) {
  host.during = (name) => during(name);
}
export function nextTask() {
  return new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); });
}
"#)]
extern "C" {
    #[wasm_bindgen(js_name = makeHost)]
    pub fn make_host() -> JsValue;
    fn noted(host: &JsValue) -> Vec<String>;
    #[wasm_bindgen(js_name = setDuring)]
    pub fn set_during(host: &JsValue, during: &Closure<dyn Fn(String)>);
    #[wasm_bindgen(js_name = nextTask)]
    fn next_task() -> js_sys::Promise;
}

/// What the host has been asked so far, each as `["name",…]`.
pub fn notes(host: &JsValue) -> Vec<String> {
    noted(host)
}

pub fn as_host(host: &JsValue) -> Host {
    host.clone().unchecked_into()
}

/// Lets the browser do what it has to do.
pub async fn breathe() {
    wasm_bindgen_futures::JsFuture::from(next_task()).await.unwrap();
}
