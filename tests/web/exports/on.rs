//! `on`: what happens, and who is told of it.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{call, dispatch, function, get, invoke, js, json, number, text, until};
use crate::manager::{KEY, Manager};
use crate::patch::Patch;
use crate::recorder::Recorder;
use crate::route::{Route, reply};
use crate::uncaught::Uncaught;
use crate::virtual_time::VirtualTime;

/// Has this listener called whenever there is a token; what ends it.
fn on_token(manager: &Manager, listener: &JsValue) -> JsValue {
    manager.call("on", &["token".into(), listener.clone()]).unwrap()
}

/// A manager with a token, and what it is told of events of this name from then on.
async fn with_token(route: &Route, name: &str) -> (Manager, Recorder) {
    let manager = Manager::on(route);
    let heard = manager.listen(name);
    route.grant("widget_1");
    manager.token().await;
    (manager, heard)
}

#[wasm_bindgen_test]
async fn a_new_token_is_told_without_the_token() {
    let (_time, route) = (VirtualTime::begin(), Route::default());
    let (manager, heard) = with_token(&route, "token").await;
    assert_eq!(heard.count(), 1);
    let event = heard.last();
    assert!(get(&event, "key") == get(&manager.source(KEY), "key"), "the very key");
    assert_eq!(number(&event, "lifetimeMs"), 600_000.0);
    let refresh_in_ms = number(&event, "refreshInMs");
    assert!((535_000.0..=555_000.0).contains(&refresh_in_ms), "{refresh_in_ms}");
    assert!(!json(&event).contains("widget_1"));
}

#[wasm_bindgen_test]
async fn a_failure_and_the_next_try_are_told() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    let (errors, retries) = (manager.listen("error"), manager.listen("retry"));
    route.fail("no way".into());
    let _waiting = manager.get_token(KEY);
    until(|| errors.count() == 1).await;
    let event = errors.last();
    assert_eq!(get(&get(&event, "error"), "code"), "network");
    assert_eq!(get(&get(&event, "error"), "cause"), "no way");
    assert_eq!(get(&get(&event, "key"), "widgetScope"), "sso");
    let retry_in_ms = number(&event, "retryInMs");
    assert!((500.0..=1_000.0).contains(&retry_in_ms), "{retry_in_ms}");
    assert_eq!(retries.count(), 0);
    time.advance(retry_in_ms);
    assert_eq!(number(&retries.last(), "attempt"), 2.0);
    route.grant("widget_1");
    assert_eq!(manager.token().await, "widget_1");
}

#[wasm_bindgen_test]
async fn a_failure_that_is_not_tried_again_says_so() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let errors = manager.listen("error");
    route.reply(reply(403, ""));
    crate::javascript::settled(manager.get_token(KEY)).await.unwrap_err();
    assert!(get(&errors.last(), "retryInMs").is_undefined());
    assert_eq!(text(&get(&errors.last(), "error"), "code"), "forbidden");
}

#[wasm_bindgen_test]
async fn a_token_that_ends_before_there_is_a_new_one_is_told() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let (manager, heard) = with_token(&route, "expired").await;
    let source = manager.source(KEY);
    call(&source, "subscribe", &[function("() => {}").into()]).unwrap();
    let _hidden = Patch::new("document", "hidden", &js("true"));
    dispatch(&js("document"), "visibilitychange");
    time.advance(599_999.0);
    assert_eq!(heard.count(), 0);
    time.advance(1.0);
    assert_eq!(json(&heard.last()), r#"{"key":{"organizationId":"org_1","widgetScope":"sso"}}"#);
}

#[wasm_bindgen_test]
async fn a_key_that_nobody_reads_any_more_is_told() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::with(&route, "{ idleAfterMs: 1_000 }");
    let heard = manager.listen("idle");
    route.grant("widget_1");
    manager.token().await;
    while !time.armed().is_empty() {
        time.ring();
    }
    assert_eq!(json(&heard.last()), r#"{"key":{"organizationId":"org_1","widgetScope":"sso"}}"#);
    assert_eq!(heard.count(), 1);
    assert_eq!(route.count(), 1);
}

