//! What the app is shown: snapshots, events, counts. Their shapes are in `src/npm/index.d.ts`.

use wasm_bindgen::prelude::*;

use crate::browser::plain_object::{Field, frozen_object, plain_object};
use crate::browser::token::Token;
use crate::core::event::EventKind;
use crate::core::snapshot::{Snapshot, Status};
use crate::core::stats::Stats;
use crate::core::time::Instant;

/// A `TokenSnapshot`; undefined where there is nothing to say. `wall_ms` has the wall clock of a
/// moment.
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
    frozen_object(&[
        ("status", Field::Text(status)),
        ("token", token.into()),
        ("error", error.into()),
        ("retryAt", snapshot.retry_at.map(wall_ms).into()),
        ("fetchedAt", sent.map(wall_ms).into()),
        ("refreshAt", schedule.map(|schedule| wall_ms(schedule.refresh_at)).into()),
        ("expiresAt", schedule.map(|schedule| wall_ms(schedule.expires_at)).into()),
    ])
}

/// The names of the events.
pub const EVENT_NAMES: [&str; 5] = ["token", "retry", "error", "expired", "idle"];

/// The place of an event's name in [`EVENT_NAMES`], and what its listeners are given.
#[must_use]
pub fn show_event(kind: &EventKind, key: JsValue, error: JsValue) -> (usize, JsValue) {
    let key = ("key", key.into());
    match *kind {
        EventKind::Token { lifetime_ms, refresh_in_ms } => {
            let lifetime = ("lifetimeMs", lifetime_ms.into());
            (0, plain_object(&[key, lifetime, ("refreshInMs", refresh_in_ms.into())]))
        }
        EventKind::Retry { attempt } => (1, plain_object(&[key, ("attempt", attempt.into())])),
        EventKind::Error { retry_in_ms, .. } => {
            let error = ("error", error.into());
            (2, plain_object(&[key, error, ("retryInMs", retry_in_ms.into())]))
        }
        EventKind::Expired => (3, plain_object(&[key])),
        EventKind::Idle => (4, plain_object(&[key])),
    }
}

/// The `TokenStats`: the counts of the core, and the hits that it never saw.
#[must_use]
pub fn show_stats(stats: &Stats, leased_hits: u32) -> JsValue {
    plain_object(&[
        ("hits", stats.hits.wrapping_add(leased_hits).into()),
        ("fetches", stats.fetches.into()),
        ("coalesced", stats.coalesced.into()),
        ("retries", stats.retries.into()),
        ("failures", stats.failures.into()),
        ("entries", stats.entries.into()),
        ("nextRefreshInMs", stats.next_refresh_in_ms.into()),
        ("skewMs", stats.skew_ms.into()),
    ])
}
