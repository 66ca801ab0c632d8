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
async fn the_end_ends_requests_waits_and_the_timer() {
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
async fn after_the_end_a_reply_is_nobodys() {
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
async fn after_the_end_nothing_wakes_it() {
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
fn it_ends_once() {
    let world = World::new(Config::default());
    let call = world.read(world.key("org_1"));
    world.driver.end();
    world.driver.end();
    assert_eq!(world.notes.answers(), [(call.serial, Err(Code::Disposed))]);
}

#[wasm_bindgen_test]
async fn a_host_that_is_gone_is_told_nothing() {
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
async fn it_may_end_while_the_first_request_is_put_together() {
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