#[wasm_bindgen_test]
fn there_are_six_events_and_no_more() {
    let manager = Manager::on(&Route::default());
    for name in ["token", "retry", "error", "expired", "invalidated", "idle"] {
        assert_eq!(manager.listen(name).count(), 0);
    }
    for name in ["'tokens'", "''", "undefined", "null", "5", "Symbol()", "new String('token')"] {
        let error = manager.call("on", &[js(name), js("() => {}")]).unwrap_err();
        assert_eq!(get(&error, "code"), "invalid_options", "{name}");
        assert!(
            text(&error, "description").contains("token, retry, error, expired, invalidated, idle")
        );
    }
}

#[wasm_bindgen_test]
fn what_is_not_a_function_is_no_listener() {
    let manager = Manager::on(&Route::default());
    let source = manager.source(KEY);
    for listener in ["undefined", "null", "'text'", "{}", "Promise.resolve()"] {
        let errors = [
            manager.call("on", &["token".into(), js(listener)]).unwrap_err(),
            call(&source, "subscribe", &[js(listener)]).unwrap_err(),
        ];
        for error in errors {
            assert_eq!(text(&error, "code"), "invalid_options", "{listener}");
            assert_eq!(text(&error, "description"), "the listener is not a function");
        }
    }
    let states = json(&manager.call("inspect", &[]).unwrap());
    assert!(states.contains(r#""subscribers":0"#), "{states}");
}

#[wasm_bindgen_test]
async fn a_listener_that_is_ended_hears_nothing_more() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let (ended, stays) = (Recorder::default(), manager.listen("token"));
    let end = on_token(&manager, &ended.function().into());
    invoke(&end, &[]).unwrap();
    invoke(&end, &[]).unwrap();
    route.grant("widget_1");
    manager.token().await;
    assert_eq!((ended.count(), stays.count()), (0, 1));
}

#[wasm_bindgen_test]
async fn the_same_function_listens_as_often_as_it_is_passed() {
    let route = Route::default();
    let (manager, heard) = (Manager::on(&route), Recorder::default());
    let listener = JsValue::from(heard.function());
    let ends = [on_token(&manager, &listener), on_token(&manager, &listener)];
    invoke(&ends[0], &[]).unwrap();
    invoke(&ends[0], &[]).unwrap();
    route.grant("widget_1");
    manager.token().await;
    assert_eq!(heard.count(), 1);
}

#[wasm_bindgen_test]
async fn a_listener_may_call_back_and_even_dispose() {
    for deed in ["clear", "stats", "dispose"] {
        let route = Route::default();
        let manager = Manager::on(&route);
        let act = function("(tokens, deed) => () => tokens[deed]()");
        let act = act.call2(&JsValue::UNDEFINED, manager.object(), &deed.into()).unwrap();
        on_token(&manager, &act);
        let after = manager.listen("token");
        route.grant("widget_1");
        assert_eq!(manager.token().await, "widget_1", "who waited has its answer");
        assert_eq!(after.count(), usize::from(deed != "dispose"), "{deed}");
    }
}

#[wasm_bindgen_test]
async fn what_a_listener_throws_is_the_pages_to_hear() {
    let (route, uncaught) = (Route::default(), Uncaught::listen());
    let manager = Manager::on(&route);
    on_token(&manager, &js("() => { throw 'mine'; }"));
    let heard = manager.listen("token");
    route.grant("widget_1");
    assert_eq!(manager.token().await, "widget_1");
    assert_eq!(heard.count(), 1);
    until(|| uncaught.errors() == ["mine"]).await;
}

#[wasm_bindgen_test]
fn a_listener_can_be_ended_when_its_manager_is_disposed_of() {
    let manager = Manager::on(&Route::default());
    let end = on_token(&manager, &js("() => {}"));
    manager.call("dispose", &[]).unwrap();
    invoke(&end, &[]).unwrap();
}
