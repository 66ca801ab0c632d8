//! `on`: the events, and who receives them.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{call, dispatch, function, get, invoke, js, json, number, text, until};
use crate::manager::{KEY, Manager};
use crate::patch::Patch;
use crate::recorder::Recorder;
use crate::route::{Route, reply};
use crate::uncaught::Uncaught;
use crate::virtual_time::VirtualTime;

/// Adds a listener for new tokens; returns the function that removes it.
fn on_token(manager: &Manager, listener: &JsValue) -> JsValue {
    manager.call("on", &["token".into(), listener.clone()]).unwrap()
}

/// A manager with a token, and a recorder of this event from then on.
async fn with_token(route: &Route, name: &str) -> (Manager, Recorder) {
    let manager = Manager::on(route);
    let heard = manager.listen(name);
    route.grant("widget_1");
    manager.token().await;
    (manager, heard)
}

#[wasm_bindgen_test]
async fn a_token_event_does_not_contain_the_token() {
    let (_time, route) = (VirtualTime::begin(), Route::default());
    let (manager, heard) = with_token(&route, "token").await;
    assert_eq!(heard.count(), 1);
    let event = heard.last();
    assert!(get(&event, "key") == get(&manager.source(KEY), "key"), "the same key object");
    assert_eq!(number(&event, "lifetimeMs"), 600_000.0);
    let refresh_in_ms = number(&event, "refreshInMs");
    assert!((535_000.0..=555_000.0).contains(&refresh_in_ms), "{refresh_in_ms}");
    assert!(!json(&event).contains("widget_1"));
}

#[wasm_bindgen_test]
async fn a_failure_and_its_retry_are_reported() {
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
async fn a_failure_without_a_retry_says_so() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let errors = manager.listen("error");
    route.reply(reply(403, ""));
    crate::javascript::settled(manager.get_token(KEY)).await.unwrap_err();
    assert!(get(&errors.last(), "retryInMs").is_undefined());
    assert_eq!(text(&get(&errors.last(), "error"), "code"), "forbidden");
}

#[wasm_bindgen_test]
async fn a_token_that_expires_before_its_replacement_arrives_is_reported() {
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
async fn a_key_that_goes_idle_is_reported() {
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
fn there_are_exactly_six_events() {
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
fn a_listener_that_is_not_a_function_is_refused() {
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
async fn a_removed_listener_is_not_called() {
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
async fn a_function_added_several_times_is_called_as_often() {
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
        assert_eq!(manager.token().await, "widget_1", "the caller has its answer");
        assert_eq!(after.count(), usize::from(deed != "dispose"), "{deed}");
    }
}

#[wasm_bindgen_test]
async fn an_exception_in_a_listener_is_reported_to_the_page() {
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
fn a_listener_can_be_removed_after_disposal() {
    let manager = Manager::on(&Route::default());
    let end = on_token(&manager, &js("() => {}"));
    manager.call("dispose", &[]).unwrap();
    invoke(&end, &[]).unwrap();
}
