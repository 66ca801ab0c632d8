//! The loop that runs the core: one input in, all actions out, one timer armed.

use std::cell::{Cell, RefCell};

use super::timer::Timer;
use super::{clock, host};
use crate::core::cache::{Action, Cache, FetchId};
use crate::core::config::Config;
use crate::core::context::Page;
use crate::core::time::Reading;

/// A token as the rules see it: there is one. Its text is the key's, and lives on the
/// hand-written side alone.
pub type Token = ();

/// What woke us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Our own timer has rung.
    Timer,
    /// The page is shown, or hidden.
    Page(Page),
    /// The platform is online again.
    Online,
    /// Time may have passed without our noticing.
    Other,
}

/// The core, and everything on this platform that it needs.
///
/// No borrow of the core is held while JavaScript runs: whatever is called may call
/// back in.
#[derive(Debug)]
pub struct Driver {
    cache: RefCell<Cache<Token>>,
    timer: Timer,
    turn: Cell<Turn>,
}

/// Whether actions are being performed at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Idle,
    Running,
}

impl Driver {
    /// A driver that has sent nothing and armed nothing. `seed` is for jitter.
    #[must_use]
    pub fn new(config: Config, seed: u64) -> Self {
        Driver {
            cache: RefCell::new(Cache::new(config, clock::now(), seed)),
            timer: Timer::default(),
            turn: Cell::new(Turn::Idle),
        }
    }

    /// Asks the core something, without doing what comes of it.
    pub fn ask<R>(&self, question: impl FnOnce(&mut Cache<Token>, Reading) -> R) -> R {
        question(&mut self.cache.borrow_mut(), clock::now())
    }

    /// Tells the core something, and does what comes of it.
    pub fn tell(&self, input: impl FnOnce(&mut Cache<Token>, Reading)) {
        self.ask(input);
        self.turn();
    }

    /// Does what is to be done a moment from now, when whoever called is not busy.
    pub fn turn_soon(&self) {
        self.timer.arm(clock::now(), Some(0));
    }

    /// Performs all actions, then arms the timer. An input that comes from within,
    /// because a listener called back, leaves its actions to the turn that is running.
    pub fn turn(&self) {
        if self.turn.replace(Turn::Running) == Turn::Running {
            return;
        }
        loop {
            let action = self.cache.borrow_mut().poll_action();
            match action {
                Some(action) => perform(&action),
                None => break,
            }
        }
        self.turn.set(Turn::Idle);
        let reading = clock::now();
        let delay_ms = self.cache.borrow_mut().poll_deadline(reading);
        self.timer.arm(reading, delay_ms);
    }

    /// Time has passed, or something has changed on the page.
    pub fn wake(&self, wake: Wake) {
        self.tell(|cache, reading| match wake {
            Wake::Page(page) => cache.handle_page(reading, page),
            Wake::Online => cache.handle_online(reading),
            Wake::Timer => {
                self.timer.rung();
                cache.handle_timeout(reading);
            }
            Wake::Other => cache.handle_timeout(reading),
        });
    }
}

fn perform(action: &Action<Token>) {
    match action {
        Action::Fetch { fetch: FetchId { key, serial } } => host::send(key.0, *serial),
        Action::Abort { fetch } => host::abort(fetch.serial),
        Action::Settle { call, outcome } => {
            if let Err(error) = outcome {
                host::error(call.key, error);
            }
            host::settle(call.key.0, call.serial, outcome.is_ok());
        }
        Action::Notify { key } => host::notify(key.0),
        Action::Emit(event) => host::tell(event),
    }
}
