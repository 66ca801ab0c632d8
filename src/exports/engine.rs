//! What the hand-written side drives: one manager to an instance of the module, its keys
//! as numbers. Milliseconds that there are none of are `NaN`.

#![expect(
    clippy::too_many_arguments,
    reason = "numbers are what crosses the border for nothing; an object would need code on both sides"
)]

use std::cell::Cell;

use wasm_bindgen::prelude::*;

use crate::browser::driver::{Driver, Wake};
use crate::browser::host::{self, number};
use crate::core::cache::{CallId, FetchId, KeyId, ReadOptions};
use crate::core::config::{Config, WhileHidden};
use crate::core::context::Page;
use crate::core::entry::Clearing;
use crate::core::error::{Code, TokenError};
use crate::core::lifetime::{Claims, Expiry};
use crate::core::reply::{Reply, RetryAfter, Topic};
use crate::core::snapshot::Status;
use crate::core::time::Instant;
use crate::core::wish::{Accept, Read};

#[wasm_bindgen]
extern "C" {
    /// Takes what `snapshot` has to say; of the error that was made last, if of one.
    #[wasm_bindgen(js_namespace = host, js_name = snapshot)]
    fn take_snapshot(
        key: u32,
        status: u8,
        has_token: bool,
        has_error: bool,
        retry_at: f64,
        fetched_at: f64,
        refresh_at: f64,
        expires_at: f64,
    );

    /// Takes what `stats` has to say.
    #[wasm_bindgen(js_namespace = host, js_name = stats)]
    fn take_stats(
        hits: u32,
        fetches: u32,
        coalesced: u32,
        retries: u32,
        failures: u32,
        entries: u32,
        next_refresh_in_ms: f64,
        skew_ms: f64,
    );
}

/// What `read` answers in place of the number of a wait: the key's token is at hand.
const AT_HAND: f64 = -1.0;
/// The same: an error was made.
const REFUSED: f64 = -2.0;

thread_local! {
    static DRIVER: Cell<Option<&'static Driver>> = const { Cell::new(None) };
}

/// Begins, with the options of `createTokenManager`, read and checked: nothing is sent.
/// An `idle_after_ms` that is not a number is one lifetime. `seed` is for jitter.
#[wasm_bindgen]
pub fn begin(
    refresh_lead_ms: f64,
    default_lifetime_ms: f64,
    request_timeout_ms: f64,
    retry_base_ms: f64,
    retry_max_ms: f64,
    idle_after_ms: f64,
    renew_while_hidden: bool,
    seed: f64,
) {
    let config = Config {
        refresh_lead_ms: refresh_lead_ms as u64,
        default_lifetime_ms: default_lifetime_ms as u64,
        request_timeout_ms: request_timeout_ms as u64,
        retry_base_ms: retry_base_ms as u64,
        retry_max_ms: retry_max_ms as u64,
        idle_after_ms: (!idle_after_ms.is_nan()).then_some(idle_after_ms as u64),
        while_hidden: if renew_while_hidden { WhileHidden::Renew } else { WhileHidden::Pause },
    };
    // It lives as long as the instance does, and that as long as its manager.
    DRIVER.set(Some(Box::leak(Box::new(Driver::new(config, seed as u64)))));
}

/// The number of a new key.
#[wasm_bindgen]
#[must_use]
pub fn key() -> u32 {
    driver().map_or(0, |driver| driver.ask(|cache, _| cache.add_key()).0)
}

/// For how many milliseconds a key's token may be handed out without asking; zero if it
/// is not at hand, or needs thought.
#[wasm_bindgen]
#[must_use]
pub fn lease(key: u32) -> f64 {
    let lease = |driver: &Driver| {
        driver.ask(|cache, reading| Some(cache.lease(reading, KeyId(key))?.1 as f64))
    };
    driver().and_then(lease).unwrap_or(0.0)
}

/// The number of a wait, which `Host.settle` will end; or one of the constants above. Call
/// `turn` next. An endless `wait_timeout_ms` waits as long as it takes.
#[wasm_bindgen]
pub fn read(key: u32, force_refresh: bool, min_validity_ms: f64, wait_timeout_ms: f64) -> f64 {
    let Some(driver) = driver() else { return REFUSED };
    let options = ReadOptions {
        accept: if force_refresh { Accept::New } else { Accept::ValidFor(min_validity_ms as u64) },
        wait_timeout_ms: wait_timeout_ms.is_finite().then_some(wait_timeout_ms as u64),
    };
    match driver.ask(|cache, reading| cache.handle_read(reading, KeyId(key), options)) {
        Read::Ready(()) => AT_HAND,
        Read::Failed(error) => {
            host::error(KeyId(key), &error);
            REFUSED
        }
        Read::Wait(call) => call.serial.into(),
    }
}

/// Does what is to be done.
#[wasm_bindgen]
pub fn turn() {
    if let Some(driver) = driver() {
        driver.turn();
    }
}

/// Request `serial`, which `Host.send` made for `key`, brought a reply. All but
/// `expires_at`, which may be seconds, are milliseconds. True means that the reply's token
/// is the key's from now on. Call `turn` next.
#[wasm_bindgen]
#[must_use]
pub fn replied(
    key: u32,
    serial: u32,
    status: u16,
    server: f64,
    retry_after: f64,
    retry_at: f64,
    has_token: bool,
    claimed_expiry: f64,
    claimed_issue: f64,
    expires_in: f64,
    expires_at: f64,
    speaks_of_scope: bool,
) -> bool {
    let known = |ms: f64| (!ms.is_nan()).then_some(ms as i64);
    let reply = Reply {
        status,
        server_ms: known(server),
        retry_after: match known(retry_at) {
            Some(at_ms) => RetryAfter::At(at_ms),
            None if retry_after >= 0.0 => RetryAfter::InMs(retry_after as u64),
            None => RetryAfter::Unsaid,
        },
        token: has_token.then_some(()),
        claims: Claims { expires_ms: known(claimed_expiry), issued_ms: known(claimed_issue) },
        expiry: match known(expires_in) {
            Some(ms) => Expiry::In(ms),
            None if expires_at.is_nan() => Expiry::Unsaid,
            None => Expiry::at_number(expires_at),
        },
        topic: if speaks_of_scope { Topic::Scope } else { Topic::Other },
    };
    let fetch = FetchId { key: KeyId(key), serial };
    driver().is_some_and(|driver| {
        driver.ask(|cache, reading| cache.handle_reply(reading, fetch, reply))
    })
}

