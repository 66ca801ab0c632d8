use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::plain_object::Fields;

use crate::javascript::{get, invoke, is_frozen, js, json, names};

#[wasm_bindgen_test]
fn members_keep_their_order() {
    let mut fields = Fields::default();
    fields.count("b", 1).count("a", 2).count("c", 3);
    assert_eq!(json(&fields.object()), r#"{"b":1,"a":2,"c":3}"#);
}

#[wasm_bindgen_test]
fn the_object_has_the_ordinary_prototype() {
    let mut fields = Fields::default();
    let object = fields.flag("a", true).object();
    let prototype = invoke(&js("Object.getPrototypeOf"), std::slice::from_ref(&object)).unwrap();
    assert!(prototype == js("Object.prototype"));
    assert!(!is_frozen(&object));
    assert!(names(&Fields::default().object()).is_empty());
}

#[wasm_bindgen_test]
fn members_of_each_type_have_the_matching_javascript_type() {
    let mut fields = Fields::default();
    fields
        .text("text", "Zoë 😀")
        .flag("flag", false)
        .count("count", 7)
        .ms("ms", Some(9_007_199_254_740_991))
        .ms("before", Some(-5))
        .duration("endless", Some(u64::MAX))
        .ms("none", None);
    let object = fields.object();
    assert_eq!(get(&object, "text"), "Zoë 😀");
    assert_eq!(get(&object, "flag"), false);
    assert_eq!(get(&object, "count"), 7.0);
    assert_eq!(get(&object, "ms"), 9_007_199_254_740_991.0);
    assert_eq!(get(&object, "before"), -5.0);
    assert!(get(&object, "endless").as_f64().unwrap() > 9e18);
    assert!(get(&object, "none").is_undefined());
    assert!(names(&object).contains(&"none".to_owned()), "it is a member all the same");
}

#[wasm_bindgen_test]
fn a_javascript_value_is_stored_unchanged() {
    for value in ["{ a: 1 }", "Symbol()", "undefined", "null", "() => {}", "new Proxy({}, {})"] {
        let value = js(value);
        let object = Fields::default().js("value", value.clone()).object();
        assert!(get(&object, "value") == value);
    }
}

#[wasm_bindgen_test]
fn a_frozen_object_cannot_be_changed() {
    let object = Fields::default().js("a", js("{}")).frozen();
    assert!(is_frozen(&object));
    assert!(!is_frozen(&get(&object, "a")), "freezing is shallow");
}
