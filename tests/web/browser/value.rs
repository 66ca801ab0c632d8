use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::value::{
    Reader, call_method, global, items, list_of, matches, method, names, parse_json, promise_of,
    property_or_undefined, replaced, write_json,
};

use crate::javascript::{REVOKED, TRAPPED, get, js, settled};

fn is_type_error(thrown: &JsValue) -> bool {
    thrown.is_instance_of::<js_sys::TypeError>()
}

#[wasm_bindgen_test]
fn the_global_object_is_the_pages() {
    assert!(global() == js("globalThis"));
}

/// The value that a reader reads, or what was thrown.
fn property(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    let reader = Reader::default();
    let value = reader.property(object, name);
    reader.finish().map(|()| value)
}

#[wasm_bindgen_test]
fn a_property_is_read_from_the_object_or_its_prototype() {
    let object = js("{ a: 1, get b() { return 2; }, __proto__: { c: 3 } }");
    for (name, expected) in [("a", 1.0), ("b", 2.0), ("c", 3.0)] {
        assert_eq!(property(&object, name).unwrap(), expected);
        assert_eq!(property_or_undefined(&object, name), expected);
    }
    assert!(property(&object, "d").unwrap().is_undefined());
}

#[wasm_bindgen_test]
fn an_exception_in_a_getter_is_returned() {
    let object = js("{ get a() { throw 'mine'; } }");
    assert_eq!(property(&object, "a").unwrap_err(), "mine");
    assert!(property_or_undefined(&object, "a").is_undefined());
    assert_eq!(property(&js(TRAPPED), "a").unwrap_err(), "trapped");
    assert!(is_type_error(&property(&js(REVOKED), "a").unwrap_err()));
}

#[wasm_bindgen_test]
fn a_value_that_is_not_an_object_has_no_properties() {
    for value in ["undefined", "null", "1", "'text'", "Symbol()"] {
        assert!(is_type_error(&property(&js(value), "length").unwrap_err()), "{value}");
        assert!(property_or_undefined(&js(value), "length").is_undefined());
    }
}

#[wasm_bindgen_test]
fn a_reader_continues_after_an_exception_and_keeps_the_first() {
    let object = js("{ get a() { throw undefined; }, get b() { throw 'second'; }, c: 1 }");
    let reader = Reader::default();
    for (name, expected) in [("a", js("undefined")), ("b", js("undefined")), ("c", js("1"))] {
        assert!(reader.property(&object, name) == expected, "{name}");
    }
    assert!(reader.value(Err("third".into())).is_undefined());
    assert_eq!(reader.list(Err("fourth".into())).length(), 0);
    assert!(reader.finish().unwrap_err().is_undefined(), "even if undefined was thrown");
}

#[wasm_bindgen_test]
fn a_reader_without_an_exception_finishes() {
    let reader = Reader::default();
    assert_eq!(reader.value(Ok("read".into())), "read");
    assert_eq!(reader.list(items(&js("[1, 2]"))).length(), 2);
    assert!(reader.finish().is_ok());
}

#[wasm_bindgen_test]
fn names_are_the_own_keys_of_an_object() {
    let object = js("Object.assign(Object.create({ c: 1 }), { b: 1, a: 1, [Symbol()]: 1 })");
    assert_eq!(names(&object).unwrap().to_vec(), ["b", "a"]);
    assert_eq!(names(&js("{}")).unwrap().length(), 0);
    assert_eq!(names(&js(TRAPPED)).unwrap_err(), "trapped");
    assert!(is_type_error(&names(&js(REVOKED)).unwrap_err()));
}

#[wasm_bindgen_test]
fn items_of_an_array_are_copied() {
    let array = js("[1, 'two', undefined]");
    let copy = items(&array).unwrap();
    call_method(&array, "push", &JsValue::NULL).unwrap();
    assert_eq!(copy.length(), 3);
    assert_eq!(copy.get(1), "two");
    assert_eq!(items(&js("[]")).unwrap().length(), 0);
}

#[wasm_bindgen_test]
fn a_value_that_is_not_an_array_is_its_only_item() {
    for value in ["'text'", "undefined", "null", "new Set([1, 2])", "{ length: 2 }"] {
        let value = js(value);
        let items = items(&value).unwrap();
        assert_eq!(items.length(), 1);
        assert!(items.get(0) == value);
    }
}

/// Arrays that throw the string `mine` when they are read.
const THROWING: [&str; 3] = [
    "Object.defineProperty([1], 0, { get() { throw 'mine'; } })",
    "Object.assign([1], { [Symbol.iterator]() { throw 'mine'; } })",
    "new Proxy([1], { get() { throw 'mine'; } })",
];

#[wasm_bindgen_test]
fn an_array_that_throws_when_read_does_not_trap() {
    for array in THROWING {
        assert_eq!(list_of(&js(array)).unwrap_err(), "mine", "{array}");
        // An array is read by its indexes, whatever its iterator does.
        match items(&js(array)) {
            Ok(items) => assert!(array.contains("iterator") && items.get(0) == 1, "{array}"),
            Err(thrown) => assert_eq!(thrown, "mine", "{array}"),
        }
    }
    assert!(is_type_error(&items(&js(REVOKED)).unwrap_err()));
    assert!(is_type_error(&list_of(&js(REVOKED)).unwrap_err()));
}

