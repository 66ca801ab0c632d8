//! The token manager: all keys as JavaScript sees them, around the driver of the core.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::{Array, Math, Promise};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

use super::calls::Calls;
use super::error::{self, refusal, typed};
use super::key;
use super::lease::LeaseRounds;
use super::listeners::{self, Listeners, Topic};
use super::options::{ManagerOptions, read_options, read_user};
use super::snapshot::{EVENT_NAMES, show_event, show_stats};
use super::source::Source;
use crate::browser::channel::TabChannel;
use crate::browser::driver::{Driver, Host};
use crate::browser::request::{RequestKey, Words};
use crate::browser::token::Token;
use crate::browser::value::property_or_undefined;
use crate::core::cache::{CallId, FetchId, KeyId};
use crate::core::entry::ClearReason;
use crate::core::error::{Code, TokenError};
use crate::core::event::{Event, EventKind};
use crate::core::key::{Strictness, TokenKey};
use crate::core::read::Read;
use crate::core::sharing::{Kind, Message, SharingMode};

/// The manager's state, shared with its sources.
///
/// No borrow of a field is held while JavaScript runs, because JavaScript may call back in.
pub struct Manager {
    driver: Rc<Driver<Manager>>,
    strictness: Strictness,
    wait_timeout_ms: f64,
    user: RefCell<JsValue>,
    /// Indexed by key id; `None` for a key that was removed.
    sources: RefCell<Vec<Option<Rc<Source>>>>,
    /// The number of keys at which unused ones are removed next.
    most_keys: Cell<usize>,
    /// The channel to the user's other tabs, if tokens are shared.
    channel: Option<TabChannel>,
    calls: Calls,
    listeners: Listeners,
    leases: Rc<LeaseRounds>,
    is_disposed: Cell<bool>,
    /// Keeps the manager alive while a key has subscribers.
    anchor: RefCell<Option<Rc<Manager>>>,
    subscriptions: Cell<u32>,
}

impl Manager {
    fn new(options: &JsValue) -> Result<Rc<Self>, JsValue> {
        let options = ManagerOptions::read(options)?;
        let seed = (Math::random() * 9_007_199_254_740_991.0) as u64;
        let manager = Rc::new_cyclic(|itself: &Weak<Manager>| Manager {
            channel: channel_of(itself, &options),
            driver: Driver::new(itself.clone(), options.config, options.route, seed),
            strictness: options.strictness,
            wait_timeout_ms: options.wait_timeout_ms,
            user: RefCell::new(options.user),
            sources: RefCell::default(),
            most_keys: Cell::new(LEAST_KEYS),
            calls: Calls::default(),
            listeners: Listeners::default(),
            leases: LeaseRounds::new(),
            is_disposed: Cell::new(false),
            anchor: RefCell::default(),
            subscriptions: Cell::new(0),
        });
        manager.join();
        Ok(manager)
    }

    /// Joins the channel of the current user, if there is one.
    fn join(&self) {
        if let Some(channel) = &self.channel {
            let user = self.user.borrow().clone();
            let sharing = if channel.join(&user) { SharingMode::Full } else { SharingMode::Off };
            self.driver.ask(|cache, _| cache.set_sharing(sharing));
        }
    }

    fn leave(&self) {
        if let Some(channel) = &self.channel {
            channel.join(&JsValue::UNDEFINED);
        }
    }

    #[cfg(feature = "tabs")]
    fn handle_message(self: &Rc<Self>, key: &JsValue, message: &Message<Token>) {
        if message.kind == Kind::SignedOut {
            return self.clear(ClearReason::OtherTab);
        }
        let source =
            self.sources.borrow().iter().flatten().find(|source| source.is_shared(key)).cloned();
        if let Some(source) = source {
            self.driver.tell(|cache, reading| cache.handle_message(reading, source.id, message));
        }
    }

    /// The user signed out, or another one signed in.
    fn change_user(self: &Rc<Self>, user: JsValue) {
        let reason =
            if user.is_undefined() { ClearReason::SignOut } else { ClearReason::OtherUser };
        if let Some(channel) = &self.channel {
            // If this is the app's reaction to a sign-out in another tab, the others know it already.
            let is_other = reason == ClearReason::OtherUser && *self.user.borrow() != user;
            if is_other || !self.is_signed_out_elsewhere() {
                channel.post_message(&JsValue::UNDEFINED, &Message::new(Kind::SignedOut, 0, 0));
            }
        }
        self.user.replace(user);
        self.join();
        self.clear(reason);
    }

    /// Whether the user signed out in another tab and the app has not called `setUser` here since.
    fn is_signed_out_elsewhere(&self) -> bool {
        self.channel.is_some()
            && self.driver.ask(|cache, _| cache.sharing() == SharingMode::ReceiveOnly)
    }

