//! A page may make keys without end: those of no use are dropped.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{call, js, settled};
use crate::manager::Manager;
use crate::route::Route;
use crate::virtual_time::VirtualTime;

fn key(number: u32) -> String {
    format!("{{ organizationId: 'org_1', widgetScope: 'sso', widgetSession: 'mount_{number}' }}")
}

/// Makes a key that nothing is known of: its one caller has given up.
async fn mount(manager: &Manager, number: u32) {
    let gave_up = js("{ signal: AbortSignal.abort() }");
    let promise = manager.call("getToken", &[js(&key(number)), gave_up]).unwrap();
    settled(promise).await.unwrap_err();
}

#[wasm_bindgen_test]
async fn of_many_keys_only_the_last_few_are_kept() {
    let (_time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    let kept = manager.source(&key(0));
    for number in 1..1_000 {
        mount(&manager, number).await;
    }
    assert!(manager.count("entries") <= 65.0, "{}", manager.count("entries"));
    assert!(manager.source(&key(0)) == kept, "one that is referenced is the same for ever");
    route.grant("widget_1");
    let token = call(&kept, "getToken", &[]).unwrap();
    assert_eq!(settled(token).await.unwrap(), "widget_1");
}

#[wasm_bindgen_test]
async fn a_key_that_was_dropped_comes_back() {
    let (_time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    for number in 0..100 {
        mount(&manager, number).await;
    }
    assert!(manager.count("entries") < 100.0);
    route.grant("widget_1");
    assert_eq!(settled(manager.get_token(&key(0))).await.unwrap(), "widget_1");
}

#[wasm_bindgen_test]
async fn reads_that_were_counted_stay_counted() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::with(&route, "{ idleAfterMs: 0 }");
    route.grant("widget_1");
    for _ in 0..4 {
        manager.token().await;
    }
    let hits = manager.count("hits");
    assert!(hits >= 3.0);
    time.advance(3_600_000.0);
    for number in 0..100 {
        mount(&manager, number).await;
    }
    assert_eq!(manager.count("hits"), hits);
}
