use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::token::Token;
use workos_widget_tokens::core::error::{Code, TokenError};
use workos_widget_tokens::core::event::EventKind;
use workos_widget_tokens::core::schedule::Schedule;
use workos_widget_tokens::core::snapshot::{Snapshot, Status};
use workos_widget_tokens::core::stats::Stats;
use workos_widget_tokens::core::time::Instant;
use workos_widget_tokens::exports::snapshot::{EVENT_NAMES, show_event, show_snapshot, show_stats};

use crate::javascript::{get, is_frozen, js, json, names};

fn at(ms: u64) -> Instant {
    Instant::START.plus_ms(ms)
}

/// The wall clock at a moment, if it showed 1,000 at the start.
fn wall_ms(instant: Instant) -> i64 {
    1_000 + instant.since_ms(Instant::START) as i64
}

fn empty(status: Status) -> Snapshot<Token> {
    Snapshot { status, token: None, schedule: None, is_shared: false, error: None, retry_at: None }
}

fn show(snapshot: Snapshot<Token>) -> JsValue {
    show_snapshot(snapshot, JsValue::UNDEFINED, &wall_ms)
}

#[wasm_bindgen_test]
fn without_a_token_or_error_there_is_no_snapshot() {
    assert!(show(empty(Status::Empty)).is_undefined());
}

#[wasm_bindgen_test]
fn each_status_has_its_name() {
    for (status, name) in [
        (Status::Loading, "loading"),
        (Status::Ready, "ready"),
        (Status::Refreshing, "refreshing"),
        (Status::Retrying, "retrying"),
        (Status::Failed, "failed"),
    ] {
        assert_eq!(get(&show(empty(status)), "status"), name);
    }
}

#[wasm_bindgen_test]
fn a_snapshot_shows_the_token_and_the_times_of_its_life() {
    let schedule =
        Schedule { refresh_at: at(500_000), wait_from: at(565_000), expires_at: at(600_000) };
    let snapshot = show(Snapshot {
        token: Some(Token::new(JsValue::from("widget_1").unchecked_into())),
        schedule: Some((at(5), schedule)),
        ..empty(Status::Ready)
    });
    assert_eq!(
        json(&snapshot),
        r#"{"status":"ready","token":"widget_1","fetchedAt":1005,"refreshAt":501000,"expiresAt":601000,"shared":false}"#
    );
}

#[wasm_bindgen_test]
fn a_snapshot_shows_a_failure_and_its_retry() {
    let error = js("new Error('no way')");
    let snapshot = Snapshot { retry_at: Some(at(2_000)), ..empty(Status::Retrying) };
    let snapshot = show_snapshot(snapshot, error.clone(), &wall_ms);
    assert!(get(&snapshot, "error") == error);
    assert_eq!(get(&snapshot, "retryAt"), 3_000.0);
}

#[wasm_bindgen_test]
fn a_snapshot_is_frozen_and_always_has_the_same_members() {
    let snapshot = show(empty(Status::Loading));
    let members =
        ["status", "token", "error", "retryAt", "fetchedAt", "refreshAt", "expiresAt", "shared"];
    assert_eq!(names(&snapshot), members);
    for name in members.iter().filter(|name| !matches!(**name, "status" | "shared")) {
        assert!(get(&snapshot, name).is_undefined(), "{name}");
    }
    assert!(is_frozen(&snapshot));
}

/// An event by its name, as JSON, for the key `"k"` and the error `"e"`.
fn event(kind: &EventKind) -> (&'static str, String) {
    let (place, detail) = show_event(kind, "k".into(), "e".into());
    (EVENT_NAMES[place], json(&detail))
}

#[wasm_bindgen_test]
fn each_event_has_its_name_and_details() {
    let error = TokenError::new(Code::Network);
    for (kind, name, detail) in [
        (
            EventKind::Token { lifetime_ms: 600_000, refresh_in_ms: 500_000 },
            "token",
            r#"{"key":"k","lifetimeMs":600000,"refreshInMs":500000}"#,
        ),
        (EventKind::Retry { attempt: 2 }, "retry", r#"{"key":"k","attempt":2}"#),
        (
            EventKind::Error { error, retry_in_ms: Some(1_000) },
            "error",
            r#"{"key":"k","error":"e","retryInMs":1000}"#,
        ),
        (EventKind::Error { error, retry_in_ms: None }, "error", r#"{"key":"k","error":"e"}"#),
        (EventKind::Expired, "expired", r#"{"key":"k"}"#),
        (EventKind::Invalidated, "invalidated", r#"{"key":"k"}"#),
        (EventKind::Idle, "idle", r#"{"key":"k"}"#),
    ] {
        assert_eq!(event(&kind), (name, detail.to_owned()));
    }
}

#[wasm_bindgen_test]
fn stats_include_the_hits_of_leases() {
    let stats = Stats {
        hits: 1,
        fetches: 2,
        coalesced: 3,
        retries: 4,
        failures: 5,
        shared: 9,
        entries: 6,
        next_refresh_in_ms: Some(7),
        skew_ms: Some(-8),
    };
    assert_eq!(
        json(&show_stats(&stats, 10)),
        r#"{"hits":11,"fetches":2,"coalesced":3,"retries":4,"failures":5,"entries":6,"nextRefreshInMs":7,"skewMs":-8,"shared":9}"#
    );
}

#[wasm_bindgen_test]
fn unknown_stats_are_undefined() {
    let stats = show_stats(&Stats::default(), 0);
    assert_eq!(
        json(&stats),
        r#"{"hits":0,"fetches":0,"coalesced":0,"retries":0,"failures":0,"entries":0,"shared":0}"#
    );
    assert!(names(&stats).contains(&"skewMs".to_owned()));
}
