use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Reflect, global};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::timer::Timer;
use workos_widget_tokens::core::time::Reading;

use crate::host::breathe;

#[wasm_bindgen(inline_js = r#"
const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
let armed = new Map(), next = 1;
export function fakeTimers() {
  armed = new Map();
  globalThis.setTimeout = (ring, delay) => { armed.set(next, { ring, delay }); return next++; };
  globalThis.clearTimeout = (id) => void armed.delete(id);
}
export function realTimers() { Object.assign(globalThis, real); }
export function delays() { return [...armed.values()].map(({ delay }) => delay); }
export function ringAll() { const all = [...armed.values()]; armed.clear(); for (const { ring } of all) ring(); }
"#)]
extern "C" {
    #[wasm_bindgen(js_name = fakeTimers)]
    fn fake_timers();
    #[wasm_bindgen(js_name = realTimers)]
    fn real_timers();
    fn delays() -> Vec<u32>;
    #[wasm_bindgen(js_name = ringAll)]
    fn ring_all();
}

fn at(monotonic_ms: u64) -> Reading {
    Reading { monotonic_ms, wall_ms: 0 }
}

fn counting() -> (Rc<Cell<u32>>, Timer) {
    let rings = Rc::new(Cell::new(0));
    let counter = Rc::clone(&rings);
    (rings, Timer::new(move || counter.set(counter.get() + 1)))
}

#[wasm_bindgen_test]
fn it_is_armed_once_for_the_latest_wish() {
    fake_timers();
    let (rings, timer) = counting();
    timer.arm(at(0), Some(10_000));
    timer.arm(at(100), Some(9_900));
    assert_eq!(delays(), [10_000], "the same moment is not armed anew");
    timer.arm(at(200), Some(50));
    assert_eq!(delays(), [50]);
    ring_all();
    assert_eq!(rings.get(), 1);
    real_timers();
}

#[wasm_bindgen_test]
fn a_far_deadline_is_approached_in_steps() {
    fake_timers();
    let (_, timer) = counting();
    // Beyond 2^31 ms a browser's timer would ring at once.
    timer.arm(at(0), Some(3_000_000_000));
    assert_eq!(delays(), [30_000]);
    timer.arm(at(1_000), Some(2_999_999_000));
    assert_eq!(delays(), [30_000], "any ring on the way will do");
    timer.stop();
    timer.arm(at(30_000), Some(2_999_970_000));
    assert_eq!(delays(), [30_000]);
    timer.arm(at(31_000), Some(u64::MAX));
    assert_eq!(delays(), [30_000]);
    real_timers();
}

#[wasm_bindgen_test]
fn stopping_and_dropping_disarm_it() {
    fake_timers();
    let (rings, timer) = counting();
    timer.arm(at(0), Some(10));
    timer.arm(at(0), None);
    assert!(delays().is_empty());
    timer.arm(at(0), Some(10));
    drop(timer);
    assert!(delays().is_empty());
    assert_eq!(rings.get(), 0);
    real_timers();
}

#[wasm_bindgen_test]
async fn a_real_timer_rings() {
    let (rings, timer) = counting();
    timer.arm(workos_widget_tokens::browser::clock::now(), Some(1));
    while rings.get() == 0 {
        breathe().await;
    }
    assert_eq!(rings.get(), 1);
}

#[wasm_bindgen_test]
fn the_platforms_functions_are_looked_up_when_they_are_called() {
    let before = Reflect::get(&global(), &"setTimeout".into()).unwrap();
    assert!(before.is_instance_of::<Function>());
    fake_timers();
    let (_, timer) = counting();
    timer.arm(at(0), Some(5));
    assert_eq!(delays(), [5], "so a page's fake clock drives it");
    real_timers();
}