    /// The driver of the core.
    pub fn driver(&self) -> &Rc<Driver<Manager>> {
        &self.driver
    }

    /// Whether `dispose()` was called.
    pub fn is_disposed(&self) -> bool {
        self.is_disposed.get()
    }

    /// Returns a promise of a key's token.
    pub fn read(
        self: &Rc<Self>,
        source: &Rc<Source>,
        options: &JsValue,
        wait_timeout_ms: f64,
    ) -> Promise {
        let leased = options.is_undefined().then(|| self.lease(source)).flatten();
        leased
            .map_or_else(|| self.wait(source, options, wait_timeout_ms), Ok)
            .unwrap_or_else(|error| Promise::reject(&error))
    }

    fn lease(&self, source: &Source) -> Option<Promise> {
        let (token, lease_ms) = self.driver.ask(|cache, reading| {
            cache.lease(reading, source.id).map(|(token, ms)| (token.clone(), ms))
        })?;
        self.leases.grant(&source.lease, token.promise(), lease_ms);
        Some(token.promise().clone())
    }

    fn wait(
        self: &Rc<Self>,
        source: &Rc<Source>,
        options: &JsValue,
        wait_timeout_ms: f64,
    ) -> Result<Promise, JsValue> {
        let (options, signal) = read_options(options, wait_timeout_ms)?;
        if let Some(signal) = &signal
            && property_or_undefined(signal, "aborted").is_truthy()
        {
            return Err(aborted(source, signal));
        }
        let read = self.driver.ask(|cache, reading| cache.handle_read(reading, source.id, options));
        let promise = match read {
            Read::Ready(token) => Ok(token.promise().clone()),
            Read::Failed(error) => Err(self.error(source, &error)),
            Read::Wait(call) => self.call(source, call, signal),
        };
        self.driver.turn();
        promise
    }

    fn call(
        self: &Rc<Self>,
        source: &Rc<Source>,
        call: CallId,
        signal: Option<AbortSignal>,
    ) -> Result<Promise, JsValue> {
        let promise = self.calls.add(call);
        let Some(signal) = signal else { return Ok(promise) };
        let (weak, aborting, fired) = (Rc::downgrade(self), source.clone(), signal.clone());
        let abort = move || {
            let Some(manager) = weak.upgrade() else { return };
            manager.calls.settle(call, Err(&aborted(&aborting, &fired)));
            manager.driver.tell(|cache, reading| cache.handle_abort(reading, call));
        };
        if let Err(thrown) = self.calls.listen(call, signal, abort) {
            self.calls.settle(call, Err(&typed(thrown)));
            self.driver.tell(|cache, reading| cache.handle_abort(reading, call));
        }
        Ok(promise)
    }

    /// Creates an error for the app, with the texts of the request that failed.
    pub fn error(&self, source: &Source, error: &TokenError) -> JsValue {
        let words = error.origin.and_then(|origin| {
            let origin_source = self.source(origin.key)?;
            let (serial, words) = &*origin_source.words.borrow();
            (*serial == origin.serial).then(|| words.clone())
        });
        error::make(error, words.unwrap_or_default(), source.key.key.clone())
    }

    /// Subscribes to a key; returns the unsubscribe function.
    ///
    /// # Errors
    /// A `TokenError`: the listener is not a function.
    pub fn subscribe(
        self: &Rc<Self>,
        source: &Rc<Source>,
        listener: JsValue,
    ) -> Result<JsValue, JsValue> {
        let listener = listeners::read(listener)?;
        // Counted, not looked up: a reentrant subscriber must not also be the first.
        let is_first = source.begin_subscription();
        self.hold();
        self.driver.tell(|cache, reading| cache.handle_subscribe(reading, source.id));
        let serial = self.listeners.add(Topic::Key(source.id), listener.clone());
        // Earlier subscribers may not have received this snapshot yet.
        let snapshot = source.peek(self);
        if is_first {
            source.told(&snapshot);
        }
        listeners::call(&listener, &snapshot);
        let (manager, source) = (self.clone(), source.clone());
        Ok(ending(move || {
            if manager.listeners.remove(serial) {
                manager.let_go();
                source.end_subscription();
                manager.driver.tell(|cache, reading| cache.handle_unsubscribe(reading, source.id));
            }
        }))
    }

    fn hold(self: &Rc<Self>) {
        self.subscriptions.set(self.subscriptions.get().saturating_add(1));
        if !self.is_disposed() {
            self.anchor.replace(Some(self.clone()));
        }
    }

    fn let_go(&self) {
        self.subscriptions.set(self.subscriptions.get().saturating_sub(1));
        if self.subscriptions.get() == 0 {
            self.anchor.take();
        }
    }

