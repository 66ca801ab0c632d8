//! `setUser` and `clear`: whose tokens these are.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{call, get, js, next_task, settled, until};
use crate::manager::{KEY, Manager};
use crate::recorder::Recorder;
use crate::route::Route;
use crate::virtual_time::VirtualTime;

/// A manager of `user_1` with a token, which may fetch the next one at once.
async fn with_token(time: &VirtualTime, route: &Route) -> Manager {
    let manager = Manager::with(route, "{ user: 'user_1' }");
    route.grant("widget_1");
    manager.token().await;
    time.advance(1_000.0);
    manager
}

fn set_user(manager: &Manager, user: &str) {
    assert!(manager.call("setUser", &[js(user)]).unwrap().is_undefined());
}

fn peek(manager: &Manager) -> JsValue {
    call(&manager.source(KEY), "peek", &[]).unwrap()
}

#[wasm_bindgen_test]
async fn another_user_receives_none_of_the_previous_users_tokens() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = with_token(&time, &route).await;
    set_user(&manager, "'user_2'");
    assert!(peek(&manager).is_undefined());
    route.grant("widget_2");
    assert_eq!(manager.token().await, "widget_2");
}

#[wasm_bindgen_test]
async fn the_same_user_keeps_the_token() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = with_token(&time, &route).await;
    set_user(&manager, "'user_1'");
    assert_eq!(manager.token().await, "widget_1");
    assert_eq!(route.count(), 1);
}

#[wasm_bindgen_test]
async fn setting_no_user_always_clears() {
    for nobody in ["null", "undefined"] {
        let (time, route) = (VirtualTime::begin(), Route::default());
        let manager = with_token(&time, &route).await;
        set_user(&manager, nobody);
        assert!(peek(&manager).is_undefined(), "{nobody}");
        route.grant("widget_2");
        assert_eq!(manager.token().await, "widget_2");
        set_user(&manager, nobody);
        assert!(
            peek(&manager).is_undefined(),
            "the token may belong to a user who was never named"
        );
    }
}

#[wasm_bindgen_test]
async fn a_change_of_user_rejects_callers_and_aborts_requests() {
    for (method, arguments) in [("setUser", vec![JsValue::from("user_2")]), ("clear", vec![])] {
        let route = Route::default();
        let manager = Manager::with(&route, "{ user: 'user_1' }");
        let promise = manager.get_token(KEY);
        until(|| route.count() == 1).await;
        manager.call(method, &arguments).unwrap();
        assert!(route.is_aborted(0), "{method}");
        let error = settled(promise).await.unwrap_err();
        assert_eq!(get(&error, "code"), "cleared", "{method}");
        route.grant("widget_of_user_1");
        route.grant("widget_2");
        assert_eq!(manager.token().await, "widget_2", "{method}");
    }
}

#[wasm_bindgen_test]
async fn a_subscribed_key_is_fetched_for_the_next_user_but_not_after_a_sign_out() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let (manager, heard) = (with_token(&time, &route).await, Recorder::default());
    let source = manager.source(KEY);
    call(&source, "subscribe", &[heard.function().into()]).unwrap();
    set_user(&manager, "'user_2'");
    until(|| route.count() == 2).await;
    route.grant("widget_2");
    until(|| get(&heard.last(), "token") == "widget_2").await;
    manager.call("clear", &[]).unwrap();
    assert!(heard.last().is_undefined());
    next_task().await;
    assert_eq!(route.count(), 2);
}

#[wasm_bindgen_test]
async fn after_clear_the_same_user_counts_as_another() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = with_token(&time, &route).await;
    manager.call("clear", &[]).unwrap();
    route.grant("widget_2");
    assert_eq!(manager.token().await, "widget_2");
    set_user(&manager, "'user_1'");
    assert!(peek(&manager).is_undefined());
}

#[wasm_bindgen_test]
async fn clear_ends_warm_reads() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = with_token(&time, &route).await;
    let get_token = get(&manager.source(KEY), "getToken");
    let read = || crate::javascript::invoke(&get_token, &[]).unwrap();
    assert_eq!(settled(read()).await.unwrap(), "widget_1");
    manager.call("clear", &[]).unwrap();
    route.grant("widget_2");
    assert_eq!(settled(read()).await.unwrap(), "widget_2");
}

#[wasm_bindgen_test]
async fn an_invalid_user_is_refused_and_changes_nothing() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = with_token(&time, &route).await;
    for user in ["5", "{}", "true", "new String('user_2')"] {
        let error = manager.call("setUser", &[js(user)]).unwrap_err();
        assert_eq!(get(&error, "code"), "invalid_options", "{user}");
    }
    assert_eq!(manager.token().await, "widget_1");
}
