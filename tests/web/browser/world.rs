//! A driver, a route that it sends to, and a host that records its calls.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use workos_widget_tokens::browser::driver::{Driver, Host};
use workos_widget_tokens::browser::request::{RequestKey, Words};
use workos_widget_tokens::browser::token::Token;
use workos_widget_tokens::core::cache::{CallId, FetchId, KeyId, ReadOptions};
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::error::{Code, TokenError};
use workos_widget_tokens::core::event::{Event, EventKind};
use workos_widget_tokens::core::key::{Strictness, TokenKey};
use workos_widget_tokens::core::read::{Accept, Read};
use workos_widget_tokens::core::sharing::Message;

use super::request::described;
use crate::route::Route;

/// The calls that a host receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A request to send for a key.
    Asked(KeyId),
    /// A caller is answered.
    Settled(u32, Result<String, Code>),
    /// A snapshot has changed.
    Notified(KeyId),
    /// An event, by its name.
    Emitted(&'static str),
    /// The description of a request's failure.
    Words(String),
}

/// What runs within each call of the host.
type During = Rc<dyn Fn(&Note)>;

/// The host.
#[derive(Default)]
pub struct Notes {
    notes: RefCell<Vec<Note>>,
    during: RefCell<Option<During>>,
    is_in_turn: Cell<bool>,
}

/// A driver with everything that it needs.
pub struct World {
    pub route: Route,
    pub notes: Rc<Notes>,
    pub driver: Rc<Driver<Notes>>,
    is_forgotten: bool,
}

impl World {
    /// A new driver.
    pub fn new(config: Config) -> Self {
        let (route, notes) = (Route::default(), Rc::new(Notes::default()));
        let driver = Driver::new(Rc::downgrade(&notes), config, described(&route), 7);
        World { route, notes, driver, is_forgotten: false }
    }

    /// The key of this organization.
    pub fn key(&self, organization: &str) -> KeyId {
        let key =
            TokenKey::parse(organization.into(), vec!["sso".into()], None, Strictness::WorkOs);
        self.driver.ask(|cache, _| cache.key_id(key.unwrap()))
    }

    /// Reads with these options, as a caller that has to wait; the call's ID.
    pub fn read_with(&self, key: KeyId, options: ReadOptions) -> CallId {
        let read = self.driver.ask(|cache, reading| cache.handle_read(reading, key, options));
        self.driver.turn();
        match read {
            Read::Wait(call) => call,
            other => panic!("{other:?}"),
        }
    }

    /// The same without a wait limit.
    pub fn read(&self, key: KeyId) -> CallId {
        self.read_with(key, ReadOptions::default())
    }

    /// The same with a wait limit of zero.
    pub fn read_once(&self, key: KeyId) -> CallId {
        let options = ReadOptions { accept: Accept::ValidFor(0), wait_timeout_ms: Some(0) };
        self.read_with(key, options)
    }

    /// Subscribes to a key.
    pub fn subscribe(&self, key: KeyId) {
        self.driver.tell(|cache, reading| cache.handle_subscribe(reading, key));
    }

    /// A key's current token.
    pub fn token(&self, key: KeyId) -> Option<String> {
        self.driver.ask(|cache, _| cache.token(key).map(|token| token.text().into()))
    }
}

impl World {
    /// Drops the driver without ending it.
    pub fn forget(mut self) {
        self.is_forgotten = true;
    }
}

/// Its timer would keep alive a driver that has not ended.
impl Drop for World {
    fn drop(&mut self) {
        self.notes.during.take();
        if !self.is_forgotten {
            self.driver.end();
        }
    }
}

impl Notes {
    /// The calls so far.
    pub fn all(&self) -> Vec<Note> {
        self.notes.borrow().clone()
    }

    /// The same; they are cleared.
    pub fn take(&self) -> Vec<Note> {
        self.notes.take()
    }

    /// Whether this call was received.
    pub fn have(&self, note: &Note) -> bool {
        self.notes.borrow().contains(note)
    }

    /// The callers' answers.
    pub fn answers(&self) -> Vec<(u32, Result<String, Code>)> {
        let notes = self.all().into_iter();
        let answers = notes.filter_map(|note| match note {
            Note::Settled(call, outcome) => Some((call, outcome)),
            _ => None,
        });
        answers.collect()
    }

    /// Runs this within each call from now on.
    pub fn set_during(&self, during: impl Fn(&Note) + 'static) {
        self.during.replace(Some(Rc::new(during)));
    }

    fn add(&self, note: Note) {
        assert!(!self.is_in_turn.get(), "{note:?} within another call");
        self.notes.borrow_mut().push(note.clone());
        let during = self.during.borrow().clone();
        let Some(during) = during else { return };
        // Words are noted between two turns, so a call from within is a turn of its own.
        self.is_in_turn.set(!matches!(note, Note::Words(_)));
        during(&note);
        self.is_in_turn.set(false);
    }
}

impl Host for Notes {
    fn broadcast(self: &Rc<Self>, _: KeyId, _: &Message<Token>) {}

    fn request_key(self: &Rc<Self>, key: KeyId) -> Option<RequestKey> {
        self.add(Note::Asked(key));
        Some(RequestKey { key: JsValue::UNDEFINED, body: "{}".into() })
    }

    fn settle(self: &Rc<Self>, call: CallId, outcome: &Result<Token, TokenError>) {
        let outcome = outcome.as_ref().map(|token| token.text().into()).map_err(|error| error.code);
        self.add(Note::Settled(call.serial, outcome));
    }

    fn notify(self: &Rc<Self>, key: KeyId) {
        self.add(Note::Notified(key));
    }

    fn emit(self: &Rc<Self>, event: &Event) {
        self.add(Note::Emitted(match event.kind {
            EventKind::Token { .. } => "token",
            EventKind::Retry { .. } => "retry",
            EventKind::Error { .. } => "error",
            EventKind::Expired => "expired",
            EventKind::Invalidated => "invalidated",
            EventKind::Idle => "idle",
        }));
    }

    fn note_words(self: &Rc<Self>, _: FetchId, words: Words) {
        self.add(Note::Words(words.description.as_string().unwrap_or_default()));
    }
}