    fn source(&self, key: KeyId) -> Option<Rc<Source>> {
        self.sources.borrow().get(key.position())?.clone()
    }

    fn source_of(&self, written: &JsValue) -> Result<Rc<Source>, JsValue> {
        let token_key = key::read(written, self.strictness)?;
        if let Some(source) = self.known_source(&token_key) {
            return Ok(source);
        }
        if self.is_disposed() {
            return Err(error::make(
                &TokenError::new(Code::Disposed),
                Words::default(),
                JsValue::UNDEFINED,
            ));
        }
        let shown = key::show(&token_key);
        let lease = self.leases.new_lease(&shown.key);
        if let Some(source) = self.known_source(&token_key) {
            // A `toJSON` of the app called back in and created the same key.
            return Ok(source);
        }
        let (id, keys) = self.driver.ask(|cache, _| (cache.key_id(token_key), cache.key_count()));
        let source = Rc::new(Source::new(id, shown, lease));
        {
            let mut sources = self.sources.borrow_mut();
            match sources.get_mut(id.position()) {
                Some(place) => *place = Some(source.clone()),
                None => sources.push(Some(source.clone())),
            }
        }
        // Each time their number has doubled, so that a new key costs the same however many there are.
        if keys > self.most_keys.get() {
            self.forget_unused();
        }
        Ok(source)
    }

    fn known_source(&self, key: &TokenKey) -> Option<Rc<Source>> {
        self.source(self.driver.ask(|cache, _| cache.find(key))?)
    }

    /// Removes the keys that are unused, have no valid token and are not referenced by the app.
    fn forget_unused(&self) {
        self.driver.ask(|cache, reading| {
            for place in &mut *self.sources.borrow_mut() {
                // The one reference is the manager's own.
                place.take_if(|source| {
                    Rc::strong_count(source) == 1 && cache.forget(reading, source.id)
                });
            }
            self.most_keys.set(cache.key_count().saturating_mul(2).max(LEAST_KEYS));
        });
    }

    fn clear(self: &Rc<Self>, reason: ClearReason) {
        self.leases.end();
        for source in self.sources.borrow().iter().flatten() {
            source.let_go();
        }
        if reason == ClearReason::Disposal {
            self.driver.end();
            self.leave();
        } else {
            self.driver.tell(|cache, reading| cache.handle_clear(reading, reason));
        }
    }

    fn dispose(self: &Rc<Self>) {
        if !self.is_disposed.replace(true) {
            self.clear(ClearReason::Disposal);
            // Subscribers that still show a token learn that it is gone.
            let keys = if self.subscriptions.get() > 0 { self.sources.borrow().len() } else { 0 };
            for key in 0..u32::try_from(keys).unwrap_or(u32::MAX) {
                self.notify(KeyId(key));
            }
            self.listeners.clear();
            self.anchor.take();
        }
    }
}

/// With fewer keys, removing some would gain nothing.
const LEAST_KEYS: usize = 64;

impl Drop for Manager {
    fn drop(&mut self) {
        self.leave();
    }
}

impl Host for Manager {
    fn request_key(self: &Rc<Self>, key: KeyId) -> Option<RequestKey> {
        Some(self.source(key)?.key.clone())
    }

    fn settle(self: &Rc<Self>, call: CallId, outcome: &Result<Token, TokenError>) {
        let Some(source) = self.source(call.key) else { return };
        match outcome {
            Ok(token) => self.calls.settle(call, Ok(token.text())),
            Err(error) => self.calls.settle(call, Err(&self.error(&source, error))),
        }
    }

    fn notify(self: &Rc<Self>, key: KeyId) {
        let Some(source) = self.source(key) else { return };
        if let Some(snapshot) = source.news(self) {
            self.listeners.tell(Topic::Key(key), &snapshot);
        }
    }

    fn emit(self: &Rc<Self>, event: &Event) {
        let Some(source) = self.source(event.key) else { return };
        source.lease.end();
        let error = match &event.kind {
            EventKind::Error { error, .. } => self.error(&source, error),
            _ => JsValue::UNDEFINED,
        };
        let (place, detail) = show_event(&event.kind, source.key.key.clone(), error);
        self.listeners.tell(Topic::Event(place), &detail);
    }

    fn broadcast(self: &Rc<Self>, key: KeyId, message: &Message<Token>) {
        if let Some((source, channel)) = self.source(key).zip(self.channel.as_ref()) {
            channel.post_message(&source.key.body, message);
        }
    }

    fn note_words(self: &Rc<Self>, fetch: FetchId, words: Words) {
        if let Some(source) = self.source(fetch.key) {
            source.words.replace((fetch.serial, words));
        }
    }
}

