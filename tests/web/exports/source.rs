//! `source` of a manager, and its key.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{get, invoke, is_frozen, js, json, settled, text, until};
use crate::manager::{KEY, Manager};
use crate::route::{Route, reply};
use crate::virtual_time::VirtualTime;

/// Calls a source's `getToken` detached from it.
fn get_token(source: &JsValue) -> JsValue {
    invoke(&get(source, "getToken"), &[]).unwrap()
}

#[wasm_bindgen_test]
fn equal_keys_have_the_same_source() {
    let manager = Manager::on(&Route::default());
    let source = manager.source("{ organizationId: 'org_1', widgetScope: ['sso', 'dsync'] }");
    for key in [
        "{ organizationId: 'org_1', widgetScope: ['dsync', 'sso'] }",
        "{ widgetScope: ['sso', 'dsync', 'sso'], organizationId: 'org_1' }",
        "Object.freeze({ organizationId: 'org_1', widgetScope: ['sso', 'dsync'] })",
    ] {
        assert!(manager.source(key) == source, "{key}");
    }
    assert!(manager.call("source", &[get(&source, "key")]).unwrap() == source);
    assert!(manager.source(KEY) != source);
    assert_eq!(manager.count("entries"), 2.0);
}

#[wasm_bindgen_test]
fn the_key_is_frozen_and_canonical() {
    let manager = Manager::on(&Route::default());
    let source =
        manager.source("{ organizationId: 'org_1', widgetScope: ['sso', 'dsync', 'sso'] }");
    let key = get(&source, "key");
    assert_eq!(json(&key), r#"{"organizationId":"org_1","widgetScope":["dsync","sso"]}"#);
    assert!(is_frozen(&key) && is_frozen(&get(&key, "widgetScope")));
    assert!(get(&source, "key") == key, "the same object each time");
}

#[wasm_bindgen_test]
fn an_invalid_key_throws() {
    let manager = Manager::on(&Route::default());
    for (key, code) in [
        ("undefined", "invalid_request"),
        ("{ organizationId: 'org_1', widgetScope: 'SSO' }", "invalid_scope"),
        ("{ organizationId: 'org_\\ud800', widgetScope: 'sso' }", "invalid_request"),
    ] {
        let error = manager.call("source", &[js(key)]).unwrap_err();
        assert_eq!(text(&error, "code"), code, "{key}");
    }
    assert!(manager.call("source", &[]).is_err());
}

#[wasm_bindgen_test]
fn without_strict_any_string_is_an_organization() {
    let manager = Manager::with(&Route::default(), "{ strict: false }");
    let source = manager.source("{ organizationId: 'acme', widgetScope: 'billing' }");
    assert_eq!(get(&get(&source, "key"), "organizationId"), "acme");
}

#[wasm_bindgen_test]
async fn get_token_can_be_detached() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let source = manager.source(KEY);
    route.grant("widget_1");
    assert_eq!(settled(get_token(&source)).await.unwrap(), "widget_1");
    let warm = get_token(&source);
    assert!(warm == get_token(&source) && warm == manager.get_token(KEY), "the same promise");
    assert_eq!(route.count(), 1);
}

#[wasm_bindgen_test]
async fn get_token_has_no_wait_limit() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::with(&route, "{ waitTimeoutMs: 0 }");
    let promise = get_token(&manager.source(KEY));
    // Longer than any manager's default wait limit.
    let mut waited_ms = 0.0;
    for attempt in 1.. {
        until(|| route.count() == attempt).await;
        if waited_ms > 60_000.0 {
            break;
        }
        route.reply(reply(503, ""));
        until(|| manager.count("failures") == attempt as f64).await;
        while manager.count("fetches") == attempt as f64 {
            waited_ms += time.ring();
        }
    }
    route.grant("widget_1");
    assert_eq!(settled(promise).await.unwrap(), "widget_1");
}

#[wasm_bindgen_test]
async fn get_token_accepts_options() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let get_token = get(&manager.source(KEY), "getToken");
    route.fail("no way".into());
    let promise = invoke(&get_token, &[js("{ waitTimeoutMs: 0 }")]).unwrap();
    assert_eq!(get(&settled(promise).await.unwrap_err(), "code"), "network");
    let promise = invoke(&get_token, &[js("{ more: 1 }")]).unwrap();
    assert_eq!(get(&settled(promise).await.unwrap_err(), "code"), "invalid_options");
}

#[wasm_bindgen_test]
async fn get_token_rejects_if_the_route_refuses() {
    let route = Route::default();
    let manager = Manager::on(&route);
    route.reply(reply(401, r#"{"error":"sign in"}"#));
    let error = settled(get_token(&manager.source(KEY))).await.unwrap_err();
    assert_eq!(get(&error, "code"), "unauthorized");
    assert_eq!(get(&error, "description"), "sign in");
}
