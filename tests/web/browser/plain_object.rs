use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::plain_object::{Field, frozen_object, plain_object};

use crate::javascript::{get, invoke, is_frozen, js, json, names};

#[wasm_bindgen_test]
fn its_members_are_in_their_order() {
    let object = plain_object(&[("b", 1_u32.into()), ("a", 2_u32.into()), ("c", 3_u32.into())]);
    assert_eq!(json(&object), r#"{"b":1,"a":2,"c":3}"#);
}

#[wasm_bindgen_test]
fn it_is_an_object_like_any_other() {
    let object = plain_object(&[("a", Field::Flag(true))]);
    let prototype = invoke(&js("Object.getPrototypeOf"), std::slice::from_ref(&object)).unwrap();
    assert!(prototype == js("Object.prototype"));
    assert!(!is_frozen(&object));
    assert!(names(&plain_object(&[])).is_empty());
}

#[wasm_bindgen_test]
fn each_kind_of_member_is_what_it_is_in_javascript() {
    let object = plain_object(&[
        ("text", Field::Text("Zoë 😀")),
        ("flag", Field::Flag(false)),
        ("count", 7_u32.into()),
        ("ms", 9_007_199_254_740_991_u64.into()),
        ("before", Some(-5_i64).into()),
        ("none", Option::<u64>::None.into()),
    ]);
    assert_eq!(get(&object, "text"), "Zoë 😀");
    assert_eq!(get(&object, "flag"), false);
    assert_eq!(get(&object, "count"), 7.0);
    assert_eq!(get(&object, "ms"), 9_007_199_254_740_991.0);
    assert_eq!(get(&object, "before"), -5.0);
    assert!(get(&object, "none").is_undefined());
    assert!(names(&object).contains(&"none".to_owned()), "it is there all the same");
}

#[wasm_bindgen_test]
fn a_value_of_javascripts_goes_in_as_it_is() {
    for value in ["{ a: 1 }", "Symbol()", "undefined", "null", "() => {}", "new Proxy({}, {})"] {
        let value = js(value);
        let object = plain_object(&[("value", value.clone().into())]);
        assert!(get(&object, "value") == value);
    }
}

#[wasm_bindgen_test]
fn a_frozen_one_cannot_be_changed() {
    let object = frozen_object(&[("a", Field::Js(js("{}")))]);
    assert!(is_frozen(&object));
    assert!(!is_frozen(&get(&object, "a")), "what it holds is not its own");
}
