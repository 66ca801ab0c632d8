//! Clocks and timers that a test advances, in place of the page's own.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::patch::Patch;

/// Replaces `performance.now()`, `Date.now()`, `setTimeout()` and `clearTimeout()` until it is
/// dropped.
pub struct VirtualTime {
    state: Rc<State>,
    _patches: [Patch; 4],
}

struct State {
    monotonic_ms: Cell<f64>,
    wall_ms: Cell<f64>,
    timers: RefCell<Vec<PageTimer>>,
    last_id: Cell<u32>,
}

#[derive(Clone)]
struct PageTimer {
    id: u32,
    delay_ms: f64,
    rings_at_ms: f64,
    handler: Function,
}

/// The initial wall clock: a day in November 2023.
pub const START_MS: f64 = 1_700_000_000_000.0;

impl VirtualTime {
    /// Starts with the monotonic clock at zero, and the wall clock at [`START_MS`].
    pub fn begin() -> Self {
        let state = Rc::new(State {
            monotonic_ms: Cell::new(0.0),
            wall_ms: Cell::new(START_MS),
            timers: RefCell::default(),
            last_id: Cell::new(0),
        });
        let (monotonic, wall) = (state.clone(), state.clone());
        let (armed, cleared) = (state.clone(), state.clone());
        let monotonic = Closure::<dyn Fn() -> f64>::new(move || monotonic.monotonic_ms.get());
        let wall = Closure::<dyn Fn() -> f64>::new(move || wall.wall_ms.get());
        let arm = Closure::<dyn Fn(Function, i32) -> u32>::new(move |handler, delay_ms| {
            armed.arm(handler, delay_ms)
        });
        let clear = Closure::<dyn Fn(JsValue)>::new(move |id: JsValue| cleared.clear(&id));
        let patches = [
            Patch::new("performance", "now", &monotonic.into_js_value()),
            Patch::new("Date", "now", &wall.into_js_value()),
            Patch::new("globalThis", "setTimeout", &arm.into_js_value()),
            Patch::new("globalThis", "clearTimeout", &clear.into_js_value()),
        ];
        VirtualTime { state, _patches: patches }
    }

    /// Advances both clocks, and fires each timer when it is due.
    pub fn advance(&self, ms: f64) {
        let end_ms = self.state.monotonic_ms.get() + ms;
        while let Some(timer) = self.state.take_due(end_ms) {
            self.go_to(timer.rings_at_ms);
            timer.handler.call0(&JsValue::UNDEFINED).unwrap();
        }
        self.go_to(end_ms);
    }

    /// Advances to the next timer's deadline; returns by how much.
    pub fn ring(&self) -> f64 {
        let rings_at_ms = self.state.next_ring_ms().unwrap();
        let ahead_ms = rings_at_ms - self.state.monotonic_ms.get();
        self.advance(ahead_ms);
        ahead_ms
    }

    /// The machine sleeps: only the wall clock advances. A negative time sets it back.
    pub fn move_wall_clock(&self, ms: f64) {
        self.state.wall_ms.set(self.state.wall_ms.get() + ms);
    }

    /// The wall clock's time.
    pub fn wall_ms(&self) -> f64 {
        self.state.wall_ms.get()
    }

    /// The delays of the armed timers.
    pub fn armed(&self) -> Vec<f64> {
        self.state.timers.borrow().iter().map(|timer| timer.delay_ms).collect()
    }

    fn go_to(&self, monotonic_ms: f64) {
        let elapsed_ms = (monotonic_ms - self.state.monotonic_ms.get()).max(0.0);
        self.state.monotonic_ms.set(self.state.monotonic_ms.get() + elapsed_ms);
        self.move_wall_clock(elapsed_ms);
    }
}

impl State {
    fn arm(&self, handler: Function, delay_ms: i32) -> u32 {
        let id = self.last_id.get() + 1;
        self.last_id.set(id);
        // As in a page: a delay beyond 31 bits becomes negative, and fires at once.
        let delay_ms = f64::from(delay_ms.max(0));
        let rings_at_ms = self.monotonic_ms.get() + delay_ms;
        self.timers.borrow_mut().push(PageTimer { id, delay_ms, rings_at_ms, handler });
        id
    }

    fn clear(&self, id: &JsValue) {
        self.timers.borrow_mut().retain(|timer| *id != timer.id);
    }

    fn next_ring_ms(&self) -> Option<f64> {
        let timers = self.timers.borrow();
        timers.iter().map(|timer| timer.rings_at_ms).min_by(f64::total_cmp)
    }

    fn take_due(&self, end_ms: f64) -> Option<PageTimer> {
        let next_ms = self.next_ring_ms().filter(|next_ms| *next_ms <= end_ms)?;
        let mut timers = self.timers.borrow_mut();
        let place = timers.iter().position(|timer| timer.rings_at_ms == next_ms)?;
        Some(timers.remove(place))
    }
}
