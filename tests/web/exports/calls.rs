use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{AbortController, AbortSignal};
use workos_widget_tokens::core::id::{CallId, KeyId};
use workos_widget_tokens::exports::calls::Calls;

use crate::javascript::{call, dispatch, get, js, next_task, set, settled};
use crate::recorder::Recorder;

fn id(serial: u32) -> CallId {
    CallId { key: KeyId(0), serial }
}

/// Answers a caller with this token.
fn grant(calls: &Calls, serial: u32, token: &str) {
    calls.settle(id(serial), Ok(&token.into()));
}

/// Counts its calls.
fn counter() -> (Rc<Cell<u32>>, impl Fn() + 'static) {
    let count = Rc::new(Cell::new(0));
    let counted = count.clone();
    (count, move || counted.set(counted.get() + 1))
}

#[wasm_bindgen_test]
async fn each_caller_receives_the_answer_to_its_own_call() {
    let calls = Calls::default();
    let promises = [0, 1, 2].map(|serial| calls.add(id(serial)));
    grant(&calls, 1, "widget_1");
    calls.settle(id(2), Err(&"refused".into()));
    grant(&calls, 0, "widget_0");
    let [first, second, third] = promises;
    assert_eq!(settled(first).await.unwrap(), "widget_0");
    assert_eq!(settled(second).await.unwrap(), "widget_1");
    assert_eq!(settled(third).await.unwrap_err(), "refused");
}

#[wasm_bindgen_test]
async fn a_caller_is_answered_once() {
    let calls = Calls::default();
    let promise = calls.add(id(0));
    grant(&calls, 0, "widget_0");
    calls.settle(id(0), Err(&"refused".into()));
    grant(&calls, 7, "nobody's");
    assert_eq!(settled(promise).await.unwrap(), "widget_0");
}

#[wasm_bindgen_test]
fn an_abort_ends_the_wait() {
    let (calls, controller) = (Calls::default(), AbortController::new().unwrap());
    let (count, abort) = counter();
    let _ = calls.add(id(0));
    calls.listen(id(0), controller.signal(), abort).unwrap();
    assert_eq!(count.get(), 0);
    controller.abort();
    assert_eq!(count.get(), 1);
    grant(&calls, 0, "widget_0");
}

#[wasm_bindgen_test]
async fn one_signal_may_end_many_waits() {
    let (calls, controller) = (Rc::new(Calls::default()), AbortController::new().unwrap());
    let promises = [0, 1].map(|serial| {
        let promise = calls.add(id(serial));
        let within = calls.clone();
        let abort = move || within.settle(id(serial), Err(&"aborted".into()));
        calls.listen(id(serial), controller.signal(), abort).unwrap();
        promise
    });
    controller.abort();
    for promise in promises {
        assert_eq!(settled(promise).await.unwrap_err(), "aborted");
    }
}

#[wasm_bindgen_test]
fn the_signal_is_released_with_the_answer() {
    let (calls, controller) = (Calls::default(), AbortController::new().unwrap());
    let (count, abort) = counter();
    let _ = calls.add(id(0));
    calls.listen(id(0), controller.signal(), abort).unwrap();
    grant(&calls, 0, "widget_0");
    controller.abort();
    dispatch(&controller.signal(), "abort");
    assert_eq!(count.get(), 0);
}

#[wasm_bindgen_test]
fn dropped_callers_release_their_signals() {
    let (calls, controller) = (Calls::default(), AbortController::new().unwrap());
    let (count, abort) = counter();
    let _ = calls.add(id(0));
    calls.listen(id(0), controller.signal(), abort).unwrap();
    drop(calls);
    controller.abort();
    assert_eq!(count.get(), 0);
}

#[wasm_bindgen_test]
async fn a_signal_may_abort_during_add_event_listener() {
    let (calls, removed) = (Rc::new(Calls::default()), Recorder::default());
    let signal = js("{ addEventListener(name, listener) { listener(); } }");
    set(&signal, "removeEventListener", &removed.function());
    let promise = calls.add(id(0));
    let within = calls.clone();
    let abort = move || within.settle(id(0), Err(&"aborted".into()));
    calls.listen(id(0), signal.unchecked_into::<AbortSignal>(), abort).unwrap();
    assert_eq!(removed.calls(), ["abort"], "its listener was removed");
    assert_eq!(settled(promise).await.unwrap_err(), "aborted");
}

#[wasm_bindgen_test]
fn a_signal_without_add_event_listener_is_an_error() {
    let calls = Calls::default();
    let _ = calls.add(id(0));
    let signal = js("{ addEventListener() { throw 'mine'; } }").unchecked_into::<AbortSignal>();
    assert_eq!(calls.listen(id(0), signal, || {}).unwrap_err(), "mine");
    grant(&calls, 0, "widget_0");
}

#[wasm_bindgen_test]
async fn a_signal_that_fails_to_remove_its_listener_does_not_prevent_the_answer() {
    for remove in ["removeEventListener() { throw 'mine'; }", "removeEventListener: 5", ""] {
        let calls = Calls::default();
        let promise = calls.add(id(0));
        let signal = js(&format!("{{ addEventListener() {{}}, {remove} }}"));
        calls.listen(id(0), signal.unchecked_into::<AbortSignal>(), || {}).unwrap();
        grant(&calls, 0, "widget_0");
        assert_eq!(settled(promise).await.unwrap(), "widget_0", "{remove}");
    }
}

#[wasm_bindgen_test]
async fn a_signal_may_call_back_while_its_listener_is_removed() {
    let (calls, added) = (Rc::new(Calls::default()), Recorder::default());
    let within = calls.clone();
    let signal = js("{ addEventListener() {} }");
    let call_back = added.and(move |_| {
        grant(&within, 1, "widget_1");
        let _ = within.add(id(2));
        grant(&within, 2, "widget_2");
    });
    set(&signal, "removeEventListener", &call_back);
    let promises = [calls.add(id(0)), calls.add(id(1))];
    calls.listen(id(0), signal.unchecked_into::<AbortSignal>(), || {}).unwrap();
    grant(&calls, 0, "widget_0");
    assert_eq!(added.count(), 1);
    for (promise, token) in promises.into_iter().zip(["widget_0", "widget_1"]) {
        assert_eq!(settled(promise).await.unwrap(), token);
    }
}

#[wasm_bindgen_test]
async fn callers_are_answered_asynchronously() {
    let (calls, heard) = (Calls::default(), Recorder::default());
    let promise = JsValue::from(calls.add(id(0)));
    call(&promise, "then", &[heard.function().into()]).unwrap();
    grant(&calls, 0, "widget_0");
    assert_eq!(heard.count(), 0, "no JavaScript runs within a call of the module");
    next_task().await;
    assert_eq!(heard.calls(), ["widget_0"]);
    assert!(get(&promise, "then").is_function());
}