/// Request `serial`, which `Host.send` made for `key`, brought none that is of use; with
/// the status of its reply, if it came to that, or zero.
#[wasm_bindgen]
pub fn failed(key: u32, serial: u32, reason: u8, status: u16) {
    // The numbers are those at the head of `host.js`.
    let code = match reason {
        0 => Code::InvalidOptions,
        1 => Code::SecretExposed,
        2 => Code::Offline,
        3 => Code::Network,
        _ => Code::InvalidResponse,
    };
    let error = TokenError { status: (status > 0).then_some(status), ..TokenError::new(code) };
    let fetch = FetchId { key: KeyId(key), serial };
    if let Some(driver) = driver() {
        driver.tell(|cache, reading| cache.handle_failure(reading, fetch, error));
    }
}

/// A caller no longer wants what it waits for.
#[wasm_bindgen]
pub fn abort(key: u32, call: u32) {
    let call = CallId { key: KeyId(key), serial: call };
    if let Some(driver) = driver() {
        driver.tell(|cache, reading| cache.handle_abort(reading, call));
    }
}

/// Brings the state of a key up to date: the number changes when the state does.
#[wasm_bindgen]
#[must_use]
pub fn revision(key: u32) -> u32 {
    let Some(driver) = driver() else { return 0 };
    let (revision, anything_to_tell) = driver.ask(|cache, reading| {
        cache.look(reading, KeyId(key));
        (cache.revision(KeyId(key)), cache.has_actions())
    });
    if anything_to_tell {
        // Whoever asks may be rendering: what it brought to light is told later.
        driver.turn_soon();
    }
    revision
}

/// Hands `Host.snapshot` the state of a key, if there is anything to say.
#[wasm_bindgen]
pub fn snapshot(key: u32) {
    let Some(driver) = driver() else { return };
    let key = KeyId(key);
    let Some(snapshot) = driver.ask(|cache, reading| cache.snapshot(reading, key)) else { return };
    if snapshot.status == Status::Empty {
        return;
    }
    if let Some(error) = &snapshot.error {
        host::error(key, error);
    }
    let wall_ms = |at: Option<Instant>| {
        at.map_or(f64::NAN, |at| driver.ask(|cache, _| cache.wall_ms_at(at)) as f64)
    };
    take_snapshot(
        key.0,
        snapshot.status as u8,
        snapshot.token.is_some(),
        snapshot.error.is_some(),
        wall_ms(snapshot.retry_at),
        wall_ms(snapshot.schedule.map(|(sent, _)| sent)),
        wall_ms(snapshot.schedule.map(|(_, schedule)| schedule.refresh_at)),
        wall_ms(snapshot.schedule.map(|(_, schedule)| schedule.expires_at)),
    );
}

/// Somebody watches a key from now on.
#[wasm_bindgen]
pub fn subscribe(key: u32) {
    if let Some(driver) = driver() {
        driver.tell(|cache, reading| cache.handle_subscribe(reading, KeyId(key)));
    }
}

/// Nobody watches a key any more.
#[wasm_bindgen]
pub fn unsubscribe(key: u32) {
    if let Some(driver) = driver() {
        driver.tell(|cache, reading| cache.handle_unsubscribe(reading, KeyId(key)));
    }
}

/// A server rejected the key's token.
#[wasm_bindgen]
pub fn invalidate(key: u32) {
    if let Some(driver) = driver() {
        driver.tell(|cache, reading| cache.handle_invalidate(reading, KeyId(key), None));
    }
}

/// Drops everything: 0 at sign-out, 1 for another user, 2 for good.
#[wasm_bindgen]
pub fn clear(reason: u8) {
    let reason = match reason {
        0 => Clearing::SignOut,
        1 => Clearing::OtherUser,
        _ => Clearing::Disposal,
    };
    if let Some(driver) = driver() {
        driver.tell(|cache, reading| cache.handle_clear(reading, reason));
    }
}

/// Hands `Host.stats` the counts.
#[wasm_bindgen]
pub fn stats() {
    let Some(driver) = driver() else { return };
    let stats = driver.ask(|cache, reading| cache.stats(reading));
    take_stats(
        stats.hits,
        stats.fetches,
        stats.coalesced,
        stats.retries,
        stats.failures,
        stats.entries,
        number(stats.next_refresh_in_ms),
        stats.skew_ms.map_or(f64::NAN, |ms| ms as f64),
    );
}

/// Something woke us: 0 the timer, 1 the page was shown, 2 it was hidden, 3 online again,
/// anything else that time may have passed.
#[wasm_bindgen]
pub fn wake(kind: u8) {
    let wake = match kind {
        0 => Wake::Timer,
        1 => Wake::Page(Page::Shown),
        2 => Wake::Page(Page::Hidden),
        3 => Wake::Online,
        _ => Wake::Other,
    };
    if let Some(driver) = driver() {
        driver.wake(wake);
    }
}

fn driver() -> Option<&'static Driver> {
    DRIVER.get()
}