#[cfg(feature = "tabs")]
fn channel_of(manager: &Weak<Manager>, options: &ManagerOptions) -> Option<TabChannel> {
    let manager = manager.clone();
    options.shares.then(|| {
        TabChannel::of(&options.route.endpoint, move |key, message| {
            if let Some(manager) = manager.upgrade() {
                manager.handle_message(key, message);
            }
        })
    })
}

#[cfg(not(feature = "tabs"))]
fn channel_of(_manager: &Weak<Manager>, _options: &ManagerOptions) -> Option<TabChannel> {
    None
}

fn aborted(source: &Source, signal: &AbortSignal) -> JsValue {
    let cause = property_or_undefined(signal, "reason");
    let words = Words { description: JsValue::UNDEFINED, cause };
    error::make(&TokenError::new(Code::Aborted), words, source.key.key.clone())
}

/// An unsubscribe function; calling it twice is harmless.
fn ending(end: impl Fn() + 'static) -> JsValue {
    Closure::<dyn Fn()>::new(end).into_js_value()
}

/// Returns tokens and keeps them fresh.
#[wasm_bindgen]
pub struct TokenManager(Rc<Manager>);

#[wasm_bindgen]
impl TokenManager {
    /// Creates a manager. It sends nothing and starts no timer yet.
    ///
    /// # Errors
    /// A `TokenError` that names the option: `invalid_options` or `secret_exposed`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> Result<TokenManager, JsValue> {
        Ok(TokenManager(Manager::new(&options)?))
    }

    /// The leases, which the entry checks before each read.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn leases(&self) -> JsValue {
        self.0.leases.leases().into()
    }

    /// Returns a promise of a key's token.
    #[wasm_bindgen(js_name = getToken)]
    pub fn get_token(&self, key: JsValue, options: JsValue) -> Promise {
        match self.0.source_of(&key) {
            Ok(source) => self.0.read(&source, &options, self.0.wait_timeout_ms),
            Err(error) => Promise::reject(&error),
        }
    }

    /// Returns the source of a key; equal keys share one object.
    ///
    /// # Errors
    /// A `TokenError`: the key is invalid, or new after `dispose()`.
    pub fn source(&self, key: JsValue) -> Result<JsValue, JsValue> {
        Ok(self.0.source_of(&key)?.wrapper(&self.0))
    }

    /// Calls `listener` on each event of this name. Returns the unsubscribe function.
    ///
    /// # Errors
    /// A `TokenError`: the event name is unknown, or the listener is not a function.
    pub fn on(&self, name: JsValue, listener: JsValue) -> Result<JsValue, JsValue> {
        let Some(event) = EVENT_NAMES.iter().position(|known| name == **known) else {
            let events = "the events are token, retry, error, expired, invalidated, idle";
            return Err(refusal(Code::InvalidOptions, events));
        };
        let serial = self.0.listeners.add(Topic::Event(event), listeners::read(listener)?);
        let weak = Rc::downgrade(&self.0);
        Ok(ending(move || {
            if let Some(manager) = weak.upgrade() {
                manager.listeners.remove(serial);
            }
        }))
    }

    /// Sets the user whose tokens these are; null or undefined means signed out.
    ///
    /// # Errors
    /// A `TokenError`: the user is not a string.
    #[wasm_bindgen(js_name = setUser)]
    pub fn set_user(&self, user: JsValue) -> Result<(), JsValue> {
        let user = read_user(user)?;
        // Without a user, always clear: the previous user may never have been set. After a sign-out in
        // another tab, this tab's tokens may be another user's.
        if user.is_undefined() || *self.0.user.borrow() != user || self.0.is_signed_out_elsewhere()
        {
            self.0.change_user(user);
        }
        Ok(())
    }

    /// Clears all tokens: the user signed out.
    pub fn clear(&self) {
        self.0.change_user(JsValue::UNDEFINED);
    }

    /// Returns the counters.
    #[must_use]
    pub fn stats(&self) -> JsValue {
        let stats = self.0.driver.ask(|cache, reading| cache.stats(reading));
        show_stats(&stats, self.0.leases.leases().hits())
    }

    /// Returns every known key with its snapshot and usage. Does not count as a use.
    #[must_use]
    pub fn inspect(&self) -> Array {
        let (list, keys) = (Array::new(), self.0.sources.borrow().len());
        for key in 0..u32::try_from(keys).unwrap_or(u32::MAX) {
            if let Some(source) = self.0.source(KeyId(key)) {
                list.push(&source.inspect(&self.0));
            }
        }
        list
    }

    /// Disposes the manager.
    pub fn dispose(&self) {
        self.0.dispose();
    }
}
