//! Reads values that come from the app or its route.
//!
//! A getter or a Proxy may throw on any access, and may call back into the manager while it is
//! read. So every import here that touches such a value is a `catch`, and none is called with a
//! borrow held: an exception that unwinds through wasm frames runs no destructors.

use std::cell::OnceCell;

use js_sys::{Array, Function, JsString, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Reflect, catch)]
    fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Object, catch)]
    fn keys(object: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(js_namespace = Array, js_name = from, catch)]
    fn array_from(value: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse(text: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = JSON, js_name = stringify, catch)]
    fn write(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Promise, js_name = resolve, catch)]
    fn resolve(value: &JsValue) -> Result<Promise, JsValue>;

    // js-sys has these only for strings copied into the module; tokens never are.
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

/// Reads the app's objects and keeps the first exception, so that a whole object can be read before
/// checking for errors once.
#[derive(Debug, Default)]
pub struct Reader {
    thrown: OnceCell<JsValue>,
}

impl Reader {
    /// Reads a property; undefined if the getter throws or `object` is not an object.
    pub fn property(&self, object: &JsValue, name: &str) -> JsValue {
        self.value(get(object, name))
    }

    /// Unwraps a read by other means; undefined if it threw.
    #[inline(never)]
    pub fn value(&self, read: Result<JsValue, JsValue>) -> JsValue {
        read.unwrap_or_else(|thrown| {
            // Only the first exception is kept.
            let _ = self.thrown.set(thrown);
            JsValue::UNDEFINED
        })
    }

    /// The same for a list; empty if it threw.
    pub fn list(&self, read: Result<Array, JsValue>) -> Array {
        let list = self.value(read.map(JsValue::from));
        if list.is_undefined() { Array::new() } else { list.unchecked_into() }
    }

    /// Ends reading.
    ///
    /// # Errors
    /// The first exception.
    pub fn finish(self) -> Result<(), JsValue> {
        self.thrown.into_inner().map_or(Ok(()), Err)
    }
}

/// Reads a property of a value that may be missing; undefined if that fails.
#[inline(never)]
pub fn property_or_undefined(object: &JsValue, name: &str) -> JsValue {
    get(object, name).unwrap_or(JsValue::UNDEFINED)
}

/// The names of an object's own properties.
///
/// # Errors
/// Whatever a Proxy throws.
pub fn names(object: &JsValue) -> Result<Array, JsValue> {
    keys(object)
}

/// The items of an array; for any other value, a list of only that value.
///
/// # Errors
/// Whatever a Proxy throws.
pub fn items(value: &JsValue) -> Result<Array, JsValue> {
    // A copy, so that the app's array is not accessed again.
    Ok(call_method(&Array::new(), "concat", value)?.unchecked_into())
}

/// The items of an iterable.
///
/// # Errors
/// Whatever the iterator throws.
pub fn list_of(iterable: &JsValue) -> Result<Array, JsValue> {
    array_from(iterable)
}

/// Calls a method of an object.
///
/// # Errors
/// Whatever it throws; a `TypeError` if there is no such method.
#[inline(never)]
pub fn call_method(object: &JsValue, name: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    get(object, name)?.unchecked_ref::<Function>().call1(object, argument)
}

/// Calls a method with two arguments. One generic call takes less code than an import for each method.
///
/// # Errors
/// Whatever it throws; a `TypeError` if there is no such method.
#[inline(never)]
pub fn call_method2(
    object: &JsValue,
    name: &str,
    first: &str,
    second: &JsValue,
) -> Result<JsValue, JsValue> {
    get(object, name)?.unchecked_ref::<Function>().call2(object, &first.into(), second)
}

/// A method of an object, if it has one of this name.
#[must_use]
pub fn method(object: &JsValue, name: &str) -> Option<Function> {
    property_or_undefined(object, name).dyn_into().ok()
}

/// Parses JSON.
///
/// # Errors
/// A `SyntaxError`.
pub fn parse_json(text: &JsValue) -> Result<JsValue, JsValue> {
    parse(text)
}

/// Serializes a value as JSON; undefined if JSON cannot represent it.
///
/// # Errors
/// Whatever a getter or `toJSON` throws, or a `TypeError`.
pub fn write_json(value: &JsValue) -> Result<JsValue, JsValue> {
    write(value)
}

/// Whether a value is a string that matches a regular expression.
#[must_use]
#[inline(never)]
pub fn matches(pattern: &str, value: &JsValue) -> bool {
    value.is_string() && RegExp::new(pattern, "").test(value)
}

/// A string with every match of a regular expression replaced.
#[must_use]
#[inline(never)]
pub fn replaced(text: &JsValue, pattern: &str, with: &str) -> JsString {
    text.unchecked_ref::<Text>().replace(&RegExp::new(pattern, "g"), with)
}

/// A promise of what one of the app's functions returned, which may be a promise or any other value.
/// Rejects with whatever the function, or the `constructor` getter of its promise, throws.
#[inline(never)]
pub fn promise_of(returned: Result<JsValue, JsValue>) -> Promise {
    returned.and_then(|value| resolve(&value)).unwrap_or_else(|thrown| Promise::reject(&thrown))
}
