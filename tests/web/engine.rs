//! The functions that JavaScript calls, and what they ask of it.

use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::exports::engine;

use crate::host::{fresh_host, notes};

const NONE: f64 = f64::NAN;

/// One manager, with the options that JavaScript passes where none are given.
fn begin() -> u32 {
    fresh_host();
    engine::begin(60_000.0, 600_000.0, 10_000.0, 1_000.0, 60_000.0, NONE, false, 7.0);
    engine::key()
}

fn grant(key: u32, serial: u32) -> bool {
    engine::replied(key, serial, 200, NONE, NONE, NONE, true, NONE, NONE, 600_000.0, NONE, false)
}

#[wasm_bindgen_test]
fn a_read_waits_and_the_next_is_answered_at_once() {
    let key = begin();
    assert_eq!(engine::lease(key), 0.0);
    let call = engine::read(key, false, 0.0, f64::INFINITY);
    assert!(call >= 0.0);
    engine::turn();
    assert!(grant(key, 0));
    engine::turn();
    assert!(notes().contains(&format!(r#"["settle",{key},{call},true]"#)));
    assert_eq!(engine::read(key, false, 0.0, f64::INFINITY), -1.0);
    assert_eq!(engine::lease(key), 1_000.0);
    assert!(!grant(key, 0), "a request is answered once");
    engine::clear(2);
}

#[wasm_bindgen_test]
fn the_state_of_a_key_is_told_in_numbers() {
    let key = begin();
    engine::snapshot(key);
    assert!(notes().is_empty(), "there is nothing to say");
    engine::subscribe(key);
    let loading = engine::revision(key);
    engine::snapshot(key);
    assert_eq!(
        notes().pop().unwrap(),
        format!(r#"["snapshot",{key},1,false,false,null,null,null,null]"#)
    );
    assert!(grant(key, 0));
    engine::turn();
    assert_ne!(engine::revision(key), loading);
    engine::snapshot(key);
    let last = notes().pop().unwrap();
    assert!(last.starts_with(&format!(r#"["snapshot",{key},2,true,false,null,1"#)), "{last}");
    engine::clear(2);
}

#[wasm_bindgen_test]
fn a_refusal_is_remembered_and_told_with_its_origin() {
    let key = begin();
    engine::read(key, false, 0.0, f64::INFINITY);
    engine::turn();
    let granted =
        engine::replied(key, 0, 403, NONE, NONE, NONE, false, NONE, NONE, NONE, NONE, false);
    assert!(!granted);
    engine::turn();
    assert_eq!(engine::read(key, false, 0.0, f64::INFINITY), -2.0);
    let forbidden = Code::Forbidden as u8;
    let made = format!(r#"["error",{key},{forbidden},false,403,null,1,{key},0]"#);
    assert_eq!(notes().pop().unwrap(), made);
    engine::clear(2);
}

#[wasm_bindgen_test]
fn the_counts_are_told() {
    let key = begin();
    engine::read(key, false, 0.0, f64::INFINITY);
    engine::turn();
    engine::failed(key, 0, 3, 0);
    engine::stats();
    // Hits, fetches, coalesced, retries, failures, entries.
    assert_eq!(notes().pop().unwrap(), r#"["stats",0,1,0,0,1,1,null,null]"#);
    engine::clear(2);
}
