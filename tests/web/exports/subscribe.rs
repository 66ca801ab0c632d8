//! `subscribe` of a source: the state at each change.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{call, function, get, invoke, js, next_task, settled, until};
use crate::manager::{KEY, Manager};
use crate::recorder::Recorder;
use crate::route::{Route, reply};
use crate::uncaught::Uncaught;
use crate::virtual_time::VirtualTime;

/// Subscribes; returns the function that unsubscribes.
fn subscribe(source: &JsValue, listener: impl Into<JsValue>) -> JsValue {
    call(source, "subscribe", &[listener.into()]).unwrap()
}

fn statuses(heard: &Recorder) -> Vec<String> {
    let statuses = heard.calls().into_iter().map(|snapshot| {
        if snapshot.is_undefined() {
            "nothing".into()
        } else {
            get(&snapshot, "status").as_string().unwrap()
        }
    });
    statuses.collect()
}

#[wasm_bindgen_test]
async fn a_subscriber_is_notified_at_once_and_at_each_change() {
    let route = Route::default();
    let (manager, heard) = (Manager::on(&route), Recorder::default());
    let source = manager.source(KEY);
    subscribe(&source, heard.function());
    assert_eq!(statuses(&heard), ["loading"]);
    route.grant("widget_1");
    until(|| heard.count() == 2).await;
    assert_eq!(statuses(&heard), ["loading", "ready"]);
    assert!(heard.last() == call(&source, "peek", &[]).unwrap(), "the same snapshot");
    manager.call("clear", &[]).unwrap();
    assert_eq!(statuses(&heard), ["loading", "ready", "nothing"]);
}

#[wasm_bindgen_test]
async fn a_subscriber_is_notified_of_failures() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let (manager, heard) = (Manager::on(&route), Recorder::default());
    subscribe(&manager.source(KEY), heard.function());
    route.reply(reply(503, ""));
    until(|| heard.count() == 2).await;
    time.ring();
    route.reply(reply(403, ""));
    until(|| heard.count() == 4).await;
    assert_eq!(statuses(&heard), ["loading", "retrying", "loading", "failed"]);
}

#[wasm_bindgen_test]
async fn a_subscribed_key_is_renewed_without_reads() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let (manager, heard) = (Manager::with(&route, "{ idleAfterMs: 0 }"), Recorder::default());
    subscribe(&manager.source(KEY), heard.function());
    for (place, token) in ["widget_1", "widget_2", "widget_3"].into_iter().enumerate() {
        next_task().await;
        while route.count() == place {
            time.ring();
            next_task().await;
        }
        route.grant(token);
        until(|| get(&heard.last(), "token") == token).await;
    }
}

#[wasm_bindgen_test]
async fn a_later_subscriber_alone_is_notified_of_the_current_state() {
    let route = Route::default();
    let (manager, first, second) = (Manager::on(&route), Recorder::default(), Recorder::default());
    let source = manager.source(KEY);
    subscribe(&source, first.function());
    route.grant("widget_1");
    until(|| first.count() == 2).await;
    subscribe(&source, second.function());
    assert_eq!(statuses(&second), ["ready"]);
    assert_eq!(first.count(), 2, "nothing has changed for the others");
    assert_eq!(route.count(), 1);
}

#[wasm_bindgen_test]
async fn an_unsubscribed_listener_is_not_called() {
    let route = Route::default();
    let (manager, ended, stays) = (Manager::on(&route), Recorder::default(), Recorder::default());
    let source = manager.source(KEY);
    let end = subscribe(&source, ended.function());
    subscribe(&source, stays.function());
    invoke(&end, &[]).unwrap();
    invoke(&end, &[]).unwrap();
    route.grant("widget_1");
    until(|| stays.count() == 2).await;
    assert_eq!(ended.count(), 1);
    assert!(!route.is_aborted(0));
}

#[wasm_bindgen_test]
async fn the_last_unsubscribe_aborts_the_request() {
    let route = Route::default();
    let (manager, heard) = (Manager::on(&route), Recorder::default());
    let source = manager.source(KEY);
    let ends = [subscribe(&source, heard.function()), subscribe(&source, heard.function())];
    until(|| route.count() == 1).await;
    invoke(&ends[0], &[]).unwrap();
    invoke(&ends[0], &[]).unwrap();
    assert!(!route.is_aborted(0), "one subscriber is left");
    invoke(&ends[1], &[]).unwrap();
    assert!(route.is_aborted(0));
    assert!(call(&source, "peek", &[]).unwrap().is_undefined());
}

