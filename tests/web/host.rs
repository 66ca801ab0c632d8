//! A stand-in for the hand-written side that notes what it is asked to do. Its timer and its
//! clocks are the browser's own.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(inline_js = r#"
let notes = [];
let during;
let timer;
const note = (name) => (...args) => { notes.push([name, ...args]); during?.(name); };
globalThis.host = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
  arm: (delayMs) => {
    clearTimeout(timer);
    timer = setTimeout(() => { notes.push(["rung"]); during?.("rung"); }, delayMs);
    notes.push(["arm", delayMs]);
  },
  disarm: () => { clearTimeout(timer); notes.push(["disarm"]); },
  ...Object.fromEntries(["send", "abort", "settle", "notify", "emit", "error", "snapshot", "stats"].map((name) => [name, note(name)])),
};
export function freshHost() { globalThis.host.disarm(); notes = []; during = undefined; }
export function noted() { return notes.map((note) => JSON.stringify(note)); }
export function setDuring(act) { during = (name) => act(name); }
export function nextTask() {
  return new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); });
}
"#)]
extern "C" {
    /// Forgets what was noted, and disarms.
    #[wasm_bindgen(js_name = freshHost)]
    pub fn fresh_host();
    fn noted() -> Vec<String>;
    /// Has this called within each call, with its name.
    #[wasm_bindgen(js_name = setDuring)]
    pub fn set_during(act: &Closure<dyn Fn(String)>);
    #[wasm_bindgen(js_name = nextTask)]
    fn next_task() -> js_sys::Promise;
}

/// What the host has been asked so far, each as `["name",…]`, but for its timer.
pub fn notes() -> Vec<String> {
    noted().into_iter().filter(|note| !is_of_timer(note)).collect()
}

/// What has been asked of the timer, and when it rang.
pub fn timer_notes() -> Vec<String> {
    noted().into_iter().filter(|note| is_of_timer(note)).collect()
}

fn is_of_timer(note: &str) -> bool {
    ["[\"arm\"", "[\"disarm\"", "[\"rung\""].iter().any(|name| note.starts_with(name))
}

/// Lets the browser do what it has to do.
pub async fn breathe() {
    wasm_bindgen_futures::JsFuture::from(next_task()).await.unwrap();
}
