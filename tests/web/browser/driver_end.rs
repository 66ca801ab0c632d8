//! The end of a driver, or of its host.

use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::driver::Wake;
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::error::Code;

use super::world::{Note, World};
use crate::javascript::{dispatch, js, next_task, until};
use crate::virtual_time::VirtualTime;

#[wasm_bindgen_test]
async fn end_aborts_requests_settles_callers_and_stops_the_timer() {
    let time = VirtualTime::begin();
    let world = World::new(Config::default());
    let key = world.key("org_1");
    let call = world.read(key);
    until(|| world.route.count() == 1).await;
    world.driver.end();
    assert!(world.route.is_aborted(0));
    assert_eq!(world.notes.answers(), [(call.serial, Err(Code::Disposed))]);
    assert!(time.armed().is_empty());
}

#[wasm_bindgen_test]
async fn a_reply_after_the_end_is_ignored() {
    let world = World::new(Config::default());
    let key = world.key("org_1");
    world.read(key);
    until(|| world.route.count() == 1).await;
    world.driver.end();
    world.notes.take();
    world.route.grant("widget_1");
    for _ in 0..10 {
        next_task().await;
    }
    assert!(world.notes.all().is_empty());
    assert_eq!(world.token(key), None);
}

#[wasm_bindgen_test]
async fn nothing_wakes_a_driver_after_its_end() {
    let time = VirtualTime::begin();
    let world = World::new(Config::default());
    let key = world.key("org_1");
    world.subscribe(key);
    until(|| world.route.count() == 1).await;
    world.driver.end();
    world.notes.take();
    for name in ["online", "focus", "pageshow"] {
        dispatch(&js("window"), name);
    }
    for name in ["visibilitychange", "resume"] {
        dispatch(&js("document"), name);
    }
    for wake in [Wake::Timer, Wake::Online, Wake::Page(Page::Shown)] {
        world.driver.wake(wake);
    }
    world.subscribe(key);
    world.driver.turn();
    time.advance(100_000.0);
    next_task().await;
    assert_eq!(world.route.count(), 1);
    assert!(world.notes.all().is_empty());
    assert!(time.armed().is_empty());
}

#[wasm_bindgen_test]
fn end_may_be_called_twice() {
    let world = World::new(Config::default());
    let call = world.read(world.key("org_1"));
    world.driver.end();
    world.driver.end();
    assert_eq!(world.notes.answers(), [(call.serial, Err(Code::Disposed))]);
}

#[wasm_bindgen_test]
async fn a_dropped_host_is_not_called() {
    let world = World::new(Config::default());
    let (route, driver) = (world.route.clone(), world.driver.clone());
    let key = world.key("org_1");
    let notes = world.notes.clone();
    world.forget();
    drop(notes);
    driver.tell(|cache, reading| cache.handle_subscribe(reading, key));
    next_task().await;
    assert_eq!(route.count(), 0);
    driver.end();
}

#[wasm_bindgen_test]
async fn end_may_be_called_while_the_first_request_is_built() {
    let world = World::new(Config::default());
    let key = world.key("org_1");
    let driver = std::rc::Rc::downgrade(&world.driver);
    world.notes.set_during(move |note| {
        if matches!(note, Note::Asked(_)) {
            driver.upgrade().unwrap().end();
        }
    });
    let call = world.read(key);
    assert_eq!(world.notes.answers(), [(call.serial, Err(Code::Disposed))]);
    for _ in 0..10 {
        next_task().await;
    }
    assert!(world.route.count() == 0 || world.route.is_aborted(0));
}
