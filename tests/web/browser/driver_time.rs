//! The driver's one timer, and what else wakes it.

use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::driver::Wake;
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::error::Code;

use super::world::{Note, World};
use crate::javascript::{dispatch, js, next_task, until};
use crate::patch::Patch;
use crate::virtual_time::VirtualTime;

const HOUR_MS: f64 = 3_600_000.0;

/// A driver with a token for a subscribed key.
async fn with_token() -> (World, workos_widget_tokens::core::id::KeyId) {
    let world = World::new(Config::default());
    let key = world.key("org_1");
    world.route.grant("widget_1");
    world.subscribe(key);
    until(|| world.token(key).is_some()).await;
    (world, key)
}

#[wasm_bindgen_test]
async fn a_request_times_out() {
    let world = World::new(Config { request_timeout_ms: 5, ..Config::default() });
    let call = world.read_once(world.key("org_1"));
    until(|| !world.notes.answers().is_empty()).await;
    assert_eq!(world.notes.answers(), [(call.serial, Err(Code::Timeout))]);
    assert!(world.route.is_aborted(0));
}

#[wasm_bindgen_test]
async fn a_reply_after_the_timeout_is_ignored() {
    let time = VirtualTime::begin();
    let world = World::new(Config::default());
    let key = world.key("org_1");
    world.read_once(key);
    until(|| world.route.count() == 1).await;
    assert_eq!(time.armed(), [10_000.0]);
    time.advance(10_000.0);
    assert!(world.route.is_aborted(0));
    world.route.grant("widget_late");
    let second = world.read(world.key("org_2"));
    world.route.grant("widget_2");
    until(|| world.notes.have(&Note::Settled(second.serial, Ok("widget_2".into())))).await;
    assert_eq!(world.token(key), None);
}

#[wasm_bindgen_test]
async fn a_failed_request_is_retried_when_it_is_due() {
    let time = VirtualTime::begin();
    let world = World::new(Config::default());
    world.route.fail("no way".into());
    let call = world.read(world.key("org_1"));
    until(|| world.notes.have(&Note::Emitted("error"))).await;
    time.advance(1_000.0);
    until(|| world.route.count() == 2).await;
    assert!(world.notes.have(&Note::Emitted("retry")));
    world.route.grant("widget_1");
    until(|| !world.notes.answers().is_empty()).await;
    assert_eq!(world.notes.answers(), [(call.serial, Ok("widget_1".into()))]);
}

#[wasm_bindgen_test]
async fn a_token_is_renewed_before_it_expires_by_timers_of_30_seconds_at_most() {
    let time = VirtualTime::begin();
    let (world, key) = with_token().await;
    let mut elapsed_ms = 0.0;
    while world.route.count() == 1 {
        let armed = time.armed();
        assert_eq!(armed.len(), 1, "{armed:?}");
        assert!(armed[0] <= 30_000.0, "{armed:?}");
        elapsed_ms += time.ring();
        next_task().await;
    }
    assert!(elapsed_ms < 600_000.0 - 30_000.0, "{elapsed_ms}");
    world.route.grant("widget_2");
    until(|| world.token(key).as_deref() == Some("widget_2")).await;
}

#[wasm_bindgen_test]
async fn a_hidden_page_renews_when_it_is_shown() {
    let time = VirtualTime::begin();
    let (world, key) = with_token().await;
    let hidden = Patch::new("document", "hidden", &js("true"));
    dispatch(&js("document"), "visibilitychange");
    time.advance(HOUR_MS);
    next_task().await;
    assert_eq!(world.route.count(), 1);
    assert_eq!(world.token(key), None, "it has expired all the same");
    drop(hidden);
    let _shown = Patch::new("document", "hidden", &js("false"));
    dispatch(&js("document"), "visibilitychange");
    until(|| world.route.count() == 2).await;
}

#[wasm_bindgen_test]
async fn a_page_that_is_hidden_from_the_start_does_not_renew() {
    let _hidden = Patch::new("document", "hidden", &js("true"));
    let world = World::new(Config::default());
    world.subscribe(world.key("org_1"));
    assert!(world.notes.all().is_empty());
    world.driver.wake(Wake::Page(Page::Shown));
    until(|| world.route.count() == 1).await;
}

#[wasm_bindgen_test]
async fn a_page_that_is_online_again_retries_immediately() {
    let time = VirtualTime::begin();
    let world = World::new(Config::default());
    world.route.fail(js("new TypeError('no way')"));
    world.read(world.key("org_1"));
    until(|| world.notes.have(&Note::Emitted("error"))).await;
    dispatch(&js("window"), "online");
    until(|| world.route.count() == 2).await;
    drop(time);
}

#[wasm_bindgen_test]
async fn a_page_that_wakes_from_sleep_reads_the_clock() {
    for (target, name) in [("window", "focus"), ("window", "pageshow"), ("document", "resume")] {
        let time = VirtualTime::begin();
        let (world, key) = with_token().await;
        time.move_wall_clock(HOUR_MS);
        dispatch(&js(target), name);
        assert_eq!(world.token(key), None, "{name}");
        until(|| world.route.count() == 2).await;
    }
}

#[wasm_bindgen_test]
async fn a_timer_that_fires_after_a_sleep_reads_the_clock() {
    let time = VirtualTime::begin();
    let (world, key) = with_token().await;
    time.move_wall_clock(HOUR_MS);
    time.ring();
    assert_eq!(world.token(key), None);
    until(|| world.route.count() == 2).await;
}

#[wasm_bindgen_test]
async fn the_timer_keeps_a_driver_with_waiting_callers_alive() {
    let time = VirtualTime::begin();
    let world = World::new(Config::default());
    let call = world.read(world.key("org_1"));
    until(|| world.route.count() == 1).await;
    let (route, host) = (world.route.clone(), Rc::downgrade(&world.notes));
    let driver = Rc::downgrade(&world.driver);
    world.forget();
    let tokens = || {
        let notes = host.upgrade().unwrap().all().into_iter();
        notes.filter(|note| *note == Note::Emitted("token")).count()
    };
    route.grant("widget_1");
    until(|| tokens() == 1).await;
    assert_eq!(host.upgrade().unwrap().answers(), [(call.serial, Ok("widget_1".into()))]);
    // A key that was read is renewed for one more lifetime.
    route.grant("widget_2");
    while route.count() == 1 {
        time.ring();
        next_task().await;
    }
    until(|| tokens() == 2).await;
    while !time.armed().is_empty() {
        time.ring();
    }
    assert_eq!(route.count(), 2);
    assert!(host.upgrade().is_none() && driver.upgrade().is_none(), "nobody needs them any more");
}

#[wasm_bindgen_test]
fn an_unreferenced_driver_with_nothing_to_wait_for_is_dropped() {
    let world = World::new(Config::default());
    let driver = Rc::downgrade(&world.driver);
    world.forget();
    assert!(driver.upgrade().is_none());
}
