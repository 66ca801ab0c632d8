//! `getToken` with options: a signal, a newer token, a wait limit.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

use crate::javascript::{dispatch, get, js, set, settled, until};
use crate::manager::{KEY, Manager};
use crate::route::Route;
use crate::virtual_time::VirtualTime;

/// Options with this signal.
fn signalled(controller: &AbortController) -> JsValue {
    let options = js("{}");
    set(&options, "signal", &controller.signal());
    options
}

#[wasm_bindgen_test]
async fn an_aborted_signal_sends_no_request() {
    let (route, controller) = (Route::default(), AbortController::new().unwrap());
    let manager = Manager::on(&route);
    controller.abort_with_reason(&"mine".into());
    let promise = manager.get_token_with(&signalled(&controller));
    let error = settled(promise).await.unwrap_err();
    assert_eq!(get(&error, "code"), "aborted");
    assert_eq!(get(&error, "cause"), "mine");
    assert_eq!(get(&get(&error, "key"), "organizationId"), "org_1");
    assert_eq!(route.count(), 0);
}

#[wasm_bindgen_test]
async fn an_abort_ends_the_wait_and_a_request_without_other_callers() {
    let (route, controller) = (Route::default(), AbortController::new().unwrap());
    let manager = Manager::on(&route);
    let promise = manager.get_token_with(&signalled(&controller));
    until(|| route.count() == 1).await;
    controller.abort_with_reason(&"mine".into());
    assert!(route.is_aborted(0));
    let error = settled(promise).await.unwrap_err();
    assert_eq!(get(&error, "code"), "aborted");
    assert_eq!(get(&error, "cause"), "mine");
}

#[wasm_bindgen_test]
async fn an_abort_ends_the_wait_of_its_caller_alone() {
    let (route, controller) = (Route::default(), AbortController::new().unwrap());
    let manager = Manager::on(&route);
    let promises = [manager.get_token_with(&signalled(&controller)), manager.get_token(KEY)];
    until(|| route.count() == 1).await;
    controller.abort();
    assert!(!route.is_aborted(0));
    route.grant("widget_1");
    let [aborted, served] = promises;
    assert_eq!(settled(served).await.unwrap(), "widget_1");
    let error = settled(aborted).await.unwrap_err();
    assert_eq!(get(&get(&error, "cause"), "name"), "AbortError");
}

#[wasm_bindgen_test]
async fn an_abort_after_the_answer_changes_nothing() {
    let (route, controller) = (Route::default(), AbortController::new().unwrap());
    let manager = Manager::on(&route);
    route.grant("widget_1");
    let promise = manager.get_token_with(&signalled(&controller));
    assert_eq!(settled(promise.clone()).await.unwrap(), "widget_1");
    controller.abort();
    dispatch(&controller.signal(), "abort");
    assert_eq!(settled(promise).await.unwrap(), "widget_1");
    assert_eq!(manager.token().await, "widget_1");
}

#[wasm_bindgen_test]
async fn a_custom_signal_may_abort_during_add_event_listener() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let signal =
        "{ reason: 'mine', addEventListener: (_, fire) => fire(), removeEventListener() {} }";
    let promise = manager.get_token_with(&js(&format!("{{ signal: {signal} }}")));
    let error = settled(promise).await.unwrap_err();
    assert_eq!(get(&error, "code"), "aborted");
    assert_eq!(get(&error, "cause"), "mine");
    assert_eq!(route.count(), 0, "nobody needs the request");
}

#[wasm_bindgen_test]
async fn an_exception_in_a_signal_is_the_cause_of_a_typed_error() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let options = js("{ signal: { addEventListener() { throw 'mine'; } } }");
    let error = settled(manager.get_token_with(&options)).await.unwrap_err();
    assert_eq!(get(&error, "code"), "invalid_options");
    assert_eq!(get(&error, "cause"), "mine");
    route.grant("widget_1");
    assert_eq!(manager.token().await, "widget_1", "the manager still works");
}

#[wasm_bindgen_test]
async fn a_signal_whose_aborted_getter_throws_counts_as_not_aborted() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let signal = "{ addEventListener() {}, get aborted() { throw 'mine'; } }";
    let promise = manager.get_token_with(&js(&format!("{{ signal: {signal} }}")));
    route.grant("widget_1");
    assert_eq!(settled(promise).await.unwrap(), "widget_1");
}

#[wasm_bindgen_test]
async fn invalid_options_reject() {
    let route = Route::default();
    let manager = Manager::on(&route);
    for options in ["null", "5", "{ more: 1 }", "{ signal: null }", "{ waitTimeoutMs: -1 }"] {
        let error = settled(manager.get_token_with(&js(options))).await.unwrap_err();
        assert_eq!(get(&error, "code"), "invalid_options", "{options}");
    }
    assert_eq!(route.count(), 0);
}

#[wasm_bindgen_test]
async fn force_refresh_fetches_a_new_token() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    route.grant("widget_1");
    manager.token().await;
    time.advance(2_000.0);
    route.grant("widget_2");
    let promise = manager.get_token_with(&js("{ forceRefresh: true }"));
    assert_eq!(settled(promise).await.unwrap(), "widget_2");
    assert_eq!(manager.token().await, "widget_2");
}

#[wasm_bindgen_test]
async fn min_validity_ms_fetches_a_token_that_is_valid_for_longer() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    route.grant("widget_1");
    manager.token().await;
    time.advance(100_000.0);
    let enough = manager.get_token_with(&js("{ minValidityMs: 500_000 }"));
    assert_eq!(settled(enough).await.unwrap(), "widget_1");
    route.grant("widget_2");
    let more = manager.get_token_with(&js("{ minValidityMs: 500_001 }"));
    assert_eq!(settled(more).await.unwrap(), "widget_2");
}

#[wasm_bindgen_test]
async fn wait_timeout_ms_limits_a_callers_wait() {
    let route = Route::default();
    let manager = Manager::on(&route);
    route.fail("no way".into());
    let promise = manager.get_token_with(&js("{ waitTimeoutMs: 0 }"));
    let error = settled(promise).await.unwrap_err();
    assert_eq!(get(&error, "code"), "network");
}
