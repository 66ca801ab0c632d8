use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::timer::Timer;
use workos_widget_tokens::core::time::Reading;

use crate::host::{breathe, fresh_host, timer_notes};

fn at(monotonic_ms: u64) -> Reading {
    Reading { monotonic_ms, wall_ms: 0 }
}

fn timer() -> Timer {
    fresh_host();
    Timer::default()
}

#[wasm_bindgen_test]
fn it_is_armed_once_for_the_latest_wish() {
    let timer = timer();
    timer.arm(at(0), Some(10_000));
    timer.arm(at(100), Some(9_900));
    assert_eq!(timer_notes(), [r#"["arm",10000]"#], "the same moment is not armed anew");
    timer.arm(at(200), Some(50));
    assert_eq!(timer_notes()[1..], [r#"["arm",50]"#]);
    fresh_host();
}

#[wasm_bindgen_test]
fn a_far_deadline_is_approached_in_steps() {
    let timer = timer();
    // Beyond 2^31 ms a browser's timer would ring at once.
    timer.arm(at(0), Some(3_000_000_000));
    timer.arm(at(1_000), Some(2_999_999_000));
    assert_eq!(timer_notes(), [r#"["arm",30000]"#], "any ring on the way will do");
    timer.rung();
    timer.arm(at(30_000), Some(2_999_970_000));
    timer.arm(at(31_000), Some(u64::MAX));
    assert_eq!(timer_notes()[1..], [r#"["arm",30000]"#]);
    fresh_host();
}

#[wasm_bindgen_test]
fn no_wish_disarms_it_once() {
    let timer = timer();
    timer.arm(at(0), None);
    assert!(timer_notes().is_empty(), "it was not armed");
    timer.arm(at(0), Some(10));
    timer.arm(at(0), None);
    timer.arm(at(0), None);
    assert_eq!(timer_notes()[1..], [r#"["disarm"]"#]);
    fresh_host();
}

#[wasm_bindgen_test]
fn once_it_has_rung_it_is_armed_anew() {
    let timer = timer();
    timer.arm(at(0), Some(10));
    timer.rung();
    timer.arm(at(0), Some(10));
    assert_eq!(timer_notes(), [r#"["arm",10]"#, r#"["arm",10]"#]);
    fresh_host();
}

#[wasm_bindgen_test]
async fn a_real_timer_rings() {
    let timer = timer();
    timer.arm(workos_widget_tokens::browser::clock::now(), Some(1));
    while !timer_notes().iter().any(|note| note == r#"["rung"]"#) {
        breathe().await;
    }
    fresh_host();
}
