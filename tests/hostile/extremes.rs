//! Numbers of every magnitude, including the extremes.

use proptest::prelude::*;

pub fn signed() -> impl Strategy<Value = i64> {
    prop_oneof![
        prop::sample::select(vec![i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX]),
        -100_000_000i64..100_000_000,
        1_700_000_000_000i64..1_900_000_000_000,
        any::<i64>(),
    ]
}

pub fn unsigned() -> impl Strategy<Value = u64> {
    prop_oneof![
        prop::sample::select(vec![0, 1, 999, 1_000, u64::MAX - 1, u64::MAX]),
        0u64..100_000_000,
        any::<u64>(),
    ]
}
