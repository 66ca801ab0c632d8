//! The loop that runs the core: one input in, all actions out, one timer armed.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::Promise;
use wasm_bindgen::JsValue;

use super::clock;
use super::host::Host;
use super::lifecycle::{self, Lifecycle, Wake};
use super::timer::Timer;
use super::token::Token;
use crate::core::cache::{Action, Cache, FetchId, KeyId};
use crate::core::config::Config;
use crate::core::context::Page;
use crate::core::entry::Clearing;
use crate::core::error::TokenError;
use crate::core::reply::Reply;
use crate::core::time::Reading;

/// The core, and everything on this platform that it needs.
///
/// No borrow of the core is held while JavaScript runs: whatever is called may call
/// back in.
#[derive(Debug)]
pub struct Driver {
    cache: RefCell<Cache<Token>>,
    host: Host,
    timer: Timer,
    lifecycle: RefCell<Option<Lifecycle>>,
    turn: Cell<Turn>,
}

/// Whether actions are being performed at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Idle,
    Running,
}

impl Driver {
    /// A driver that has sent nothing, armed nothing, and listens to the page.
    #[must_use]
    pub fn new(config: Config, host: Host) -> Rc<Self> {
        let seed = js_sys::Math::random() * 9_007_199_254_740_992.0;
        let driver = Rc::new_cyclic(|driver: &Weak<Driver>| {
            let (on_timer, on_page) = (driver.clone(), driver.clone());
            let wake = |driver: &Weak<Driver>, wake| {
                if let Some(driver) = driver.upgrade() {
                    driver.wake(wake);
                }
            };
            Driver {
                cache: RefCell::new(Cache::new(config, clock::now(), seed as u64)),
                host,
                timer: Timer::new(move || wake(&on_timer, Wake::Timer)),
                lifecycle: RefCell::new(Some(Lifecycle::listen(move |kind| wake(&on_page, kind)))),
                turn: Cell::new(Turn::Idle),
            }
        });
        driver.wake(Wake::Page);
        driver
    }

    /// What the hand-written side does for the module.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Asks the core something, without doing what comes of it.
    pub fn ask<R>(&self, question: impl FnOnce(&mut Cache<Token>, Reading) -> R) -> R {
        question(&mut self.cache.borrow_mut(), clock::now())
    }

    /// Tells the core something, and does what comes of it.
    pub fn tell(self: &Rc<Self>, input: impl FnOnce(&mut Cache<Token>, Reading)) {
        input(&mut self.cache.borrow_mut(), clock::now());
        self.turn();
    }

    /// The promise of a token that is at hand and needs no thought, if it is, and for how
    /// many milliseconds it may be handed out again without asking.
    #[must_use]
    pub fn lease(&self, key: KeyId) -> Option<(Promise, u64)> {
        let mut cache = self.cache.borrow_mut();
        let (token, lease_ms) = cache.lease(clock::now(), key)?;
        Some((token.promise(), lease_ms))
    }

    /// A request has come to its end, one way or another.
    pub fn exchanged(self: &Rc<Self>, fetch: FetchId, outcome: Result<Reply, TokenError>) {
        self.tell(|cache, reading| match outcome {
            Ok(reply) => cache.handle_reply(reading, fetch, reply),
            Err(error) => cache.handle_failure(reading, fetch, &error),
        });
    }

    /// Ends everything.
    pub fn dispose(self: &Rc<Self>) {
        self.lifecycle.take();
        self.tell(|cache, reading| cache.handle_clear(reading, Clearing::Disposal));
    }

    /// Does what is to be done a moment from now, when whoever called is not busy.
    pub fn turn_soon(self: &Rc<Self>) {
        self.timer.arm(clock::now(), Some(0));
    }

    /// Performs all actions, then arms the timer. An input that comes from within,
    /// because a listener called back, leaves its actions to the turn that is running.
    pub fn turn(self: &Rc<Self>) {
        if self.turn.replace(Turn::Running) == Turn::Running {
            return;
        }
        loop {
            let action = self.cache.borrow_mut().poll_action();
            match action {
                Some(action) => self.perform(action),
                None => break,
            }
        }
        self.turn.set(Turn::Idle);
        let reading = clock::now();
        let delay_ms = self.cache.borrow_mut().poll_deadline(reading);
        self.timer.arm(reading, delay_ms);
    }

    fn perform(self: &Rc<Self>, action: Action<Token>) {
        match action {
            Action::Fetch { fetch } => self.host.send(fetch.key.0, fetch.serial),
            Action::Abort { fetch } => self.host.abort(fetch.serial),
            Action::Settle { call, outcome: Ok(token) } => {
                self.host.settle(call.serial, token.text(), &JsValue::UNDEFINED);
            }
            Action::Settle { call, outcome: Err(error) } => {
                let error = self.host.error(Some(call.key), &error);
                self.host.settle(call.serial, &JsValue::UNDEFINED, &error);
            }
            Action::Notify { key } => self.host.notify(key.0),
            Action::Emit(event) => self.host.tell(&event),
        }
    }

    fn wake(self: &Rc<Self>, wake: Wake) {
        if wake == Wake::Timer {
            self.timer.stop();
        }
        self.tell(|cache, reading| match wake {
            Wake::Page if lifecycle::is_hidden() => cache.handle_page(reading, Page::Hidden),
            Wake::Page => cache.handle_page(reading, Page::Shown),
            Wake::Online => cache.handle_online(reading),
            Wake::Timer | Wake::Other => cache.handle_timeout(reading),
        });
    }
}
