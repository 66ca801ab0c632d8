//! Reads values that the app or its route made.
//!
//! A getter, a Proxy or a revoked one may throw at any touch, and may call back into the
//! manager while it is read. So every import here that touches such a value is a `catch`, and
//! nobody calls one with a borrow held: an exception that left through wasm frames would run
//! no destructor.

use std::cell::OnceCell;

use js_sys::{Array, Function, JsString, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Reflect, catch)]
    fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Object, catch)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;

    #[wasm_bindgen(js_namespace = Array, js_name = from, catch)]
    fn array_from(value: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse(text: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = JSON, js_name = stringify, catch)]
    fn write(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = Number, catch)]
    fn to_number(value: &JsValue) -> Result<f64, JsValue>;

    #[wasm_bindgen(js_namespace = Promise, js_name = resolve, catch)]
    fn resolve(value: &JsValue) -> Result<Promise, JsValue>;

    // js-sys has the like for texts that were copied into the module; a token never is.
    type RegExp;
    #[wasm_bindgen(constructor)]
    fn new(pattern: &str, flags: &str) -> RegExp;
    #[wasm_bindgen(method)]
    fn test(this: &RegExp, text: &JsValue) -> bool;

    type Text;
    #[wasm_bindgen(method)]
    fn replace(this: &Text, pattern: &RegExp, with: &str) -> JsString;
}

/// The global object of the page, the worker or the server.
pub fn global() -> JsValue {
    js_sys::global().into()
}

/// Reads the app's objects, and keeps the first thing that any of them threw: so a whole object
/// can be read before anybody asks whether that went well.
#[derive(Debug, Default)]
pub struct Reader {
    thrown: OnceCell<JsValue>,
}

impl Reader {
    /// A property of an object; undefined if the getter threw, or if it is no object.
    pub fn property(&self, object: &JsValue, name: &str) -> JsValue {
        self.value(get(object, name))
    }

    /// What was read by other means; undefined if something was thrown.
    #[inline(never)]
    pub fn value(&self, read: Result<JsValue, JsValue>) -> JsValue {
        read.unwrap_or_else(|thrown| {
            // What was thrown before this comes first.
            let _ = self.thrown.set(thrown);
            JsValue::UNDEFINED
        })
    }

    /// The same of a list, which is empty if something was thrown.
    pub fn list(&self, read: Result<Array, JsValue>) -> Array {
        let list = self.value(read.map(JsValue::from));
        if list.is_undefined() { Array::new() } else { list.unchecked_into() }
    }

    /// All has been read.
    ///
    /// # Errors
    /// The first thing that was thrown.
    pub fn finish(self) -> Result<(), JsValue> {
        self.thrown.into_inner().map_or(Ok(()), Err)
    }
}

/// A property of something that may be missing, or undefined.
#[inline(never)]
pub fn property_or_undefined(object: &JsValue, name: &str) -> JsValue {
    get(object, name).unwrap_or(JsValue::UNDEFINED)
}

/// The names of an object's own properties.
///
/// # Errors
/// What a Proxy threw.
pub fn names(object: &JsValue) -> Result<Array, JsValue> {
    keys(object)
}

/// The items of an array; of anything else, it alone.
///
/// # Errors
/// What a Proxy threw.
pub fn items(value: &JsValue) -> Result<Array, JsValue> {
    // A copy, whose items can be read without asking the app's own array again.
    if is_array(value)? {
        return array_from(value);
    }
    let alone = Array::new();
    alone.push(value);
    Ok(alone)
}

/// The items of anything that can be iterated over.
///
/// # Errors
/// What the iterator threw.
pub fn list_of(iterable: &JsValue) -> Result<Array, JsValue> {
    array_from(iterable)
}

/// Calls a method of an object.
///
/// # Errors
/// What it threw; a `TypeError` if there is no such method.
#[inline(never)]
pub fn call_method(object: &JsValue, name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    get(object, name)?.unchecked_ref::<Function>().call1(object, argument)
}

/// A method of an object.
#[must_use]
pub fn method(object: &JsValue, name: &str) -> Option<Function> {
    property_or_undefined(object, name).dyn_into().ok()
}

/// What a JSON text holds.
///
/// # Errors
/// A `SyntaxError`.
pub fn parse_json(text: &JsValue) -> Result<JsValue, JsValue> {
    parse(text)
}

/// A value as JSON text; undefined for what JSON has no words for.
///
/// # Errors
/// What a getter or `toJSON` threw, or a `TypeError`.
pub fn write_json(value: &JsValue) -> Result<JsValue, JsValue> {
    write(value)
}

/// What JavaScript's `Number()` makes of a value; not a number if that throws.
#[must_use]
pub fn as_number(value: &JsValue) -> f64 {
    to_number(value).unwrap_or(f64::NAN)
}

/// Whether a value is a text that a regular expression matches.
#[must_use]
#[inline(never)]
pub fn matches(pattern: &str, value: &JsValue) -> bool {
    value.is_string() && RegExp::new(pattern, "").test(value)
}

/// A text with every match of a regular expression replaced.
#[must_use]
#[inline(never)]
pub fn replaced(text: &JsValue, pattern: &str, with: &str) -> JsString {
    text.unchecked_ref::<Text>().replace(&RegExp::new(pattern, "g"), with)
}

/// A promise of what one of the app's functions returned: a promise already, or anything else,
/// which is as good as one. Rejected with what the function, or its promise's own
/// `constructor`, threw.
#[inline(never)]
pub fn promise_of(returned: Result<JsValue, JsValue>) -> Promise {
    returned.and_then(|value| resolve(&value)).unwrap_or_else(|thrown| Promise::reject(&thrown))
}
