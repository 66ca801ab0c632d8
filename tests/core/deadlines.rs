//! The deadlines of all keys: what was moved does not pile up.

use workos_widget_tokens::core::cache::KeyId;
use workos_widget_tokens::core::deadlines::Deadlines;
use workos_widget_tokens::core::time::Instant;

#[test]
fn deadlines_that_were_moved_are_let_go_of_once_they_outweigh_those_that_hold() {
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
