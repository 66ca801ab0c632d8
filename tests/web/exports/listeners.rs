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

/// A listener that notes its own name.
fn named(heard: &Recorder, name: &'static str) -> Function {
    let note = function("(note, name) => () => note(name)");
    let note = note.call2(&JsValue::UNDEFINED, &heard.function(), &name.into()).unwrap();
    note.unchecked_into()
}

#[wasm_bindgen_test]
fn they_are_called_in_the_order_in_which_they_came() {
    let (listeners, heard) = (Listeners::default(), Recorder::default());
    for name in ["first", "second", "third"] {
        listeners.add(TOKEN, named(&heard, name));
    }
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.calls(), ["first", "second", "third"]);
}

#[wasm_bindgen_test]
fn they_hear_what_is_told_and_of_their_topic_alone() {
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
fn one_that_is_removed_hears_nothing_more() {
    let (listeners, heard) = (Listeners::default(), Recorder::default());
    let serial = listeners.add(TOKEN, heard.function());
    assert!(listeners.remove(serial));
    assert!(!listeners.remove(serial), "it is gone already");
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 0);
}

#[wasm_bindgen_test]
fn the_same_function_may_listen_twice_and_is_removed_once_each() {
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
fn none_is_called_after_clear() {
    let (listeners, heard) = (Listeners::default(), Recorder::default());
    let serial = listeners.add(TOKEN, heard.function());
    listeners.clear();
    assert!(!listeners.remove(serial));
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 0);
}

#[wasm_bindgen_test]
fn one_that_another_removes_while_they_are_called_is_not_called() {
    let (listeners, heard) = (Rc::new(Listeners::default()), Recorder::default());
    let within = listeners.clone();
    // The numbers are given in order: the second is removed by the first.
    let first = listeners.add(TOKEN, heard.and(move |_| assert!(within.remove(2))));
    let second = listeners.add(TOKEN, named(&heard, "second"));
    listeners.add(TOKEN, named(&heard, "third"));
    assert_eq!([first, second], [1, 2]);
    listeners.tell(TOKEN, &"first".into());
    assert_eq!(heard.calls(), ["first", "third"]);
}

#[wasm_bindgen_test]
fn one_may_remove_itself_while_it_is_called() {
    let (listeners, heard) = (Rc::new(Listeners::default()), Recorder::default());
    let within = listeners.clone();
    listeners.add(TOKEN, heard.and(move |_| assert!(within.remove(1))));
    listeners.add(TOKEN, heard.function());
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 3);
}

#[wasm_bindgen_test]
fn one_that_comes_while_they_are_called_waits_for_the_next_time() {
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
fn all_may_be_removed_while_they_are_called() {
    let (listeners, heard) = (Rc::new(Listeners::default()), Recorder::default());
    let within = listeners.clone();
    listeners.add(TOKEN, heard.and(move |_| within.clear()));
    listeners.add(TOKEN, heard.function());
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 1);
}

#[wasm_bindgen_test]
fn one_that_tells_something_itself_is_heard_by_all() {
    let (listeners, heard) = (Rc::new(Listeners::default()), Recorder::default());
    let within = listeners.clone();
    listeners.add(TOKEN, heard.and(move |_| within.tell(Topic::Event(1), &"inner".into())));
    listeners.add(Topic::Event(1), heard.function());
    listeners.add(TOKEN, named(&heard, "second"));
    listeners.tell(TOKEN, &"outer".into());
    assert_eq!(heard.calls(), ["outer", "inner", "second"]);
}

#[wasm_bindgen_test]
async fn what_one_throws_reaches_the_page_and_not_the_others() {
    let (listeners, heard, uncaught) =
        (Listeners::default(), Recorder::default(), Uncaught::listen());
    listeners.add(TOKEN, function("() => { throw 'mine'; }"));
    listeners.add(TOKEN, heard.function());
    listeners.tell(TOKEN, &JsValue::UNDEFINED);
    assert_eq!(heard.count(), 1);
    assert!(uncaught.errors().is_empty(), "not while they are called");
    until(|| uncaught.errors() == ["mine"]).await;
}

#[wasm_bindgen_test]
async fn what_is_no_function_is_told_to_the_page() {
    let uncaught = Uncaught::listen();
    call(js("{}").unchecked_ref(), &JsValue::UNDEFINED);
    until(|| !uncaught.errors().is_empty()).await;
    assert!(uncaught.errors()[0].is_instance_of::<js_sys::TypeError>());
}

#[wasm_bindgen_test]
fn one_is_called_as_a_function_of_nobody() {
    let heard = Recorder::default();
    let strict = function("(note) => function () { 'use strict'; note(this === undefined); }");
    let strict = strict.call1(&JsValue::UNDEFINED, &heard.function()).unwrap();
    call(strict.unchecked_ref(), &JsValue::UNDEFINED);
    assert_eq!(heard.last(), true);
}
