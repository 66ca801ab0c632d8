//! Token sources: one key as JavaScript sees it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Promise, WeakRef};
use wasm_bindgen::prelude::*;

use super::lease::Lease;
use super::manager::Manager;
use super::snapshot::{show_key_state, show_snapshot};
use crate::browser::request::{RequestKey, Words};
use crate::browser::token::Token;
use crate::browser::value::property_or_undefined;
use crate::core::id::KeyId;

/// The state of a key that the core does not hold.
pub struct Source {
    /// Its id in the core.
    pub id: KeyId,
    /// The key, as the app receives it and as it is sent to the route.
    pub key: RequestKey,
    /// Answers its warm reads.
    pub lease: Lease,
    /// The texts of the last request, with its serial number.
    pub words: RefCell<(u32, Words)>,
    /// Weak, or neither the wrapper nor the manager could ever be collected.
    wrapper: RefCell<Option<WeakRef>>,
    /// The last snapshot and its revision.
    snapshot: RefCell<(Option<u32>, JsValue)>,
    /// The last snapshot that subscribers received.
    told: RefCell<JsValue>,
    subscriptions: Cell<u32>,
}

impl Source {
    /// Creates the source of a new key.
    pub fn new(id: KeyId, key: RequestKey, lease: Lease) -> Self {
        Source {
            id,
            key,
            lease,
            words: RefCell::default(),
            wrapper: RefCell::default(),
            snapshot: RefCell::default(),
            told: RefCell::default(),
            subscriptions: Cell::new(0),
        }
    }

    /// Whether this is the key with this JSON, and without a `widgetSession`, as other tabs name it.
    pub fn is_shared(&self, body: &JsValue) -> bool {
        self.key.body == *body
            && property_or_undefined(&self.key.key, "widgetSession").is_undefined()
    }

    /// The JavaScript object: the same one for as long as the app holds it.
    pub fn wrapper(self: &Rc<Self>, manager: &Rc<Manager>) -> JsValue {
        let known = self.wrapper.borrow().as_ref().and_then(WeakRef::deref);
        if let Some(wrapper) = known {
            return wrapper.into();
        }
        let source = TokenSource { manager: manager.clone(), source: self.clone() };
        let wrapper = JsValue::from(source);
        self.lease.attach_to(&wrapper);
        self.wrapper.replace(Some(WeakRef::new(wrapper.unchecked_ref())));
        wrapper
    }

    /// The snapshot: the same object until it changes.
    pub fn peek(&self, manager: &Rc<Manager>) -> JsValue {
        let (revision, anything_to_tell) = manager.driver().ask(|cache, reading| {
            cache.look(reading, self.id);
            (cache.revision(self.id), cache.has_actions())
        });
        if anything_to_tell {
            // The caller may be rendering: notify listeners later.
            manager.driver().turn_soon();
        }
        if self.snapshot.borrow().0 != Some(revision) {
            let snapshot = self.show(manager);
            self.snapshot.replace((Some(revision), snapshot));
        }
        self.snapshot.borrow().1.clone()
    }

    fn show(&self, manager: &Manager) -> JsValue {
        let driver = manager.driver();
        let snapshot = driver.ask(|cache, reading| cache.snapshot(reading, self.id));
        let Some(snapshot) = snapshot else { return JsValue::UNDEFINED };
        let error = snapshot.error.map_or(JsValue::UNDEFINED, |error| manager.error(self, &error));
        show_snapshot(snapshot, error, &|at| driver.ask(|cache, _| cache.wall_ms_at(at)))
    }

    /// The key, its snapshot and its usage. Does not count as a use.
    pub fn inspect(&self, manager: &Rc<Manager>) -> JsValue {
        let snapshot = self.peek(manager);
        let usage = manager.driver().ask(|cache, reading| cache.usage(reading, self.id));
        let Some(usage) = usage else { return JsValue::UNDEFINED };
        show_key_state(self.key.key.clone(), snapshot, usage)
    }

    /// The snapshot, if subscribers have not received it yet.
    pub fn news(&self, manager: &Rc<Manager>) -> Option<JsValue> {
        let snapshot = self.peek(manager);
        let is_news = *self.told.borrow() != snapshot;
        self.told.replace(snapshot.clone());
        is_news.then_some(snapshot)
    }

    /// Records that subscribers have received this snapshot.
    pub fn told(&self, snapshot: &JsValue) {
        self.told.replace(snapshot.clone());
    }

    /// Releases the token in every form.
    pub fn let_go(&self) {
        self.lease.end();
        self.snapshot.take();
        if self.subscriptions.get() == 0 {
            self.told.take();
        }
    }

    /// Counts a new subscription; returns true for the first.
    pub fn begin_subscription(&self) -> bool {
        self.subscriptions.replace(self.subscriptions.get().saturating_add(1)) == 0
    }

    /// Counts an ended subscription.
    pub fn end_subscription(&self) {
        self.subscriptions.set(self.subscriptions.get().saturating_sub(1));
    }
}

/// One key's token.
#[wasm_bindgen]
pub struct TokenSource {
    manager: Rc<Manager>,
    source: Rc<Source>,
}

#[wasm_bindgen]
impl TokenSource {
    /// The key, with its scopes sorted.
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> JsValue {
        self.source.key.key.clone()
    }

    /// Returns a promise of the token. Waits through an outage of any length by default.
    #[wasm_bindgen(js_name = getToken)]
    pub fn get_token(&self, options: JsValue) -> Promise {
        self.manager.read(&self.source, &options, f64::INFINITY)
    }

    /// Returns the current snapshot.
    pub fn peek(&self) -> JsValue {
        self.source.peek(&self.manager)
    }

    /// Keeps the key fresh, and calls `listener` with its snapshot now and after each change. Returns
    /// the unsubscribe function.
    ///
    /// # Errors
    /// A `TokenError`: the listener is not a function.
    pub fn subscribe(&self, listener: JsValue) -> Result<JsValue, JsValue> {
        self.manager.subscribe(&self.source, listener)
    }

    /// Drops a token that a server rejected, or without an argument the cached token.
    pub fn invalidate(&self, rejected: JsValue) {
        self.source.lease.end();
        // A token is always a string.
        if !rejected.is_undefined() && !rejected.is_string() {
            return;
        }
        let rejected = rejected.is_string().then(|| Token::new(rejected.unchecked_into()));
        self.manager.driver().tell(|cache, reading| {
            cache.handle_invalidate(reading, self.source.id, rejected.as_ref());
        });
    }
}
