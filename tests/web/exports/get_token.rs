//! `getToken` of a manager: who receives what, and what is sent for it.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{
    REVOKED, TRAPPED, function, get, is_frozen, js, json, next_task, settled, text, until,
};
use crate::manager::{KEY, Manager};
use crate::patch::Patch;
use crate::route::{Route, reply, reply_with};
use crate::virtual_time::VirtualTime;

/// The error that a read of [`KEY`] rejects with.
async fn refused(manager: &Manager) -> JsValue {
    settled(manager.get_token(KEY)).await.unwrap_err()
}

#[wasm_bindgen_test]
async fn a_read_resolves_with_the_token_that_the_route_grants() {
    let route = Route::default();
    let manager = Manager::on(&route);
    route.grant("widget_1");
    assert_eq!(manager.token().await, "widget_1");
    let body = settled(route.request(0).text().unwrap()).await.unwrap();
    assert_eq!(body, r#"{"organizationId":"org_1","widgetScope":"sso"}"#);
}

#[wasm_bindgen_test]
async fn concurrent_reads_of_a_key_share_one_request() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let promises = [KEY, "{ organizationId: 'org_1', widgetScope: ['sso', 'sso'] }"]
        .map(|key| manager.get_token(key));
    route.grant("widget_1");
    for promise in promises {
        assert_eq!(settled(promise).await.unwrap(), "widget_1");
    }
    assert_eq!(route.count(), 1);
    assert_eq!(manager.count("coalesced"), 1.0);
}

#[wasm_bindgen_test]
async fn a_warm_read_sends_no_request_and_makes_no_promise() {
    let route = Route::default();
    let manager = Manager::on(&route);
    route.grant("widget_1");
    manager.token().await;
    let first = manager.get_token(KEY);
    assert!(first == manager.get_token(KEY), "the same promise");
    assert!(first == manager.get_token("{ organizationId: 'org_1', widgetScope: ['sso'] }"));
    assert_eq!(settled(first).await.unwrap(), "widget_1");
    assert_eq!(route.count(), 1);
    assert_eq!(manager.count("hits"), 3.0);
}

#[wasm_bindgen_test]
async fn each_key_has_its_own_token() {
    let route = Route::default();
    let manager = Manager::on(&route);
    for (place, key) in [
        KEY,
        "{ organizationId: 'org_2', widgetScope: 'sso' }",
        "{ organizationId: 'org_1', widgetScope: 'dsync' }",
        "{ organizationId: 'org_1', widgetScope: ['dsync', 'sso'] }",
        "{ organizationId: 'org_1', widgetScope: 'sso', widgetSession: 'a' }",
    ]
    .into_iter()
    .enumerate()
    {
        route.grant(&format!("widget_{place}"));
        let token = settled(manager.get_token(key)).await.unwrap();
        assert_eq!(token, format!("widget_{place}").as_str());
    }
    assert_eq!(manager.count("entries"), 5.0);
}

#[wasm_bindgen_test]
async fn an_invalid_key_rejects_without_a_request() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let throwing = |what| format!("{{ get organizationId() {{ throw {what}; }} }}");
    for (key, code) in [
        ("undefined", "invalid_request"),
        ("{ organizationId: 'user_1', widgetScope: 'sso' }", "invalid_request"),
        ("{ organizationId: 'org_1', widgetScope: 'SSO' }", "invalid_scope"),
        ("{ get organizationId() { throw 'mine'; } }", "invalid_options"),
        (&throwing(TRAPPED), "invalid_options"),
        (&throwing(REVOKED), "invalid_options"),
    ] {
        let error = settled(manager.get_token(key)).await.unwrap_err();
        assert_eq!(get(&error, "code"), code, "{key}");
    }
    let error = settled(manager.call("getToken", &[]).unwrap()).await.unwrap_err();
    assert_eq!(get(&error, "code"), "invalid_request");
    assert_eq!(route.count(), 0);
    assert_eq!(manager.count("entries"), 0.0);
}

