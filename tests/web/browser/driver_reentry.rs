//! The host may call the driver from within each call that it receives.

use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::driver::{Driver, Wake};
use workos_widget_tokens::core::cache::ReadOptions;
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::id::KeyId;

use super::world::{Note, Notes, World};
use crate::javascript::{next_task, until};
use crate::route::{Route, reply};

/// A call of the driver.
type Call = fn(&Rc<Driver<Notes>>, KeyId);
/// Whether this is the call of the host to react to.
type Place = fn(&Note) -> bool;

/// The calls to make from within, with their names.
const CALLS: [(&str, Call); 8] = [
    ("clear", |driver, _| {
        driver.tell(|cache, reading| cache.handle_clear(reading, ClearReason::SignOut));
    }),
    ("another user", |driver, _| {
        driver.tell(|cache, reading| cache.handle_clear(reading, ClearReason::OtherUser));
    }),
    ("end", |driver, _| driver.end()),
    ("read", |driver, key| {
        let options = ReadOptions { wait_timeout_ms: Some(0), ..ReadOptions::default() };
        driver.ask(|cache, reading| cache.handle_read(reading, key, options));
        driver.turn();
    }),
    ("invalidate", |driver, key| {
        driver.tell(|cache, reading| cache.handle_invalidate(reading, key, None));
    }),
    ("subscribe", |driver, key| {
        driver.tell(|cache, reading| cache.handle_subscribe(reading, key));
        driver.tell(|cache, reading| cache.handle_unsubscribe(reading, key));
    }),
    ("wake", |driver, _| {
        for wake in [Wake::Timer, Wake::Online, Wake::Page(Page::Shown)] {
            driver.wake(wake);
        }
    }),
    ("turn", |driver, _| {
        driver.turn();
        driver.turn_soon();
    }),
];

/// The host's calls, with their names.
const PLACES: [(&str, Place); 5] = [
    ("request_key", |note| matches!(note, Note::Asked(_))),
    ("settle", |note| matches!(note, Note::Settled(..))),
    ("notify", |note| matches!(note, Note::Notified(_))),
    ("emit", |note| matches!(note, Note::Emitted(_))),
    ("note_words", |note| matches!(note, Note::Words(_))),
];

/// Makes `call` from within the host's call, the first time it is received.
fn call_once(world: &World, key: KeyId, is_place: Place, call: Call) {
    let (driver, called) = (Rc::downgrade(&world.driver), std::cell::Cell::new(false));
    world.notes.set_during(move |note| {
        if is_place(note) && !called.replace(true) {
            call(&driver.upgrade().unwrap(), key);
        }
    });
}

/// One read of a subscribed key, which the route answers as given.
async fn live_through(answer: fn(&Route)) {
    for (place, is_place) in PLACES {
        for (name, call) in CALLS {
            let world = World::new(Config::default());
            let key = world.key("org_1");
            call_once(&world, key, is_place, call);
            let read = world.read_once(key);
            world.subscribe(key);
            next_task().await;
            answer(&world.route);
            let is_answered = || world.notes.answers().iter().any(|(call, _)| *call == read.serial);
            until(is_answered).await;
            let answers = world.notes.answers();
            let count = answers.iter().filter(|(call, _)| *call == read.serial).count();
            assert_eq!(count, 1, "{name} within {place}: {answers:?}");
            // The driver still works or has ended, but it is not stuck.
            let after = world
                .driver
                .ask(|cache, reading| cache.handle_read(reading, key, ReadOptions::default()));
            drop(after);
            world.driver.turn();
        }
    }
}

#[wasm_bindgen_test]
async fn any_call_from_within_a_success_is_harmless() {
    live_through(|route| route.grant("widget_1")).await;
}

#[wasm_bindgen_test]
async fn any_call_from_within_a_refusal_is_harmless() {
    live_through(|route| route.reply(reply(403, ""))).await;
}

#[wasm_bindgen_test]
async fn any_call_from_within_a_network_failure_is_harmless() {
    live_through(|route| route.fail("no way".into())).await;
}

#[wasm_bindgen_test]
async fn an_answered_caller_keeps_its_answer_if_a_listener_clears() {
    let world = World::new(Config::default());
    let key = world.key("org_1");
    let clear = |driver: &Rc<Driver<Notes>>, _| {
        driver.tell(|cache, reading| cache.handle_clear(reading, ClearReason::OtherUser));
    };
    call_once(&world, key, |note| matches!(note, Note::Emitted("token")), clear);
    let calls = [world.read(key).serial, world.read(key).serial];
    world.route.grant("widget_1");
    until(|| world.notes.have(&Note::Emitted("token"))).await;
    let expected = calls.map(|call| (call, Ok("widget_1".to_owned())));
    assert_eq!(world.notes.answers(), expected);
    assert_eq!(world.token(key), None);
}

#[wasm_bindgen_test]
async fn clearing_while_callers_are_answered_changes_the_answer_of_the_others() {
    let world = World::new(Config::default());
    let key = world.key("org_1");
    let clear = |driver: &Rc<Driver<Notes>>, _| {
        driver.tell(|cache, reading| cache.handle_clear(reading, ClearReason::SignOut));
    };
    call_once(&world, key, |note| matches!(note, Note::Settled(..)), clear);
    let calls = [world.read(key).serial, world.read(key).serial];
    world.route.grant("widget_1");
    until(|| world.notes.answers().len() == 2).await;
    let expected = [(calls[0], Ok("widget_1".to_owned())), (calls[1], Err(Code::Cleared))];
    assert_eq!(world.notes.answers(), expected);
    assert_eq!(world.token(key), None);
}
