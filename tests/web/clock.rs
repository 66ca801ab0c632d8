use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::clock;

use crate::host::fresh_host;

#[wasm_bindgen_test]
fn both_clocks_are_read_in_milliseconds() {
    fresh_host();
    let before = (js_sys::Date::now() as i64, clock::now());
    let after = (js_sys::Date::now() as i64, clock::now());
    assert!((before.0..=after.1.wall_ms).contains(&before.1.wall_ms));
    assert!(before.1.monotonic_ms <= after.1.monotonic_ms);
    assert!(before.1.wall_ms > 1_700_000_000_000, "milliseconds since 1970");
}
