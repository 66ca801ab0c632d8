//! Listeners: to the events of the manager, or to the state of one key.

use std::cell::{Cell, RefCell};

use js_sys::Function;
use wasm_bindgen::prelude::*;

use super::error::refusal;
use crate::core::error::Code;
use crate::core::id::KeyId;

#[wasm_bindgen(module = "/src/npm/pending.js")]
extern "C" {
    #[wasm_bindgen(js_name = throwLater)]
    fn throw_later(error: JsValue);
}

/// What a listener listens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// An event, by its index in the list of names.
    Event(usize),
    /// The state of a key.
    Key(KeyId),
}

/// One subscription. The same function may be subscribed more than once.
#[derive(Debug)]
struct Listener {
    topic: Topic,
    serial: u32,
    function: Function,
}

/// All listeners of a manager, in the order they were added.
#[derive(Debug, Default)]
pub struct Listeners {
    listeners: RefCell<Vec<Listener>>,
    last_serial: Cell<u32>,
}

impl Listeners {
    /// Adds a listener; returns its serial number for [`remove`](Listeners::remove).
    pub fn add(&self, topic: Topic, function: Function) -> u32 {
        let serial = self.last_serial.get().wrapping_add(1);
        self.last_serial.set(serial);
        self.listeners.borrow_mut().push(Listener { topic, serial, function });
        serial
    }

    /// Removes a listener; returns false if it was already removed.
    pub fn remove(&self, serial: u32) -> bool {
        let mut listeners = self.listeners.borrow_mut();
        let place = listeners.iter().position(|listener| listener.serial == serial);
        place.map(|place| listeners.remove(place)).is_some()
    }

    /// Removes all listeners.
    pub fn clear(&self) {
        self.listeners.take();
    }

    /// Calls the listeners of `topic`, except those added during the call.
    pub fn tell(&self, topic: Topic, detail: &JsValue) {
        let (mut after, last) = (0, self.last_serial.get());
        // A listener may remove another, so each is looked up when its turn comes.
        while let Some((serial, function)) = self.next(topic, after, last) {
            after = serial;
            call(&function, detail);
        }
    }

    fn next(&self, topic: Topic, after: u32, last: u32) -> Option<(u32, Function)> {
        let listeners = self.listeners.borrow();
        let next = listeners.iter().find(|listener| {
            listener.topic == topic && listener.serial > after && listener.serial <= last
        })?;
        Some((next.serial, next.function.clone()))
    }
}

/// Parses a listener.
///
/// # Errors
/// A `TokenError`, `invalid_options`: it is not a function.
#[inline(never)]
pub fn read(listener: JsValue) -> Result<Function, JsValue> {
    if listener.is_function() {
        return Ok(listener.unchecked_into());
    }
    Err(refusal(Code::InvalidOptions, "the listener is not a function"))
}

/// Calls a listener. An exception it throws is reported to the app's global error handlers.
#[inline(never)]
pub fn call(listener: &Function, detail: &JsValue) {
    if let Err(error) = listener.call1(&JsValue::UNDEFINED, detail) {
        throw_later(error);
    }
}
