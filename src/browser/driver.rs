//! The loop that drives the core: one input in, all actions out, one timer armed.

use std::cell::{Cell, RefCell, RefMut};
use std::rc::{Rc, Weak};

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;

use super::clock;
use super::page::PageWatch;
use super::request::{self, RequestKey, Route, Words};
use super::timer::Timer;
use super::token::Token;
use super::value::call_method;
use crate::core::cache::{Action, Cache, CallId, FetchId, KeyId};
use crate::core::config::Config;
use crate::core::context::Page;
use crate::core::entry::ClearReason;
use crate::core::error::TokenError;
use crate::core::event::Event;
use crate::core::sharing::{ENABLED, Message};
use crate::core::time::Reading;

/// What woke the driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// The driver's timer fired.
    Timer,
    /// The page was shown, hidden, or focused.
    Page(Page),
    /// The platform is online again.
    Online,
}

/// Performs the core's actions on behalf of the app. Every method may call back into the driver.
pub trait Host: Sized + 'static {
    /// Returns what to send for a key.
    fn request_key(self: &Rc<Self>, key: KeyId) -> Option<RequestKey>;
    /// Settles a caller's promise.
    fn settle(self: &Rc<Self>, call: CallId, outcome: &Result<Token, TokenError>);
    /// The snapshot of a key has changed.
    fn notify(self: &Rc<Self>, key: KeyId);
    /// Emits an event.
    fn emit(self: &Rc<Self>, event: &Event);
    /// Sends a message to the user's other tabs.
    fn broadcast(self: &Rc<Self>, key: KeyId, message: &Message<Token>);
    /// Stores the texts of a request, for the error that it may lead to.
    fn note_words(self: &Rc<Self>, fetch: FetchId, words: Words);
}

/// The core, with everything it needs from the platform.
///
/// No borrow of a field is held while JavaScript runs, because JavaScript may call back in.
pub struct Driver<H: Host> {
    host: Weak<H>,
    cache: RefCell<Cache<Token>>,
    route: Route,
    requests: RefCell<Vec<(u32, AbortController)>>,
    timer: Timer,
    page: RefCell<Option<PageWatch>>,
    turn: Cell<Turn>,
}

/// Whether actions are being performed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Idle,
    Running,
}

impl<H: Host> Driver<H> {
    /// Creates a driver; `seed` is for jitter. It sends nothing and arms no timer yet. It listens to
    /// the page until it is dropped or [`end`](Driver::end)ed.
    pub fn new(host: Weak<H>, config: Config, route: Route, seed: u64) -> Rc<Self> {
        let driver = Rc::new(Driver {
            host,
            cache: RefCell::new(Cache::new(config, clock::now(), seed)),
            route,
            requests: RefCell::default(),
            timer: Timer::default(),
            page: RefCell::default(),
            turn: Cell::new(Turn::Idle),
        });
        let weak = Rc::downgrade(&driver);
        let watch = PageWatch::new(move |wake| {
            if let Some(driver) = weak.upgrade() {
                driver.wake(wake);
            }
        });
        driver.ask(|cache, reading| cache.handle_page(reading, watch.visibility()));
        driver.page.replace(Some(watch));
        driver
    }

    /// Runs a query or input on the core without performing the resulting actions.
    pub fn ask<R>(&self, question: impl FnOnce(&mut Cache<Token>, Reading) -> R) -> R {
        let (mut cache, reading) = self.core();
        question(&mut cache, reading)
    }

    #[inline(never)]
    fn core(&self) -> (RefMut<'_, Cache<Token>>, Reading) {
        // The clocks first: the page may have replaced them with functions that call back in.
        let reading = clock::now();
        (self.cache.borrow_mut(), reading)
    }

    /// Runs an input on the core and performs the resulting actions.
    pub fn tell(self: &Rc<Self>, input: impl FnOnce(&mut Cache<Token>, Reading)) {
        self.ask(input);
        self.turn();
    }

    /// Performs pending actions in a later task, once the caller has returned.
    pub fn turn_soon(self: &Rc<Self>) {
        self.arm(clock::now(), Some(0));
    }

    /// Performs all actions, then arms the timer. A reentrant input, from a listener, leaves its
    /// actions to the turn that is already running.
    pub fn turn(self: &Rc<Self>) {
        if self.turn.replace(Turn::Running) == Turn::Running {
            return;
        }
        loop {
            let action = self.cache.borrow_mut().poll_action();
            match action {
                Some(action) => self.perform(&action),
                None => break,
            }
        }
        self.turn.set(Turn::Idle);
        let reading = clock::now();
        let delay_ms = self.cache.borrow_mut().poll_deadline(reading);
        self.arm(reading, delay_ms);
    }

    /// The timer fired, or the page changed.
    pub fn wake(self: &Rc<Self>, wake: Wake) {
        if wake == Wake::Timer {
            self.timer.rung();
        }
        self.tell(|cache, reading| match wake {
            Wake::Page(page) => cache.handle_page(reading, page),
            Wake::Online => cache.handle_online(reading),
            Wake::Timer => cache.handle_timeout(reading),
        });
    }

    /// Ends the driver for good: requests, timer, page listeners.
    pub fn end(self: &Rc<Self>) {
        self.tell(|cache, reading| cache.handle_clear(reading, ClearReason::Disposal));
        self.page.take();
        self.timer.stop();
    }

    /// Arms the timer, which keeps the driver and its host alive: pending callers are served even if
    /// the app has dropped its manager.
    fn arm(self: &Rc<Self>, reading: Reading, delay_ms: Option<u64>) {
        let (driver, host) = (self.clone(), self.host.upgrade());
        self.timer.arm(reading, delay_ms, move || {
            driver.wake(Wake::Timer);
            drop(host);
        });
    }

    fn perform(self: &Rc<Self>, action: &Action<Token>) {
        let Some(host) = self.host.upgrade() else { return };
        match action {
            Action::Fetch { fetch } => self.send(host, *fetch),
            Action::Abort { fetch } => {
                if let Some(controller) = self.take_request(*fetch) {
                    // A platform's own method: it does not throw.
                    let _ = call_method(&controller, "abort", &JsValue::UNDEFINED);
                }
            }
            Action::Settle { call, outcome } => host.settle(*call, outcome),
            Action::Notify { key } => host.notify(*key),
            Action::Emit(event) => host.emit(event),
            Action::Broadcast { key, message } if ENABLED => host.broadcast(*key, message),
            Action::Broadcast { .. } => {}
        }
    }

    fn send(self: &Rc<Self>, host: Rc<H>, fetch: FetchId) {
        let (Some(key), Ok(controller)) = (host.request_key(fetch.key), AbortController::new())
        else {
            return;
        };
        self.requests.borrow_mut().push((fetch.serial, controller.clone()));
        let driver = self.clone();
        spawn_local(async move {
            let (outcome, words) = request::send(&driver.route, key, &controller).await;
            // The outcome of an aborted request is ignored.
            if driver.take_request(fetch).is_none() {
                return;
            }
            host.note_words(fetch, words);
            driver.tell(|cache, reading| match outcome {
                Ok(reply) => {
                    cache.handle_reply(reading, fetch, reply);
                }
                Err(error) => cache.handle_failure(reading, fetch, error),
            });
        });
    }

    fn take_request(&self, fetch: FetchId) -> Option<AbortController> {
        let mut requests = self.requests.borrow_mut();
        let place = requests.iter().position(|(serial, _)| *serial == fetch.serial)?;
        Some(requests.swap_remove(place).1)
    }
}