#[wasm_bindgen_test]
fn a_list_is_made_of_any_iterable() {
    for iterable in ["[1, 2]", "new Set([1, 2])", "(function* () { yield 1; yield 2; })()"] {
        assert_eq!(list_of(&js(iterable)).unwrap().to_vec(), [1.0, 2.0], "{iterable}");
    }
}

#[wasm_bindgen_test]
fn a_method_is_called_on_its_object() {
    let object = js("{ name: 'object', a(text) { return this.name + text; }, b: 1 }");
    assert_eq!(call_method(&object, "a", &" called".into()).unwrap(), "object called");
    for name in ["b", "c"] {
        let thrown = call_method(&object, name, &JsValue::UNDEFINED).unwrap_err();
        assert!(is_type_error(&thrown), "{name}");
    }
    let throwing = js("{ a() { throw 'mine'; }, get b() { throw 'mine'; } }");
    for name in ["a", "b"] {
        assert_eq!(call_method(&throwing, name, &JsValue::UNDEFINED).unwrap_err(), "mine");
    }
    assert!(call_method(&JsValue::UNDEFINED, "a", &JsValue::UNDEFINED).is_err());
}

#[wasm_bindgen_test]
fn a_method_is_a_property_that_is_a_function() {
    let object = js("{ a() {}, b: 1, get c() { throw 'mine'; } }");
    assert!(JsValue::from(method(&object, "a").unwrap()) == get(&object, "a"));
    for name in ["b", "c", "d"] {
        assert!(method(&object, name).is_none(), "{name}");
    }
    assert!(method(&JsValue::UNDEFINED, "a").is_none());
}

#[wasm_bindgen_test]
fn json_is_parsed_and_written() {
    assert!(get(&parse_json(&r#"{"a":[1]}"#.into()).unwrap(), "a").is_object());
    assert_eq!(
        write_json(&js("{ a: [1, undefined], b: undefined }")).unwrap(),
        r#"{"a":[1,null]}"#
    );
    assert!(parse_json(&"<html>".into()).unwrap_err().is_instance_of::<js_sys::SyntaxError>());
    for unspeakable in ["undefined", "() => {}", "Symbol()"] {
        assert!(write_json(&js(unspeakable)).unwrap().is_undefined(), "{unspeakable}");
    }
}

#[wasm_bindgen_test]
fn a_value_that_json_cannot_express_is_an_error() {
    let circular = js("(() => { const a = {}; a.a = a; return a; })()");
    assert!(is_type_error(&write_json(&circular).unwrap_err()));
    assert!(is_type_error(&write_json(&js("1n")).unwrap_err()));
    assert_eq!(write_json(&js("{ toJSON() { throw 'mine'; } }")).unwrap_err(), "mine");
    assert_eq!(write_json(&js("{ get a() { throw 'mine'; } }")).unwrap_err(), "mine");
    assert_eq!(write_json(&js(TRAPPED)).unwrap_err(), "trapped");
}

#[wasm_bindgen_test]
fn a_pattern_matches_strings_only() {
    assert!(matches("^sk_", &"sk_test".into()));
    assert!(!matches("^sk_", &"a sk_test".into()));
    for value in ["undefined", "1", "new String('sk_test')", "{ toString() { throw 1; } }", TRAPPED]
    {
        assert!(!matches("", &js(value)), "{value}");
    }
}

#[wasm_bindgen_test]
fn every_match_is_replaced() {
    assert!(replaced(&"a-b-c".into(), "-", "+") == "a+b+c");
    assert!(replaced(&"abc".into(), "-", "+") == "abc");
    assert!(replaced(&"2024".into(), "$", "Z") == "2024Z", "the end of a string is a match too");
}

#[wasm_bindgen_test]
async fn a_promise_is_made_of_any_function_result() {
    let promise = js("Promise.resolve(1)");
    assert!(JsValue::from(promise_of(Ok(promise.clone()))) == promise, "it is a promise");
    let thenable = js("{ then(resolve) { resolve(1); } }");
    for returned in [promise, js("1"), thenable] {
        assert_eq!(settled(promise_of(Ok(returned))).await.unwrap(), 1.0);
    }
    let failing = js("{ then(_, reject) { reject('mine'); } }");
    for returned in [js("Promise.reject('mine')"), failing, js("{ get then() { throw 'mine'; } }")]
    {
        assert_eq!(settled(promise_of(Ok(returned))).await.unwrap_err(), "mine");
    }
}

#[wasm_bindgen_test]
async fn an_exception_or_rejection_of_the_function_is_a_rejection() {
    assert_eq!(settled(promise_of(Err("mine".into()))).await.unwrap_err(), "mine");
    let hostile =
        js("Object.defineProperty(Promise.resolve(1), 'constructor', { get() { throw 'mine'; } })");
    assert_eq!(settled(promise_of(Ok(hostile))).await.unwrap_err(), "mine");
}
