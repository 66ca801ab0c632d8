//! Plain objects for the app, serialized by serde.

use js_sys::Object;
use serde::ser::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// The fields of an object, in order. Serialized as a list of names and values: the code for serde's
/// structs and maps would be larger.
#[derive(Default)]
pub struct Fields(Vec<(&'static str, Kept)>);

impl Fields {
    /// Adds a JavaScript value.
    #[inline(never)]
    pub fn js(&mut self, name: &'static str, value: JsValue) -> &mut Self {
        self.0.push((name, Kept(value)));
        self
    }

    /// Adds a string.
    #[inline(never)]
    pub fn text(&mut self, name: &'static str, text: &'static str) -> &mut Self {
        self.js(name, text.into())
    }

    /// Adds a flag.
    #[inline(never)]
    pub fn flag(&mut self, name: &'static str, flag: bool) -> &mut Self {
        self.js(name, flag.into())
    }

    /// Adds a count.
    #[inline(never)]
    pub fn count(&mut self, name: &'static str, count: u32) -> &mut Self {
        self.js(name, count.into())
    }

    /// Adds a time in milliseconds since 1970, or a signed difference in milliseconds, or undefined.
    #[inline(never)]
    pub fn ms(&mut self, name: &'static str, ms: Option<i64>) -> &mut Self {
        self.js(name, ms.map(|ms| ms as f64).into())
    }

    /// Adds a duration in milliseconds, or undefined.
    #[inline(never)]
    pub fn duration(&mut self, name: &'static str, ms: Option<u64>) -> &mut Self {
        self.ms(name, ms.map(|ms| i64::try_from(ms).unwrap_or(i64::MAX)))
    }

    /// Creates an object with these fields.
    #[must_use]
    #[inline(never)]
    pub fn object(&self) -> JsValue {
        // None of these values fails to serialize.
        let entries = self.0.as_slice().serialize(&Serializer::new()).unwrap_or_default();
        Object::from_entries(&entries).map_or(JsValue::UNDEFINED, JsValue::from)
    }

    /// The same, frozen.
    #[must_use]
    pub fn frozen(&self) -> JsValue {
        Object::freeze(self.object().unchecked_ref::<Object>()).into()
    }
}

/// A value that JavaScript receives as it is.
struct Kept(JsValue);

impl Serialize for Kept {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_wasm_bindgen::preserve::serialize(&self.0, serializer)
    }
}
