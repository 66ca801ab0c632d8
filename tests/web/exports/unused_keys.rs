//! A page may use new keys without end: those of no further use are removed.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{call, js, settled};
use crate::manager::Manager;
use crate::route::Route;
use crate::virtual_time::VirtualTime;

fn key(number: u32) -> String {
    format!("{{ organizationId: 'org_1', widgetScope: 'sso', widgetSession: 'mount_{number}' }}")
}

/// Adds a key of no further use: its only caller has aborted.
async fn mount(manager: &Manager, number: u32) {
    let gave_up = js("{ signal: AbortSignal.abort() }");
    let promise = manager.call("getToken", &[js(&key(number)), gave_up]).unwrap();
    settled(promise).await.unwrap_err();
}

#[wasm_bindgen_test]
async fn only_the_last_unused_keys_are_kept() {
    let (_time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    let kept = manager.source(&key(0));
    for number in 1..1_000 {
        mount(&manager, number).await;
    }
    assert!(manager.count("entries") <= 65.0, "{}", manager.count("entries"));
    assert!(manager.source(&key(0)) == kept, "a referenced source stays the same");
    route.grant("widget_1");
    let token = call(&kept, "getToken", &[]).unwrap();
    assert_eq!(settled(token).await.unwrap(), "widget_1");
}

#[wasm_bindgen_test]
async fn a_removed_key_can_be_used_again() {
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
async fn hits_of_removed_keys_stay_counted() {
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