#[wasm_bindgen_test]
async fn a_refusal_rejects_with_every_known_detail() {
    let route = Route::default();
    let manager = Manager::on(&route);
    route.reply(reply(403, r#"{"error":"forbidden","error_description":"not a member"}"#));
    let error = refused(&manager).await;
    assert_eq!(get(&error, "name"), "TokenError");
    assert_eq!(get(&error, "code"), "forbidden");
    assert_eq!(get(&error, "status"), 403.0);
    assert_eq!(get(&error, "description"), "not a member");
    assert_eq!(get(&error, "transient"), false);
    assert_eq!(get(&error, "attempts"), 1.0);
    let key = get(&error, "key");
    assert_eq!(json(&key), r#"{"organizationId":"org_1","widgetScope":"sso"}"#);
    assert!(is_frozen(&key));
}

#[wasm_bindgen_test]
async fn each_status_has_its_code() {
    for (status, body, code) in [
        (400, "{}", "invalid_request"),
        (400, r#"{"error":"invalid_scope"}"#, "invalid_scope"),
        (401, "{}", "unauthorized"),
        (404, "{}", "organization_not_found"),
        (422, "{}", "invalid_request"),
        (200, "<html>", "invalid_response"),
        (201, r#"{"token":"sk_test_a2V5"}"#, "secret_exposed"),
    ] {
        let route = Route::default();
        route.reply(reply(status, body));
        let error = refused(&Manager::on(&route)).await;
        assert_eq!(get(&error, "code"), code, "{status} {body}");
        assert_eq!(get(&error, "status"), f64::from(status));
    }
}

#[wasm_bindgen_test]
async fn a_transient_failure_rejects_at_once_without_a_wait_limit() {
    for (status, code) in
        [(408, "timeout"), (429, "rate_limited"), (500, "server_error"), (503, "server_error")]
    {
        let route = Route::default();
        route.reply(reply_with(status, "", "{ 'retry-after': '7' }"));
        let error = refused(&Manager::with(&route, "{ waitTimeoutMs: 0 }")).await;
        assert_eq!(get(&error, "code"), code, "{status}");
        assert_eq!(get(&error, "transient"), true);
        assert_eq!(get(&error, "retryAfterMs"), 7_000.0);
    }
}

#[wasm_bindgen_test]
async fn a_network_error_has_its_cause() {
    let (route, cause) = (Route::default(), js("new TypeError('Failed to fetch')"));
    route.fail(cause.clone());
    let error = refused(&Manager::with(&route, "{ waitTimeoutMs: 0 }")).await;
    assert_eq!(get(&error, "code"), "network");
    assert!(get(&error, "cause") == cause);
    assert!(get(&error, "status").is_undefined());
}

#[wasm_bindgen_test]
async fn a_token_that_expired_on_arrival_is_an_invalid_response() {
    let route = Route::default();
    route.reply(reply(200, r#"{"token":"widget_1","expires_in":0}"#));
    let error = refused(&Manager::with(&route, "{ waitTimeoutMs: 0 }")).await;
    assert_eq!(get(&error, "code"), "invalid_response");
    assert_eq!(get(&error, "transient"), true);
}

#[wasm_bindgen_test]
async fn a_request_without_a_reply_times_out() {
    let route = Route::default();
    let manager = Manager::with(&route, "{ requestTimeoutMs: 5, waitTimeoutMs: 0 }");
    let error = refused(&manager).await;
    assert_eq!(get(&error, "code"), "timeout");
    assert!(route.is_aborted(0));
}

#[wasm_bindgen_test]
async fn a_caller_waits_through_failures() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    let promise = manager.get_token(KEY);
    for attempt in 1..=3 {
        until(|| route.count() == attempt).await;
        route.fail(js("new TypeError('no way')"));
        until(|| manager.count("failures") == attempt as f64).await;
        time.ring();
    }
    route.grant("widget_1");
    assert_eq!(settled(promise).await.unwrap(), "widget_1");
    assert_eq!(manager.count("retries"), 3.0);
}

#[wasm_bindgen_test]
async fn a_caller_rejects_with_the_last_error_at_its_wait_limit() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::with(&route, "{ waitTimeoutMs: 500 }");
    route.reply(reply(502, "<html>"));
    let promise = manager.get_token(KEY);
    until(|| manager.count("failures") == 1.0).await;
    time.advance(500.0);
    let error = settled(promise).await.unwrap_err();
    assert_eq!(get(&error, "code"), "server_error");
    assert_eq!(get(&error, "status"), 502.0);
}

#[wasm_bindgen_test]
async fn a_refusal_is_repeated_for_a_while_without_a_request() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    route.reply(reply(403, r#"{"message":"not a member"}"#));
    let (first, second) = (refused(&manager).await, refused(&manager).await);
    assert_eq!(get(&second, "description"), "not a member");
    assert_eq!(text(&first, "message"), text(&second, "message"));
    assert_eq!(route.count(), 1);
    time.advance(5_000.0);
    route.grant("widget_1");
    assert_eq!(manager.token().await, "widget_1");
}

#[wasm_bindgen_test]
async fn a_getter_of_a_key_may_call_back() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let inner = js("{}");
    let make = function(
        "(tokens, inner) => ({
        organizationId: 'org_1',
        get widgetScope() {
            tokens.clear();
            tokens.stats();
            inner.promise = tokens.getToken({ organizationId: 'org_1', widgetScope: 'sso' });
            return 'sso';
        },
    })",
    );
    let key = make.call2(&JsValue::UNDEFINED, manager.object(), &inner).unwrap();
    route.grant("widget_1");
    let outer = manager.call("getToken", std::slice::from_ref(&key)).unwrap();
    assert_eq!(settled(outer).await.unwrap(), "widget_1");
    assert_eq!(settled(get(&inner, "promise")).await.unwrap(), "widget_1");
    assert_eq!(route.count(), 1);
}

#[wasm_bindgen_test]
async fn calls_from_within_the_apps_callbacks_are_harmless() {
    for deed in ["dispose", "clear", "stats"] {
        for option in ["headers", "body", "parseResponse"] {
            let route = Route::default();
            let options =
                format!("{{ {option}: () => {{ globalThis.tokens.{deed}(); return {{}}; }} }}");
            let manager = Manager::with(&route, &options);
            let _tokens = Patch::new("globalThis", "tokens", manager.object());
            let promise = manager.get_token(KEY);
            next_task().await;
            route.grant("widget_1");
            let outcome = settled(promise).await;
            match deed {
                "stats" if option != "parseResponse" => assert_eq!(outcome.unwrap(), "widget_1"),
                "stats" => assert_eq!(get(&outcome.unwrap_err(), "code"), "invalid_response"),
                "clear" => assert_eq!(get(&outcome.unwrap_err(), "code"), "cleared"),
                _ => assert_eq!(get(&outcome.unwrap_err(), "code"), "disposed"),
            }
        }
    }
}

#[wasm_bindgen_test]
async fn the_apps_fetch_may_call_back_when_called_and_when_aborted() {
    let fetch = "(url, { signal }) => {
        tokens.stats();
        signal.addEventListener('abort', () => {
            tokens.stats();
            tokens.getToken({ organizationId: 'org_2', widgetScope: 'sso' }).catch(() => {});
            tokens.dispose();
        });
        return new Promise(() => {});
    }";
    let options = js(&format!("{{ endpoint: '/api/widget-token', fetch: {fetch} }}"));
    let manager = Manager::try_new(&options).unwrap();
    let _tokens = Patch::new("globalThis", "tokens", manager.object());
    let promise = manager.get_token(KEY);
    next_task().await;
    manager.call("clear", &[]).unwrap();
    assert_eq!(get(&settled(promise).await.unwrap_err(), "code"), "cleared");
    let error = settled(manager.get_token(KEY)).await.unwrap_err();
    assert_eq!(get(&error, "code"), "disposed");
}
