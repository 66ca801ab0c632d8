//! `peek` of a source: the current state.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{call, get, is_frozen, js, next_task, number, settled, until};
use crate::manager::{KEY, Manager};
use crate::recorder::Recorder;
use crate::route::{Route, reply};
use crate::virtual_time::{START_MS, VirtualTime};

fn peek(source: &JsValue) -> JsValue {
    call(source, "peek", &[]).unwrap()
}

fn status(source: &JsValue) -> String {
    get(&peek(source), "status").as_string().unwrap()
}

#[wasm_bindgen_test]
fn peek_is_undefined_before_the_first_read() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let source = manager.source(KEY);
    assert!(peek(&source).is_undefined());
    assert_eq!(route.count(), 0, "peek sends no request");
}

#[wasm_bindgen_test]
async fn shows_the_token_and_the_times_of_its_life() {
    let (_time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    let source = manager.source(KEY);
    let promise = manager.get_token(KEY);
    assert_eq!(status(&source), "loading");
    route.grant("widget_1");
    settled(promise).await.unwrap();
    let snapshot = peek(&source);
    assert_eq!(get(&snapshot, "status"), "ready");
    assert_eq!(get(&snapshot, "token"), "widget_1");
    assert_eq!(number(&snapshot, "fetchedAt"), START_MS);
    assert_eq!(number(&snapshot, "expiresAt"), START_MS + 600_000.0);
    let refresh_at = number(&snapshot, "refreshAt");
    assert_eq!(refresh_at - START_MS, manager.count("nextRefreshInMs"));
    assert!(is_frozen(&snapshot));
}

#[wasm_bindgen_test]
async fn returns_the_same_object_until_something_changes() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    let source = manager.source(KEY);
    route.grant("widget_1");
    manager.token().await;
    let snapshot = peek(&source);
    time.advance(1_000.0);
    manager.get_token(KEY);
    assert!(peek(&source) == snapshot);
    manager.get_token_with(&js("{ forceRefresh: true }"));
    assert!(peek(&source) != snapshot);
    assert_eq!(status(&source), "refreshing");
    assert_eq!(get(&peek(&source), "token"), "widget_1");
}

#[wasm_bindgen_test]
async fn shows_a_failure_and_when_it_will_be_retried() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    let source = manager.source(KEY);
    let _waiting = manager.get_token(KEY);
    route.fail("no way".into());
    until(|| manager.count("failures") == 1.0).await;
    let snapshot = peek(&source);
    assert_eq!(get(&snapshot, "status"), "retrying");
    assert_eq!(get(&get(&snapshot, "error"), "code"), "network");
    assert_eq!(get(&get(&snapshot, "error"), "cause"), "no way");
    assert_eq!(number(&snapshot, "retryAt"), time.wall_ms() + time.armed()[0]);
}

#[wasm_bindgen_test]
async fn shows_a_refusal() {
    let route = Route::default();
    let manager = Manager::on(&route);
    route.reply(reply(403, r#"{"message":"not a member"}"#));
    settled(manager.get_token(KEY)).await.unwrap_err();
    let snapshot = peek(&manager.source(KEY));
    assert_eq!(get(&snapshot, "status"), "failed");
    assert_eq!(get(&get(&snapshot, "error"), "description"), "not a member");
    assert!(get(&snapshot, "retryAt").is_undefined());
}

#[wasm_bindgen_test]
async fn an_expired_token_is_not_shown_even_before_the_timer_fires() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let (manager, heard) = (Manager::on(&route), Recorder::default());
    let source = manager.source(KEY);
    route.grant("widget_1");
    call(&source, "subscribe", &[heard.function().into()]).unwrap();
    until(|| get(&heard.last(), "token") == "widget_1").await;
    let before = heard.count();
    time.move_wall_clock(3_600_000.0);
    assert!(get(&peek(&source), "token").is_undefined());
    assert_eq!(heard.count(), before, "peek may run during a render");
    time.advance(0.0);
    assert!(heard.count() > before, "listeners are notified a moment later");
    next_task().await;
    assert_eq!(route.count(), 2);
}

#[wasm_bindgen_test]
async fn peek_is_undefined_after_clear() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let source = manager.source(KEY);
    route.grant("widget_1");
    manager.token().await;
    manager.call("clear", &[]).unwrap();
    assert!(peek(&source).is_undefined());
}
