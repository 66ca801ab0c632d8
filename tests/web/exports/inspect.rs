//! `inspect`: every known key, its state and who needs it.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{call, get, invoke, names, number, settled, until};
use crate::manager::{KEY, Manager};
use crate::recorder::Recorder;
use crate::route::Route;
use crate::virtual_time::VirtualTime;

fn inspect(manager: &Manager) -> Vec<JsValue> {
    Array::from(&manager.call("inspect", &[]).unwrap()).to_vec()
}

fn state(manager: &Manager) -> JsValue {
    inspect(manager)[0].clone()
}

#[wasm_bindgen_test]
fn a_new_manager_has_no_keys_and_lists_each_in_order() {
    let manager = Manager::on(&Route::default());
    assert!(inspect(&manager).is_empty());
    let keys = ["sso", "dsync"].map(|scope| KEY.replace("sso", scope));
    let sources = keys.each_ref().map(|key| manager.source(key));
    let shown: Vec<_> = inspect(&manager).iter().map(|state| get(state, "key")).collect();
    assert_eq!(shown, sources.map(|source| get(&source, "key")));
    let state = state(&manager);
    assert!(get(&state, "snapshot").is_undefined());
    assert!(get(&state, "requestMs").is_undefined());
    assert_eq!(names(&state).len(), 6);
}

#[wasm_bindgen_test]
async fn shows_who_needs_a_key_and_how_long_a_request_has_been_in_flight() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    let source = manager.source(KEY);
    let heard = Recorder::default();
    let end = call(&source, "subscribe", &[heard.function().into()]).unwrap();
    let promises = [manager.get_token(KEY), manager.get_token(KEY)];
    until(|| route.count() == 1).await;
    time.advance(700.0);
    let before = state(&manager);
    assert_eq!(number(&before, "subscribers"), 1.0);
    assert_eq!(number(&before, "waiting"), 2.0);
    assert_eq!(number(&before, "requestMs"), 700.0);
    assert_eq!(number(&before, "unusedMs"), 700.0);
    route.grant("widget_1");
    for promise in promises {
        settled(promise).await.unwrap();
    }
    invoke(&end, &[]).unwrap();
    let after = state(&manager);
    assert_eq!(number(&after, "subscribers"), 0.0);
    assert_eq!(number(&after, "waiting"), 0.0);
    assert!(get(&after, "requestMs").is_undefined());
    assert_eq!(get(&after, "snapshot"), call(&source, "peek", &[]).unwrap());
}

#[wasm_bindgen_test]
async fn inspecting_is_not_a_use_of_a_key() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::with(&route, "{ idleAfterMs: 60000 }");
    let idle = manager.listen("idle");
    route.grant("widget_1");
    manager.token().await;
    let hits = manager.count("hits");
    for _ in 0..20 {
        time.advance(30_000.0);
        inspect(&manager);
    }
    assert_eq!(manager.count("hits"), hits);
    assert_eq!(route.count(), 1, "nobody used it, so it is not renewed");
    assert_eq!(idle.count(), 1);
    assert_eq!(number(&state(&manager), "unusedMs"), 600_000.0);
}
