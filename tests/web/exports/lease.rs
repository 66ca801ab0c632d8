use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::exports::lease::{Lease, LeaseRounds};

use crate::javascript::{REVOKED, TRAPPED, call, get, invoke, js, set};
use crate::recorder::Recorder;
use crate::virtual_time::VirtualTime;

/// The lease of a key in its usual form.
fn plain(rounds: &Rc<LeaseRounds>) -> Lease {
    rounds.new_lease(&js("({ organizationId: 'org_1', widgetScope: 'sso' })"))
}

fn another(rounds: &Rc<LeaseRounds>) -> Lease {
    rounds.new_lease(&js("({ organizationId: 'org_1', widgetScope: 'dsync' })"))
}

fn promise() -> Promise {
    js("Promise.resolve('widget_1')").unchecked_into()
}

/// The result of a warm read by this lease.
fn take(lease: &Lease) -> JsValue {
    call(lease, "take", &[]).unwrap()
}

fn holds(lease: &Lease) -> bool {
    take(lease).is_truthy()
}

#[wasm_bindgen_test]
fn a_new_lease_is_empty() {
    let rounds = LeaseRounds::new();
    let lease = plain(&rounds);
    assert!(take(&lease).is_undefined());
    assert_eq!(rounds.leases().hits(), 0);
}

#[wasm_bindgen_test]
fn a_granted_lease_returns_its_promise_and_counts_hits() {
    let (_time, rounds) = (VirtualTime::begin(), LeaseRounds::new());
    let (lease, promise) = (plain(&rounds), promise());
    rounds.grant(&lease, &promise, 500);
    for hits in 1..=3 {
        assert!(take(&lease) == JsValue::from(promise.clone()));
        assert_eq!(rounds.leases().hits(), hits);
    }
}

#[wasm_bindgen_test]
fn a_lease_ends_after_its_time() {
    let (time, rounds) = (VirtualTime::begin(), LeaseRounds::new());
    let lease = plain(&rounds);
    rounds.grant(&lease, &promise(), 500);
    time.advance(499.0);
    assert!(holds(&lease));
    time.advance(1.0);
    assert!(!holds(&lease));
    assert_eq!(rounds.leases().hits(), 1);
}

#[wasm_bindgen_test]
fn a_lease_ends_with_the_round_of_a_second_whatever_the_wall_clock_shows() {
    let (time, rounds) = (VirtualTime::begin(), LeaseRounds::new());
    let lease = plain(&rounds);
    rounds.grant(&lease, &promise(), 60_000);
    assert_eq!(time.armed(), [1_000.0]);
    time.advance(999.0);
    assert!(holds(&lease));
    time.advance(1.0);
    assert!(!holds(&lease));
}

#[wasm_bindgen_test]
fn all_leases_share_one_timer_which_the_next_grant_rearms() {
    let (time, rounds) = (VirtualTime::begin(), LeaseRounds::new());
    let leases = [plain(&rounds), another(&rounds)];
    assert!(time.armed().is_empty());
    for lease in &leases {
        rounds.grant(lease, &promise(), 1_000);
        time.advance(400.0);
    }
    assert_eq!(time.armed(), [1_000.0]);
    time.advance(200.0);
    assert!(leases.iter().all(|lease| !holds(lease)), "the second ends with the round as well");
    assert!(time.armed().is_empty());
    rounds.grant(&leases[0], &promise(), 1_000);
    assert_eq!(time.armed(), [1_000.0]);
    assert!(holds(&leases[0]) && !holds(&leases[1]));
}

#[wasm_bindgen_test]
fn setting_the_wall_clock_back_ends_a_lease() {
    let (time, rounds) = (VirtualTime::begin(), LeaseRounds::new());
    let lease = plain(&rounds);
    rounds.grant(&lease, &promise(), 500);
    time.move_wall_clock(-1.0);
    assert!(!holds(&lease));
}

#[wasm_bindgen_test]
fn a_wall_clock_that_repeats_a_time_does_not_extend_a_lease() {
    let (time, rounds) = (VirtualTime::begin(), LeaseRounds::new());
    let lease = plain(&rounds);
    rounds.grant(&lease, &promise(), 1_000);
    time.advance(999.0);
    time.move_wall_clock(-999.0);
    assert!(holds(&lease));
    time.advance(1.0);
    assert!(!holds(&lease), "the round has ended");
}

#[wasm_bindgen_test]
fn leases_end_separately_or_all_at_once() {
    let (time, rounds) = (VirtualTime::begin(), LeaseRounds::new());
    let (one, other) = (plain(&rounds), another(&rounds));
    rounds.grant(&one, &promise(), 1_000);
    rounds.grant(&other, &promise(), 1_000);
    one.end();
    assert!(!holds(&one) && holds(&other));
    rounds.grant(&one, &promise(), 1_000);
    assert!(holds(&one));
    rounds.end();
    assert!(!holds(&one) && !holds(&other));
    assert!(time.armed().is_empty(), "there is no round to end");
}

