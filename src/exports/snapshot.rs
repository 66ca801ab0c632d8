//! Snapshots, events and stats for the app. Their types are in `src/npm/index.d.ts`.

use wasm_bindgen::prelude::*;

use crate::browser::plain_object::Fields;
use crate::browser::token::Token;
use crate::core::event::EventKind;
use crate::core::sharing::ENABLED;
use crate::core::snapshot::{Snapshot, Status, Usage};
use crate::core::stats::Stats;
use crate::core::time::Instant;

/// Creates a `TokenSnapshot`; undefined for a key without state. `wall_ms` converts a time to the
/// wall clock.
#[must_use]
pub fn show_snapshot(
    snapshot: Snapshot<Token>,
    error: JsValue,
    wall_ms: &dyn Fn(Instant) -> i64,
) -> JsValue {
    let status = match snapshot.status {
        Status::Empty => return JsValue::UNDEFINED,
        Status::Loading => "loading",
        Status::Ready => "ready",
        Status::Refreshing => "refreshing",
        Status::Retrying => "retrying",
        Status::Failed => "failed",
    };
    let token = snapshot.token.map_or(JsValue::UNDEFINED, |token| token.text().into());
    let (sent, schedule) = snapshot.schedule.unzip();
    let mut fields = Fields::default();
    fields
        .text("status", status)
        .js("token", token)
        .js("error", error)
        .ms("retryAt", snapshot.retry_at.map(wall_ms))
        .ms("fetchedAt", sent.map(wall_ms))
        .ms("refreshAt", schedule.map(|schedule| wall_ms(schedule.refresh_at)))
        .ms("expiresAt", schedule.map(|schedule| wall_ms(schedule.expires_at)));
    if ENABLED {
        fields.flag("shared", snapshot.is_shared);
    }
    fields.frozen()
}

/// Creates a `TokenKeyState`: a key, its snapshot and its usage.
#[must_use]
pub fn show_key_state(key: JsValue, snapshot: JsValue, usage: Usage) -> JsValue {
    let mut fields = Fields::default();
    fields
        .js("key", key)
        .js("snapshot", snapshot)
        .count("subscribers", usage.subscribers)
        .count("waiting", usage.waiting)
        .duration("unusedMs", Some(usage.unused_ms))
        .duration("requestMs", usage.request_ms);
    fields.object()
}

/// The names of the events.
pub const EVENT_NAMES: [&str; 6] = ["token", "retry", "error", "expired", "invalidated", "idle"];

/// The index of an event's name in [`EVENT_NAMES`], and the object its listeners receive.
#[must_use]
pub fn show_event(kind: &EventKind, key: JsValue, error: JsValue) -> (usize, JsValue) {
    let mut fields = Fields::default();
    fields.js("key", key);
    let place = match *kind {
        EventKind::Token { lifetime_ms, refresh_in_ms } => {
            fields.duration("lifetimeMs", Some(lifetime_ms));
            fields.duration("refreshInMs", Some(refresh_in_ms));
            0
        }
        EventKind::Retry { attempt } => {
            fields.count("attempt", attempt);
            1
        }
        EventKind::Error { retry_in_ms, .. } => {
            fields.js("error", error).duration("retryInMs", retry_in_ms);
            2
        }
        EventKind::Expired => 3,
        EventKind::Invalidated => 4,
        EventKind::Idle => 5,
    };
    (place, fields.object())
}

/// Creates the `TokenStats`: the counters of the core, plus the hits answered from leases.
#[must_use]
pub fn show_stats(stats: &Stats, leased_hits: u32) -> JsValue {
    let mut fields = Fields::default();
    fields
        .count("hits", stats.hits.wrapping_add(leased_hits))
        .count("fetches", stats.fetches)
        .count("coalesced", stats.coalesced)
        .count("retries", stats.retries)
        .count("failures", stats.failures)
        .count("entries", stats.entries)
        .duration("nextRefreshInMs", stats.next_refresh_in_ms)
        .ms("skewMs", stats.skew_ms);
    if ENABLED {
        fields.count("shared", stats.shared);
    }
    fields.object()
}
