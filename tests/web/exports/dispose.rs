//! `dispose`: the end of a manager.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{call, dispatch, function, get, invoke, js, next_task, settled, until};
use crate::manager::{KEY, Manager};
use crate::recorder::Recorder;
use crate::route::Route;
use crate::virtual_time::VirtualTime;

fn dispose(manager: &Manager) {
    assert!(manager.call("dispose", &[]).unwrap().is_undefined());
}

#[wasm_bindgen_test]
async fn waiting_and_later_callers_reject() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let source = manager.source(KEY);
    let waiting = manager.get_token(KEY);
    until(|| route.count() == 1).await;
    dispose(&manager);
    assert!(route.is_aborted(0));
    let from_source = invoke(&get(&source, "getToken"), &[]).unwrap();
    let of_new_key = manager.get_token("{ organizationId: 'org_2', widgetScope: 'sso' }");
    for promise in [waiting, manager.get_token(KEY), from_source, of_new_key] {
        assert_eq!(get(&settled(promise).await.unwrap_err(), "code"), "disposed");
    }
    assert_eq!(route.count(), 1);
}

#[wasm_bindgen_test]
async fn no_timer_is_left() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    route.grant("widget_1");
    manager.token().await;
    manager.get_token(KEY);
    assert!(!time.armed().is_empty());
    dispose(&manager);
    assert!(time.armed().is_empty());
}

#[wasm_bindgen_test]
async fn no_token_is_left() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let source = manager.source(KEY);
    route.grant("widget_1");
    manager.token().await;
    manager.get_token(KEY);
    dispose(&manager);
    let snapshot = call(&source, "peek", &[]).unwrap();
    assert_eq!(get(&snapshot, "status"), "failed");
    assert!(get(&snapshot, "token").is_undefined());
    assert_eq!(get(&get(&snapshot, "error"), "code"), "disposed");
    let warm = invoke(&get(&source, "getToken"), &[]).unwrap();
    assert_eq!(get(&settled(warm).await.unwrap_err(), "code"), "disposed");
}

#[wasm_bindgen_test]
async fn subscribers_are_notified_once_and_then_never_again() {
    let route = Route::default();
    let (manager, subscriber) = (Manager::on(&route), Recorder::default());
    let events = manager.listen("error");
    let source = manager.source(KEY);
    let end = call(&source, "subscribe", &[subscriber.function().into()]).unwrap();
    until(|| route.count() == 1).await;
    let before = subscriber.count();
    dispose(&manager);
    route.fail("no way".into());
    dispatch(&js("window"), "focus");
    for _ in 0..10 {
        next_task().await;
    }
    assert_eq!((events.count(), subscriber.count()), (0, before + 1));
    assert_eq!(get(&get(&subscriber.last(), "error"), "code"), "disposed");
    invoke(&end, &[]).unwrap();
}

#[wasm_bindgen_test]
fn dispose_and_all_other_methods_may_be_called_afterwards() {
    let route = Route::default();
    let manager = Manager::on(&route);
    let source = manager.source(KEY);
    dispose(&manager);
    dispose(&manager);
    manager.call("clear", &[]).unwrap();
    manager.call("setUser", &["user_2".into()]).unwrap();
    assert_eq!(manager.count("entries"), 1.0);
    let listener = JsValue::from(function("() => {}"));
    let end = manager.call("on", &["token".into(), listener]).unwrap();
    invoke(&end, &[]).unwrap();
    call(&source, "invalidate", &[]).unwrap();
    let heard = Recorder::default();
    let end = call(&source, "subscribe", &[heard.function().into()]).unwrap();
    assert_eq!(heard.count(), 1);
    assert_eq!(get(&heard.last(), "status"), "failed");
    invoke(&end, &[]).unwrap();
    assert_eq!(route.count(), 0);
}

#[wasm_bindgen_test]
fn an_existing_source_stays_and_a_new_one_is_refused() {
    let manager = Manager::on(&Route::default());
    let source = manager.source(KEY);
    dispose(&manager);
    assert!(manager.source(KEY) == source);
    let other = js("{ organizationId: 'org_2', widgetScope: 'sso' }");
    let error = manager.call("source", &[other]).unwrap_err();
    assert_eq!(get(&error, "code"), "disposed");
}
