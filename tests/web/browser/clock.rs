use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::clock;

use crate::javascript::js;
use crate::patch::Patch;

#[wasm_bindgen_test]
fn both_clocks_are_read_in_milliseconds() {
    let wall_ms = || js_sys::Date::now() as i64;
    let (before, first) = (wall_ms(), clock::now());
    let (second, after) = (clock::now(), wall_ms());
    assert!((before..=after).contains(&first.wall_ms));
    assert!(first.monotonic_ms <= second.monotonic_ms);
    assert!(first.wall_ms > 1_700_000_000_000, "milliseconds since 1970");
}

#[wasm_bindgen_test]
fn fractions_of_a_millisecond_are_truncated() {
    let _monotonic = Patch::new("performance", "now", &js("() => 1234.9"));
    let _wall = Patch::new("Date", "now", &js("() => 5678.9"));
    let reading = clock::now();
    assert_eq!((reading.monotonic_ms, reading.wall_ms), (1_234, 5_678));
}

#[wasm_bindgen_test]
fn a_replaced_performance_object_is_used() {
    let _ = clock::now();
    let fake = Patch::new("globalThis", "performance", &js("{ now: () => 42 }"));
    assert_eq!(clock::now().monotonic_ms, 42);
    drop(fake);
    let _fake = Patch::new("performance", "now", &js("() => 43"));
    assert_eq!(clock::now().monotonic_ms, 43);
}

#[wasm_bindgen_test]
fn extreme_or_invalid_clock_values_are_harmless() {
    for (shown, monotonic_ms, wall_ms) in
        [("NaN", 0, 0), ("-1", 0, -1), ("Infinity", u64::MAX, i64::MAX)]
    {
        let _monotonic = Patch::new("performance", "now", &js(&format!("() => {shown}")));
        let _wall = Patch::new("Date", "now", &js(&format!("() => {shown}")));
        let reading = clock::now();
        assert_eq!((reading.monotonic_ms, reading.wall_ms), (monotonic_ms, wall_ms), "{shown}");
    }
}
