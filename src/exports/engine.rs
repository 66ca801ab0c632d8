//! The one object that the hand-written side drives: a manager, its keys as numbers.

#![expect(
    clippy::too_many_arguments,
    reason = "JavaScript passes plain values; an object for each call would cost bytes on both sides"
)]

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use crate::browser::driver::Driver;
use crate::browser::host::Host;
use crate::browser::token::Token;
use crate::core::cache::{CallId, FetchId, KeyId, ReadOptions};
use crate::core::config::{Config, WhileHidden};
use crate::core::entry::Clearing;
use crate::core::error::{Code, TokenError};
use crate::core::key::{Strictness, TokenKey};
use crate::core::lifetime::{Claims, Expiry};
use crate::core::reply::{Reply, RetryAfter};
use crate::core::snapshot::{Snapshot, Status};
use crate::core::time::Instant;
use crate::core::wish::{Accept, Read};

#[wasm_bindgen(module = "/src/npm/shapes.js")]
extern "C" {
    #[wasm_bindgen(js_name = makeSnapshot)]
    fn make_snapshot(
        status: &str,
        token: &JsValue,
        error: &JsValue,
        retry_at: Option<f64>,
        fetched_at: Option<f64>,
        refresh_at: Option<f64>,
        expires_at: Option<f64>,
    ) -> JsValue;

    #[wasm_bindgen(js_name = makeStats)]
    fn make_stats(
        hits: u32,
        fetches: u32,
        coalesced: u32,
        retries: u32,
        failures: u32,
        entries: u32,
        next_refresh_in_ms: Option<f64>,
        skew_ms: Option<f64>,
    ) -> JsValue;
}

/// A token manager.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Engine {
    driver: Rc<Driver>,
    strictness: Strictness,
}