#[wasm_bindgen_test]
async fn a_function_may_subscribe_twice() {
    let route = Route::default();
    let (manager, heard) = (Manager::on(&route), Recorder::default());
    let source = manager.source(KEY);
    let listener = heard.function();
    let end = subscribe(&source, listener.clone());
    subscribe(&source, listener);
    assert_eq!(heard.count(), 2);
    invoke(&end, &[]).unwrap();
    route.grant("widget_1");
    until(|| heard.count() == 3).await;
    assert_eq!(statuses(&heard), ["loading", "loading", "ready"]);
}

#[wasm_bindgen_test]
async fn an_exception_in_a_subscriber_is_reported_to_the_page() {
    let (route, uncaught) = (Route::default(), Uncaught::listen());
    let (manager, heard) = (Manager::on(&route), Recorder::default());
    let source = manager.source(KEY);
    subscribe(&source, function("() => { throw 'mine'; }"));
    subscribe(&source, heard.function());
    until(|| uncaught.errors() == ["mine"]).await;
    route.grant("widget_1");
    until(|| heard.count() == 2).await;
    until(|| uncaught.errors() == ["mine", "mine"]).await;
}

#[wasm_bindgen_test]
async fn a_subscriber_may_call_back() {
    for deed in [
        "source.peek()",
        "source.subscribe(() => {})()",
        "source.getToken().catch(() => {})",
        "source.invalidate('another')",
        "tokens.stats()",
    ] {
        let route = Route::default();
        let (manager, heard) = (Manager::on(&route), Recorder::default());
        let source = manager.source(KEY);
        let act = function(&format!("(tokens, source) => () => {{ {deed}; }}"));
        let act = act.call2(&JsValue::UNDEFINED, manager.object(), &source).unwrap();
        subscribe(&source, act);
        subscribe(&source, heard.function());
        route.grant("widget_1");
        until(|| get(&heard.last(), "token") == "widget_1").await;
        assert_eq!(statuses(&heard), ["loading", "ready"], "{deed}");
        assert_eq!(route.count(), 1, "{deed}");
    }
}

#[wasm_bindgen_test]
async fn a_subscriber_may_dispose_of_the_manager() {
    let route = Route::default();
    let (manager, heard) = (Manager::on(&route), Recorder::default());
    let source = manager.source(KEY);
    let waiting = manager.get_token(KEY);
    let dispose = function("(tokens) => (snapshot) => snapshot.token && tokens.dispose()");
    subscribe(&source, dispose.call1(&JsValue::UNDEFINED, manager.object()).unwrap());
    subscribe(&source, heard.function());
    route.grant("widget_1");
    assert_eq!(settled(waiting).await.unwrap(), "widget_1", "the caller has its answer");
    next_task().await;
    assert_eq!(statuses(&heard), ["loading", "failed"]);
    assert_eq!(get(&settled(manager.get_token(KEY)).await.unwrap_err(), "code"), "disposed");
}

#[wasm_bindgen_test]
async fn a_subscriber_that_unsubscribes_itself_does_not_affect_the_others() {
    let route = Route::default();
    let (manager, heard) = (Manager::on(&route), Recorder::default());
    let source = manager.source(KEY);
    let holder = js("{}");
    let once = function("(holder, note) => (snapshot) => { note(snapshot); holder.end?.(); }");
    let once = once.call2(&JsValue::UNDEFINED, &holder, &heard.function()).unwrap();
    let end = subscribe(&source, once);
    crate::javascript::set(&holder, "end", &end);
    let rest = Recorder::default();
    subscribe(&source, rest.function());
    route.grant("widget_1");
    until(|| rest.count() == 2).await;
    manager.call("clear", &[]).unwrap();
    assert_eq!(statuses(&heard), ["loading", "ready"]);
    assert_eq!(statuses(&rest), ["loading", "ready", "nothing"]);
}