/// A stand-in for a manager, and the keys that its own `getToken` was called with.
fn manager(rounds: &Rc<LeaseRounds>) -> (JsValue, Recorder) {
    let (manager, asked) = (js("{}"), Recorder::default());
    set(&manager, "getToken", &asked.function());
    call(rounds.leases(), "attachTo", std::slice::from_ref(&manager)).unwrap();
    (manager, asked)
}

#[wasm_bindgen_test]
fn a_warm_read_by_key_does_not_call_the_manager() {
    let (_time, rounds) = (VirtualTime::begin(), LeaseRounds::new());
    let (lease, promise) = (plain(&rounds), promise());
    let (manager, asked) = manager(&rounds);
    let key = js("{ organizationId: 'org_1', widgetScope: 'sso' }");
    call(&manager, "getToken", std::slice::from_ref(&key)).unwrap();
    assert_eq!(asked.count(), 1, "nothing is leased yet");
    rounds.grant(&lease, &promise, 1_000);
    let no_session =
        js("{ organizationId: 'org_1', widgetScope: 'sso', widgetSession: undefined }");
    for key in [key, no_session] {
        let answer = call(&manager, "getToken", &[key]).unwrap();
        assert!(answer == JsValue::from(promise.clone()));
    }
    assert_eq!(asked.count(), 1);
    assert_eq!(rounds.leases().hits(), 2);
}

#[wasm_bindgen_test]
fn a_key_in_another_form_goes_to_the_manager() {
    let (_time, rounds) = (VirtualTime::begin(), LeaseRounds::new());
    let lease = plain(&rounds);
    rounds.grant(&lease, &promise(), 1_000);
    let (manager, asked) = manager(&rounds);
    for key in [
        "{ organizationId: 'org_1', widgetScope: ['sso'] }",
        "{ organizationId: 'org_1', widgetScope: 'dsync' }",
        "{ organizationId: 'org_2', widgetScope: 'sso' }",
        "{ organizationId: 'org_1', widgetScope: 'sso', widgetSession: 'a' }",
        "{ organizationId: 'org_1', widgetScope: 'sso', widgetSession: null }",
        "{ organizationId: 'org_1', widgetScope: 'sso', widgetSesion: 'a' }",
        "{ organizationId: 'org_1', widgetScope: 'sso', widgetSesion: undefined }",
        "{ get organizationId() { throw 'mine'; } }",
        "undefined",
        "null",
        "'org_1'",
        "{}",
        TRAPPED,
        REVOKED,
    ] {
        let before = asked.count();
        let key = js(key);
        call(&manager, "getToken", std::slice::from_ref(&key)).unwrap();
        assert_eq!(asked.count(), before + 1);
        assert!(asked.last() == key);
    }
    let key = js("{ organizationId: 'org_1', widgetScope: 'sso' }");
    call(&manager, "getToken", &[key.clone(), js("{}")]).unwrap();
    assert!(asked.last() == key, "options go to the manager, too");
    assert_eq!(rounds.leases().hits(), 0);
}

#[wasm_bindgen_test]
fn keys_with_several_scopes_or_a_session_are_not_looked_up() {
    let (_time, rounds) = (VirtualTime::begin(), LeaseRounds::new());
    for key in ["widgetScope: ['dsync', 'sso']", "widgetScope: 'sso', widgetSession: 'a'"] {
        let key = js(&format!("({{ organizationId: 'org_1', {key} }})"));
        rounds.grant(&rounds.new_lease(&key), &promise(), 1_000);
    }
    let (manager, asked) = manager(&rounds);
    for scope in ["'sso'", "['dsync', 'sso']"] {
        let key = js(&format!("{{ organizationId: 'org_1', widgetScope: {scope} }}"));
        call(&manager, "getToken", &[key]).unwrap();
    }
    assert_eq!(asked.count(), 2);
}

#[wasm_bindgen_test]
fn a_sources_get_token_can_be_detached() {
    let (_time, rounds) = (VirtualTime::begin(), LeaseRounds::new());
    let (lease, promise) = (plain(&rounds), promise());
    let source = js("{ name: 'source', getToken(options) { return [this.name, options]; } }");
    lease.attach_to(&source);
    let alone = get(&source, "getToken");
    let asked = invoke(&alone, &[]).unwrap();
    assert_eq!(get(&asked, "0"), "source", "it is bound to its source");
    rounds.grant(&lease, &promise, 1_000);
    assert!(invoke(&alone, &[]).unwrap() == JsValue::from(promise));
    let options = js("{ forceRefresh: true }");
    let asked = invoke(&alone, std::slice::from_ref(&options)).unwrap();
    assert!(get(&asked, "1") == options);
    assert_eq!(rounds.leases().hits(), 1);
}
