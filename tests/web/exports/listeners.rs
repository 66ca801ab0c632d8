use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::core::id::KeyId;
use workos_widget_tokens::exports::listeners::{Listeners, Topic, call};

use crate::javascript::{function, js, until};
use crate::recorder::Recorder;
use crate::uncaught::Uncaught;

const TOKEN: Topic = Topic::Event(0);

/// A listener that records its own name.
fn named(heard: &Recorder, name: &'static str) -> Function {
    let note = function("(note, name) => () => note(name)");
    let note = note.call2(&JsValue::UNDEFINED, &heard.function(), &name.into()).unwrap();
    note.unchecked_into()
}

#[wasm_bindgen_test]
fn listeners_are_called_in_order_of_registration() {
    let (listeners, heard) = (Listeners::default(), Recorder::default());
    for name in ["first", "second", "third"] {
        listeners.add(TOKEN, named(&heard, name));
    }
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.calls(), ["first", "second", "third"]);
}

#[wasm_bindgen_test]
fn listeners_receive_the_detail_for_their_own_topic_only() {
    let listeners = Listeners::default();
    let topics = [TOKEN, Topic::Event(1), Topic::Key(KeyId(0)), Topic::Key(KeyId(1))];
    let heard = topics.map(|topic| {
        let heard = Recorder::default();
        listeners.add(topic, heard.function());
        heard
    });
    let detail = js("{}");
    listeners.tell(Topic::Key(KeyId(0)), &detail);
    assert_eq!(heard.each_ref().map(Recorder::count), [0, 0, 1, 0]);
    assert!(heard[2].last() == detail);
}

#[wasm_bindgen_test]
fn a_removed_listener_is_not_called() {
    let (listeners, heard) = (Listeners::default(), Recorder::default());
    let serial = listeners.add(TOKEN, heard.function());
    assert!(listeners.remove(serial));
    assert!(!listeners.remove(serial), "it was already removed");
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 0);
}

#[wasm_bindgen_test]
fn a_function_may_be_added_twice_and_is_removed_once_each() {
    let (listeners, heard) = (Listeners::default(), Recorder::default());
    let function = heard.function();
    let serials = [(); 2].map(|()| listeners.add(TOKEN, function.clone()));
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 2);
    listeners.remove(serials[0]);
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 3);
}

#[wasm_bindgen_test]
fn no_listener_is_called_after_clear() {
    let (listeners, heard) = (Listeners::default(), Recorder::default());
    let serial = listeners.add(TOKEN, heard.function());
    listeners.clear();
    assert!(!listeners.remove(serial));
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 0);
}

#[wasm_bindgen_test]
fn a_listener_removed_by_another_during_a_call_is_not_called() {
    let (listeners, heard) = (Rc::new(Listeners::default()), Recorder::default());
    let within = listeners.clone();
    // Serial numbers count up: the first listener removes the second.
    let first = listeners.add(TOKEN, heard.and(move |_| assert!(within.remove(2))));
    let second = listeners.add(TOKEN, named(&heard, "second"));
    listeners.add(TOKEN, named(&heard, "third"));
    assert_eq!([first, second], [1, 2]);
    listeners.tell(TOKEN, &"first".into());
    assert_eq!(heard.calls(), ["first", "third"]);
}

#[wasm_bindgen_test]
fn a_listener_may_remove_itself() {
    let (listeners, heard) = (Rc::new(Listeners::default()), Recorder::default());
    let within = listeners.clone();
    listeners.add(TOKEN, heard.and(move |_| assert!(within.remove(1))));
    listeners.add(TOKEN, heard.function());
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 3);
}

#[wasm_bindgen_test]
fn a_listener_added_during_a_call_is_first_called_the_next_time() {
    let (listeners, heard) = (Rc::new(Listeners::default()), Recorder::default());
    let (within, later) = (listeners.clone(), heard.clone());
    listeners.add(
        TOKEN,
        heard.and(move |_| {
            within.add(TOKEN, named(&later, "late"));
        }),
    );
    listeners.tell(TOKEN, &"first".into());
    assert_eq!(heard.calls(), ["first"]);
    listeners.tell(TOKEN, &"second".into());
    assert_eq!(heard.calls(), ["first", "second", "late"]);
}

#[wasm_bindgen_test]
fn all_listeners_may_be_removed_during_a_call() {
    let (listeners, heard) = (Rc::new(Listeners::default()), Recorder::default());
    let within = listeners.clone();
    listeners.add(TOKEN, heard.and(move |_| within.clear()));
    listeners.add(TOKEN, heard.function());
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 1);
}

#[wasm_bindgen_test]
fn a_notification_from_within_a_listener_reaches_all() {
    let (listeners, heard) = (Rc::new(Listeners::default()), Recorder::default());
    let within = listeners.clone();
    listeners.add(TOKEN, heard.and(move |_| within.tell(Topic::Event(1), &"inner".into())));
    listeners.add(Topic::Event(1), heard.function());
    listeners.add(TOKEN, named(&heard, "second"));
    listeners.tell(TOKEN, &"outer".into());
    assert_eq!(heard.calls(), ["outer", "inner", "second"]);
}

#[wasm_bindgen_test]
async fn an_exception_in_a_listener_reaches_the_page_and_not_the_others() {
    let (listeners, heard, uncaught) =
        (Listeners::default(), Recorder::default(), Uncaught::listen());
    listeners.add(TOKEN, function("() => { throw 'mine'; }"));
    listeners.add(TOKEN, heard.function());
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 1);
    assert!(uncaught.errors().is_empty(), "not during the call");
    until(|| uncaught.errors() == ["mine"]).await;
}

#[wasm_bindgen_test]
async fn a_listener_that_is_not_a_function_is_reported_to_the_page() {
    let uncaught = Uncaught::listen();
    call(js("{}").unchecked_ref(), &JsValue::UNDEFINED);
    until(|| !uncaught.errors().is_empty()).await;
    assert!(uncaught.errors()[0].is_instance_of::<js_sys::TypeError>());
}

#[wasm_bindgen_test]
fn a_listener_is_called_without_a_receiver() {
    let heard = Recorder::default();
    let strict = function("(note) => function () { 'use strict'; note(this === undefined); }");
    let strict = strict.call1(&JsValue::UNDEFINED, &heard.function()).unwrap();
    call(strict.unchecked_ref(), &JsValue::UNDEFINED);
    assert_eq!(heard.last(), true);
}
