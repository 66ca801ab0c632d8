//! `invalidate` of a source: a server has rejected a token.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{call, function, get, js, next_task, settled, until};
use crate::manager::{KEY, Manager};
use crate::route::Route;
use crate::virtual_time::VirtualTime;

fn invalidate(source: &JsValue, arguments: &[JsValue]) {
    assert!(call(source, "invalidate", arguments).unwrap().is_undefined());
}

fn token(source: &JsValue) -> JsValue {
    let snapshot = call(source, "peek", &[]).unwrap();
    if snapshot.is_undefined() { snapshot } else { get(&snapshot, "token") }
}

/// A manager with a cached token.
async fn with_token(route: &Route) -> (Manager, JsValue) {
    let manager = Manager::on(route);
    let source = manager.source(KEY);
    route.grant("widget_1");
    manager.token().await;
    settled(manager.get_token(KEY)).await.unwrap();
    (manager, source)
}

#[wasm_bindgen_test]
async fn a_rejected_token_is_not_returned_again() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let (manager, source) = with_token(&route).await;
    invalidate(&source, &["widget_1".into()]);
    assert!(token(&source).is_undefined());
    time.advance(2_000.0);
    route.grant("widget_2");
    assert_eq!(manager.token().await, "widget_2");
}

#[wasm_bindgen_test]
async fn without_an_argument_the_current_token_is_rejected() {
    for arguments in [vec![], vec![JsValue::UNDEFINED]] {
        let route = Route::default();
        let (_manager, source) = with_token(&route).await;
        invalidate(&source, &arguments);
        assert!(token(&source).is_undefined());
    }
}

#[wasm_bindgen_test]
async fn a_token_that_is_no_longer_current_is_ignored() {
    let route = Route::default();
    let (manager, source) = with_token(&route).await;
    for other in ["'widget_0'", "''", "null", "5", "{}", "Symbol()", "new String('widget_1')"] {
        invalidate(&source, &[js(other)]);
        assert_eq!(token(&source), "widget_1", "{other}");
    }
    assert_eq!(manager.token().await, "widget_1");
    assert_eq!(route.count(), 1);
}

#[wasm_bindgen_test]
async fn many_rejections_of_one_token_send_one_request() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let (manager, source) = with_token(&route).await;
    call(&source, "subscribe", &[function("() => {}").into()]).unwrap();
    time.advance(2_000.0);
    for _ in 0..5 {
        invalidate(&source, &["widget_1".into()]);
    }
    until(|| route.count() == 2).await;
    route.grant("widget_2");
    assert_eq!(manager.token().await, "widget_2");
    invalidate(&source, &["widget_1".into()]);
    next_task().await;
    assert_eq!(route.count(), 2);
    assert_eq!(token(&source), "widget_2");
}

#[wasm_bindgen_test]
async fn before_the_first_token_nothing_happens() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let source = manager.source(KEY);
    invalidate(&source, &[]);
    invalidate(&source, &["widget_1".into()]);
    next_task().await;
    assert_eq!(route.count(), 0);
}
