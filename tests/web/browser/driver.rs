//! The loop that runs the core: what is sent, and who receives the outcome.

use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::Code;

use super::world::{Note, World};
use crate::javascript::{js, next_task, until};
use crate::route::{reply, reply_with};
use crate::virtual_time::VirtualTime;

#[wasm_bindgen_test]
fn a_new_driver_sends_no_request_and_arms_no_timer() {
    let time = VirtualTime::begin();
    let world = World::new(Config::default());
    assert_eq!(world.route.count(), 0);
    assert!(world.notes.all().is_empty());
    assert!(time.armed().is_empty());
}

#[wasm_bindgen_test]
async fn a_read_sends_a_request_and_the_reply_answers_it() {
    let world = World::new(Config::default());
    let key = world.key("org_1");
    let call = world.read(key);
    assert_eq!(world.notes.take(), [Note::Asked(key)]);
    world.route.grant("widget_1");
    until(|| world.notes.have(&Note::Emitted("token"))).await;
    let notes = world.notes.take();
    // The description that the reply would have if the core made it an error.
    assert!(matches!(notes[0], Note::Words(_)), "{notes:?}");
    let answer = Note::Settled(call.serial, Ok("widget_1".into()));
    assert_eq!(notes[1..], [answer, Note::Emitted("token")]);
    assert_eq!(world.token(key).as_deref(), Some("widget_1"));
}

#[wasm_bindgen_test]
async fn the_words_of_a_refusal_are_noted_before_anyone_is_notified() {
    let world = World::new(Config::default());
    let key = world.key("org_1");
    world.route.reply(reply(403, r#"{"message":"not yours"}"#));
    let call = world.read(key);
    until(|| world.notes.have(&Note::Emitted("error"))).await;
    let words = Note::Words("not yours".into());
    let answer = Note::Settled(call.serial, Err(Code::Forbidden));
    assert_eq!(world.notes.take(), [Note::Asked(key), words, answer, Note::Emitted("error")]);
}

#[wasm_bindgen_test]
async fn a_failure_without_a_reply_keeps_its_code() {
    let world = World::new(Config::default());
    world.route.fail(js("new TypeError('no way')"));
    let call = world.read_once(world.key("org_1"));
    until(|| world.notes.have(&Note::Emitted("error"))).await;
    assert_eq!(world.notes.answers(), [(call.serial, Err(Code::Network))]);
}

#[wasm_bindgen_test]
async fn a_token_that_expired_on_arrival_is_a_failure() {
    let world = World::new(Config::default());
    let call = world.read_once(world.key("org_1"));
    world.route.reply(reply(200, r#"{"token":"widget_1","expires_in":0}"#));
    until(|| world.notes.have(&Note::Emitted("error"))).await;
    assert_eq!(world.notes.answers(), [(call.serial, Err(Code::ExpiredOnArrival))]);
}

#[wasm_bindgen_test]
async fn each_key_has_its_own_request() {
    let world = World::new(Config::default());
    let calls = [world.read(world.key("org_1")), world.read(world.key("org_2"))];
    until(|| world.route.count() == 2).await;
    world.route.grant("widget_1");
    world.route.grant("widget_2");
    until(|| world.notes.answers().len() == 2).await;
    let answers = world.notes.answers();
    assert_eq!(answers[0], (calls[0].serial, Ok("widget_1".into())));
    assert_eq!(answers[1], (calls[1].serial, Ok("widget_2".into())));
}

#[wasm_bindgen_test]
async fn subscribers_are_notified_of_each_change() {
    let world = World::new(Config::default());
    let key = world.key("org_1");
    world.subscribe(key);
    assert!(world.notes.have(&Note::Notified(key)), "it is loading");
    world.notes.take();
    world.route.grant("widget_1");
    until(|| world.notes.have(&Note::Notified(key))).await;
}

#[wasm_bindgen_test]
async fn a_request_that_nobody_waits_for_is_aborted() {
    let world = World::new(Config::default());
    let key = world.key("org_1");
    let call = world.read(key);
    until(|| world.route.count() == 1).await;
    world.driver.tell(|cache, reading| cache.handle_abort(reading, call));
    assert!(world.route.is_aborted(0));
    world.notes.take();
    world.route.grant("widget_1");
    // Another key's complete request, which takes longer than the rest of this one.
    let other = world.read(world.key("org_2"));
    world.route.grant("widget_2");
    until(|| world.notes.have(&Note::Emitted("token"))).await;
    assert_eq!(world.notes.answers(), [(other.serial, Ok("widget_2".into()))]);
    assert_eq!(world.token(key), None, "its reply is ignored");
}

#[wasm_bindgen_test]
async fn the_reply_to_a_previous_users_request_is_ignored() {
    let world = World::new(Config::default());
    let key = world.key("org_1");
    let call = world.read(key);
    until(|| world.route.count() == 1).await;
    world.driver.tell(|cache, reading| cache.handle_clear(reading, ClearReason::OtherUser));
    assert!(world.route.is_aborted(0));
    assert_eq!(world.notes.answers(), [(call.serial, Err(Code::Cleared))]);
    let second = world.read(key);
    until(|| world.route.count() == 2).await;
    world.route.grant("widget_of_the_first");
    world.route.grant("widget_of_the_second");
    until(|| world.notes.answers().len() == 2).await;
    let answer = (second.serial, Ok("widget_of_the_second".into()));
    assert_eq!(world.notes.answers()[1], answer);
}

#[wasm_bindgen_test]
fn asking_leaves_the_resulting_actions_to_the_next_turn() {
    let world = World::new(Config::default());
    let key = world.key("org_1");
    world.driver.ask(|cache, reading| cache.handle_subscribe(reading, key));
    assert!(world.notes.all().is_empty());
    world.driver.turn();
    assert!(world.notes.have(&Note::Asked(key)));
}

#[wasm_bindgen_test]
fn turn_soon_runs_a_turn_shortly() {
    let time = VirtualTime::begin();
    let world = World::new(Config::default());
    let key = world.key("org_1");
    world.driver.ask(|cache, reading| cache.handle_subscribe(reading, key));
    world.driver.turn_soon();
    assert!(world.notes.all().is_empty());
    assert_eq!(time.armed(), [0.0]);
    time.advance(0.0);
    assert!(world.notes.have(&Note::Asked(key)));
}

#[wasm_bindgen_test]
async fn a_pause_requested_by_the_route_applies_to_every_key() {
    let time = VirtualTime::begin();
    let world = World::new(Config::default());
    world.route.reply(reply_with(429, "", "{ 'retry-after': '10' }"));
    world.read(world.key("org_1"));
    until(|| world.notes.have(&Note::Emitted("error"))).await;
    world.read(world.key("org_2"));
    next_task().await;
    assert_eq!(world.route.count(), 1);
    time.advance(20_000.0);
    until(|| world.route.count() == 3).await;
}
