//! The deadlines of all keys: what was moved does not pile up.

use workos_widget_tokens::core::cache::KeyId;
use workos_widget_tokens::core::deadlines::Deadlines;
use workos_widget_tokens::core::time::Instant;

#[test]
fn stale_deadlines_are_dropped_once_they_outnumber_current_ones() {
    let mut deadlines = Deadlines::default();
    for keys in [0, 10] {
        for _ in 0..4 * keys + 64 {
            deadlines.push(Instant::START, KeyId(0));
        }
        assert!(!deadlines.is_overgrown(keys));
        for _ in 0..2 {
            deadlines.push(Instant::START, KeyId(0));
            assert!(deadlines.is_overgrown(keys));
        }
        deadlines.clear();
    }
}
