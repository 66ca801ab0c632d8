//! The two classes as JavaScript sees them.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{get, invoke, js, text};
use crate::manager::{KEY, Manager, class};
use crate::route::Route;
use crate::virtual_time::VirtualTime;

/// The error that `new` throws with these options.
fn refused(options: &JsValue) -> JsValue {
    Reflect::construct(&class(), &Array::of1(options)).unwrap_err()
}

#[wasm_bindgen_test]
fn a_new_manager_sends_no_request_and_arms_no_timer() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = Manager::on(&route);
    manager.source(KEY);
    assert_eq!(route.count(), 0);
    assert!(time.armed().is_empty());
}

#[wasm_bindgen_test]
fn invalid_options_throw_a_typed_error() {
    let error = refused(&js("{}"));
    assert!(error.is_instance_of::<js_sys::Error>());
    assert_eq!(get(&error, "name"), "TokenError");
    assert_eq!(get(&error, "code"), "invalid_options");
    assert!(text(&error, "message").contains("endpoint"));
    assert_eq!(get(&refused(&JsValue::UNDEFINED), "code"), "invalid_options");
    let secret = js("{ endpoint: '/', headers: { authorization: 'Bearer sk_test_a2V5' } }");
    assert_eq!(get(&refused(&secret), "code"), "secret_exposed");
}

#[wasm_bindgen_test]
fn a_manager_has_the_documented_methods() {
    let manager = Manager::on(&Route::default());
    for name in ["getToken", "source", "on", "setUser", "clear", "stats", "dispose"] {
        assert!(get(manager.object(), name).is_function(), "{name}");
    }
}

#[wasm_bindgen_test]
fn a_source_has_the_documented_members() {
    let manager = Manager::on(&Route::default());
    let source = manager.source(KEY);
    for name in ["getToken", "peek", "subscribe", "invalidate"] {
        assert!(get(&source, name).is_function(), "{name}");
    }
    assert!(get(&source, "key").is_object());
}

#[wasm_bindgen_test]
fn get_token_is_an_own_property_that_checks_the_leases_first() {
    let manager = Manager::on(&Route::default());
    for object in [manager.object().clone(), manager.source(KEY)] {
        let has_own = invoke(&js("Object.hasOwn"), &[object, "getToken".into()]).unwrap();
        assert_eq!(has_own, true);
    }
}

#[wasm_bindgen_test]
fn managers_are_independent() {
    let (one, other) = (Manager::on(&Route::default()), Manager::on(&Route::default()));
    assert!(one.source(KEY) != other.source(KEY));
    one.call("dispose", &[]).unwrap();
    assert!(other.call("source", &[js("{ organizationId: 'org_2', widgetScope: 'sso' }")]).is_ok());
}
