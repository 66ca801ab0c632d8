use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::clock;
use workos_widget_tokens::browser::timer::Timer;

use crate::javascript::until;
use crate::virtual_time::VirtualTime;

/// A timer, and how often it has fired.
#[derive(Clone, Default)]
struct Alarm {
    timer: Rc<Timer>,
    rings: Rc<Cell<u32>>,
}

impl Alarm {
    fn arm(&self, delay_ms: u64) {
        let rings = self.rings.clone();
        self.timer.arm(clock::now(), Some(delay_ms), move || rings.set(rings.get() + 1));
    }

    fn disarm(&self) {
        self.timer.arm(clock::now(), None, || {});
    }

    fn rings(&self) -> u32 {
        self.rings.get()
    }
}

#[wasm_bindgen_test]
fn fires_once_when_it_is_due() {
    let (time, alarm) = (VirtualTime::begin(), Alarm::default());
    alarm.arm(10_000);
    time.advance(9_999.0);
    assert_eq!(alarm.rings(), 0);
    time.advance(1.0);
    assert_eq!(alarm.rings(), 1);
    time.advance(100_000.0);
    assert_eq!(alarm.rings(), 1);
}

#[wasm_bindgen_test]
fn the_same_deadline_is_armed_once() {
    let (time, alarm) = (VirtualTime::begin(), Alarm::default());
    alarm.arm(10_000);
    time.advance(100.0);
    alarm.arm(9_900);
    assert_eq!(time.armed(), [10_000.0]);
}

#[wasm_bindgen_test]
fn another_deadline_replaces_the_previous_one() {
    let (time, alarm) = (VirtualTime::begin(), Alarm::default());
    alarm.arm(10_000);
    alarm.arm(50);
    assert_eq!(time.armed(), [50.0]);
    alarm.arm(20_000);
    assert_eq!(time.armed(), [20_000.0]);
    time.advance(19_999.0);
    assert_eq!(alarm.rings(), 0);
    time.advance(1.0);
    assert_eq!(alarm.rings(), 1);
}

#[wasm_bindgen_test]
fn a_far_deadline_is_approached_in_steps_of_30_seconds() {
    let (time, alarm) = (VirtualTime::begin(), Alarm::default());
    alarm.arm(70_000);
    assert_eq!(time.armed(), [30_000.0]);
    time.advance(30_000.0);
    assert_eq!(alarm.rings(), 1);
    alarm.timer.rung();
    alarm.arm(40_000);
    time.advance(30_000.0);
    assert_eq!(alarm.rings(), 2);
    alarm.timer.rung();
    alarm.arm(10_000);
    assert_eq!(time.armed(), [10_000.0]);
}

#[wasm_bindgen_test]
fn a_step_towards_a_far_deadline_is_not_rearmed() {
    let (time, alarm) = (VirtualTime::begin(), Alarm::default());
    alarm.arm(70_000);
    time.advance(1_000.0);
    alarm.arm(69_000);
    alarm.arm(500_000);
    time.advance(29_000.0);
    assert_eq!(alarm.rings(), 1, "the first step was not postponed");
}

#[wasm_bindgen_test]
fn a_near_deadline_replaces_a_step() {
    let (time, alarm) = (VirtualTime::begin(), Alarm::default());
    alarm.arm(70_000);
    alarm.arm(10_000);
    assert_eq!(time.armed(), [10_000.0]);
    alarm.arm(0);
    assert_eq!(time.armed(), [0.0]);
}

#[wasm_bindgen_test]
fn a_deadline_beyond_2_to_the_31_ms_does_not_fire_at_once() {
    for delay_ms in [1 << 31, 3_000_000_000, 1 << 32, u64::MAX] {
        let (time, alarm) = (VirtualTime::begin(), Alarm::default());
        alarm.arm(delay_ms);
        assert_eq!(time.armed(), [30_000.0]);
        time.advance(29_999.0);
        assert_eq!(alarm.rings(), 0, "{delay_ms}");
    }
}

#[wasm_bindgen_test]
fn without_a_deadline_the_timer_stops() {
    let (time, alarm) = (VirtualTime::begin(), Alarm::default());
    alarm.disarm();
    alarm.arm(10);
    alarm.disarm();
    alarm.disarm();
    assert!(time.armed().is_empty());
    alarm.arm(10);
    alarm.timer.stop();
    assert!(time.armed().is_empty());
    time.advance(1_000.0);
    assert_eq!(alarm.rings(), 0);
}

#[wasm_bindgen_test]
fn a_stopped_or_fired_timer_is_rearmed_for_the_same_deadline() {
    let (time, alarm) = (VirtualTime::begin(), Alarm::default());
    alarm.arm(10);
    alarm.timer.stop();
    alarm.arm(10);
    assert_eq!(time.armed(), [10.0]);
    alarm.timer.rung();
    alarm.arm(10);
    assert_eq!(time.armed(), [10.0]);
    time.advance(10.0);
    assert_eq!(alarm.rings(), 1);
}

#[wasm_bindgen_test]
fn the_callback_may_arm_the_timer() {
    let (time, alarm) = (VirtualTime::begin(), Alarm::default());
    let within = alarm.clone();
    alarm.timer.arm(clock::now(), Some(10), move || {
        within.timer.rung();
        within.arm(20);
    });
    time.advance(10.0);
    assert_eq!(time.armed(), [20.0]);
    time.advance(20.0);
    assert_eq!(alarm.rings(), 1);
}

#[wasm_bindgen_test]
fn the_callback_may_stop_the_timer() {
    let (time, alarm) = (VirtualTime::begin(), Alarm::default());
    let within = alarm.clone();
    alarm.timer.arm(clock::now(), Some(10), move || within.timer.stop());
    time.advance(10.0);
    assert!(time.armed().is_empty());
}

#[wasm_bindgen_test]
fn a_dropped_timer_does_not_fire() {
    let (time, alarm) = (VirtualTime::begin(), Alarm::default());
    alarm.arm(10);
    let rings = alarm.rings.clone();
    drop(alarm);
    assert!(time.armed().is_empty());
    time.advance(100.0);
    assert_eq!(rings.get(), 0);
}

#[wasm_bindgen_test]
async fn fires_by_the_pages_own_timers() {
    let alarm = Alarm::default();
    alarm.arm(1);
    until(|| alarm.rings() == 1).await;
}

#[wasm_bindgen_test]
async fn a_stopped_timer_does_not_fire_with_later_ones() {
    let (stopped, later) = (Alarm::default(), Alarm::default());
    stopped.arm(1);
    later.arm(2);
    stopped.timer.stop();
    until(|| later.rings() == 1).await;
    assert_eq!(stopped.rings(), 0);
}