#[wasm_bindgen]
impl Engine {
    /// A manager that has sent nothing. The options are those of `createTokenManager`,
    /// read and checked; an `idle_after_ms` that is not a number is one lifetime.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(
        host: Host,
        strict: bool,
        refresh_lead_ms: f64,
        default_lifetime_ms: f64,
        request_timeout_ms: f64,
        retry_base_ms: f64,
        retry_max_ms: f64,
        idle_after_ms: f64,
        refresh_while_hidden: bool,
    ) -> Engine {
        let config = Config {
            refresh_lead_ms: refresh_lead_ms as u64,
            default_lifetime_ms: default_lifetime_ms as u64,
            request_timeout_ms: request_timeout_ms as u64,
            retry_base_ms: retry_base_ms as u64,
            retry_max_ms: retry_max_ms as u64,
            idle_after_ms: (!idle_after_ms.is_nan()).then_some(idle_after_ms as u64),
            while_hidden: if refresh_while_hidden {
                WhileHidden::Renew
            } else {
                WhileHidden::Pause
            },
        };
        let strictness = if strict { Strictness::WorkOs } else { Strictness::AnyText };
        Engine { driver: Driver::new(config, host), strictness }
    }

    /// The number of a key: equal keys have the same. `scopes` are one to a line.
    ///
    /// # Errors
    /// A `TokenError` with the code `invalid_request` or `invalid_scope`.
    pub fn key(
        &self,
        organization_id: &str,
        scopes: &str,
        widget_session: Option<String>,
    ) -> Result<u32, JsValue> {
        TokenKey::parse(organization_id, scopes, widget_session.as_deref(), self.strictness)
            .map(|key| self.driver.ask(|cache, _| cache.intern(key)).0)
            .map_err(|error| self.driver.host().error(None, &error))
    }

    /// Hands `Host.lease` the promise of a token that is at hand and needs no thought, if
    /// it is, with the milliseconds for which it may be handed out again without asking.
    pub fn lease(&self, key: u32) {
        if let Some((promise, lease_ms)) = self.driver.lease(KeyId(key)) {
            self.driver.host().lease(key, &promise, lease_ms as f64);
        }
    }

    /// The promise of a token; or the number of a wait, which `Host.settle` will end.
    /// Call `turn` next. An endless `wait_timeout_ms` waits as long as it takes.
    #[must_use]
    pub fn read(
        &self,
        key: u32,
        force_refresh: bool,
        min_validity_ms: f64,
        wait_timeout_ms: f64,
    ) -> JsValue {
        let options = ReadOptions {
            accept: if force_refresh {
                Accept::New
            } else {
                Accept::ValidFor(min_validity_ms as u64)
            },
            wait_timeout_ms: wait_timeout_ms.is_finite().then_some(wait_timeout_ms as u64),
        };
        match self.driver.ask(|cache, reading| cache.handle_read(reading, KeyId(key), options)) {
            Read::Ready(token) => token.promise().into(),
            Read::Failed(error) => {
                Promise::reject(&self.driver.host().error(Some(KeyId(key)), &error)).into()
            }
            Read::Wait(call) => call.serial.into(),
        }
    }

    /// Does what is to be done.
    pub fn turn(&self) {
        self.driver.turn();
    }

    /// Request `serial`, which `Host.send` made for `key`, brought a reply. A number that
    /// the reply does not have is `NaN`; all are milliseconds, but for `expires_at`, which
    /// may be seconds.
    pub fn replied(
        &self,
        key: u32,
        serial: u32,
        status: u16,
        server: f64,
        retry_after: f64,
        retry_at: f64,
        token: Option<String>,
        claimed_expiry: f64,
        claimed_issue: f64,
        expires_in: f64,
        expires_at: f64,
        description: Option<String>,
    ) {
        let known = |ms: f64| (!ms.is_nan()).then_some(ms as i64);
        let reply = Reply {
            status,
            server_ms: known(server),
            retry_after: match known(retry_at) {
                Some(at_ms) => RetryAfter::At(at_ms),
                None if retry_after >= 0.0 => RetryAfter::InMs(retry_after as u64),
                None => RetryAfter::Unsaid,
            },
            token,
            claims: Claims { expires_ms: known(claimed_expiry), issued_ms: known(claimed_issue) },
            expiry: match known(expires_in) {
                Some(ms) => Expiry::In(ms),
                None if expires_at.is_nan() => Expiry::Unsaid,
                None => Expiry::at_number(expires_at),
            },
            description,
        };
        self.driver.exchanged(FetchId { key: KeyId(key), serial }, Ok(reply));
    }

    /// Request `serial`, which `Host.send` made for `key`, brought none.
    pub fn failed(
        &self,
        key: u32,
        serial: u32,
        reason: u8,
        description: Option<String>,
        cause: JsValue,
    ) {
        // The numbers are those at the head of `host.js`.
        let mut error = TokenError::new(match reason {
            0 => Code::InvalidOptions,
            1 => Code::SecretExposed,
            2 => Code::Offline,
            3 => Code::Network,
            _ => Code::InvalidResponse,
        });
        error.description = description.map(String::into_boxed_str);
        error.cause = Some(Rc::new(cause));
        self.driver.exchanged(FetchId { key: KeyId(key), serial }, Err(error));
    }

    /// A caller no longer wants what it waits for.
    pub fn abort(&self, key: u32, call: u32) {
        let call = CallId { key: KeyId(key), serial: call };
        self.driver.tell(|cache, reading| cache.handle_abort(reading, call));
    }

    /// Brings the state of a key up to date: the number changes when the state does.
    #[must_use]
    pub fn revision(&self, key: u32) -> u32 {
        let (revision, anything_to_tell) = self.driver.ask(|cache, reading| {
            cache.look(reading, KeyId(key));
            (cache.revision(KeyId(key)), cache.has_actions())
        });
        if anything_to_tell {
            // Whoever asks may be rendering: what it brought to light is told later.
            self.driver.turn_soon();
        }
        revision
    }

    /// The state of a key, as an object; undefined where there is nothing to say.
    #[must_use]
    pub fn snapshot(&self, key: u32) -> JsValue {
        let key = KeyId(key);
        match self.driver.ask(|cache, reading| cache.snapshot(reading, key)) {
            Some(snapshot) if snapshot.status != Status::Empty => {
                self.snapshot_object(key, &snapshot)
            }
            _ => JsValue::UNDEFINED,
        }
    }

    /// Somebody watches a key from now on.
    pub fn subscribe(&self, key: u32) {
        self.driver.tell(|cache, reading| cache.handle_subscribe(reading, KeyId(key)));
    }

    /// Nobody watches a key any more.
    pub fn unsubscribe(&self, key: u32) {
        self.driver.tell(|cache, reading| cache.handle_unsubscribe(reading, KeyId(key)));
    }

    /// A server rejected this token; undefined means whatever is at hand.
    pub fn invalidate(&self, key: u32, rejected: JsValue) {
        let rejected = (!rejected.is_undefined()).then(|| Token::from(rejected));
        self.driver.tell(|cache, reading| {
            cache.handle_invalidate(reading, KeyId(key), rejected.as_ref());
        });
    }

    /// Drops everything: at sign-out, or for another user.
    pub fn clear(&self, other_user: bool) {
        let reason = if other_user { Clearing::OtherUser } else { Clearing::SignOut };
        self.driver.tell(|cache, reading| cache.handle_clear(reading, reason));
    }

    /// The end.
    pub fn dispose(&self) {
        self.driver.dispose();
    }

    /// The counts, as an object.
    #[must_use]
    pub fn stats(&self) -> JsValue {
        let stats = self.driver.ask(|cache, reading| cache.stats(reading));
        make_stats(
            stats.hits,
            stats.fetches,
            stats.coalesced,
            stats.retries,
            stats.failures,
            stats.entries,
            stats.next_refresh_in_ms.map(|ms| ms as f64),
            stats.skew_ms.map(|ms| ms as f64),
        )
    }

    fn snapshot_object(&self, key: KeyId, snapshot: &Snapshot<Token>) -> JsValue {
        let wall_ms = |at: Instant| self.driver.ask(|cache, _| cache.wall_ms_at(at)) as f64;
        let error = snapshot.error.as_ref();
        make_snapshot(
            snapshot.status.name(),
            snapshot.token.as_ref().map_or(&JsValue::UNDEFINED, Token::text),
            &error.map_or(JsValue::UNDEFINED, |error| self.driver.host().error(Some(key), error)),
            snapshot.retry_at.map(wall_ms),
            snapshot.schedule.map(|(sent, _)| wall_ms(sent)),
            snapshot.schedule.map(|(_, schedule)| wall_ms(schedule.refresh_at)),
            snapshot.schedule.map(|(_, schedule)| wall_ms(schedule.expires_at)),
        )
    }
}
