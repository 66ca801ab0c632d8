//! `stats`: the counters.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{get, invoke, js, names, next_task, settled, until};
use crate::manager::{KEY, Manager};
use crate::route::{Route, granting, reply_with};
use crate::virtual_time::VirtualTime;

#[wasm_bindgen_test]
fn every_counter_starts_at_zero() {
    let manager = Manager::on(&Route::default());
    for name in ["hits", "fetches", "coalesced", "retries", "failures", "shared", "entries"] {
        assert_eq!(manager.count(name), 0.0, "{name}");
    }
    assert!(manager.count("nextRefreshInMs").is_nan());
    assert!(manager.count("skewMs").is_nan());
    assert_eq!(names(&manager.call("stats", &[]).unwrap()).len(), 9);
}

#[wasm_bindgen_test]
async fn reads_requests_and_failures_are_counted() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    let promises = [manager.get_token(KEY), manager.get_token(KEY)];
    until(|| route.count() == 1).await;
    route.fail("no way".into());
    until(|| manager.count("failures") == 1.0).await;
    time.ring();
    route.grant("widget_1");
    for promise in promises {
        settled(promise).await.unwrap();
    }
    let counts = ["fetches", "coalesced", "retries", "failures", "entries", "hits"];
    assert_eq!(counts.map(|name| manager.count(name)), [2.0, 1.0, 1.0, 1.0, 1.0, 0.0]);
}

#[wasm_bindgen_test]
async fn every_warm_read_counts_as_a_hit() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    let get_token = get(&manager.source(KEY), "getToken");
    route.grant("widget_1");
    manager.token().await;
    for hits in 1..=5 {
        manager.get_token(KEY);
        invoke(&get_token, &[]).unwrap();
        assert_eq!(manager.count("hits"), f64::from(2 * hits));
        // Some are answered by a lease, and some by the core.
        time.advance(400.0);
    }
    manager.get_token_with(&js("{ minValidityMs: 1 }"));
    assert_eq!(manager.count("hits"), 11.0);
}

#[wasm_bindgen_test]
async fn the_next_refresh_and_the_clock_skew_are_reported() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    // Half a minute behind the wall clock, truncated to a whole second.
    let date = js("new Date(Date.now() - 30_000).toUTCString()").as_string().unwrap();
    route.reply(reply_with(200, &granting("widget_1"), &format!("{{ date: '{date}' }}")));
    manager.token().await;
    assert_eq!(manager.count("skewMs"), 29_500.0);
    let before = manager.count("nextRefreshInMs");
    assert!((535_000.0..=555_000.0).contains(&before), "{before}");
    time.advance(1_000.0);
    assert_eq!(manager.count("nextRefreshInMs"), before - 1_000.0);
    next_task().await;
}
