//! Plain objects for the app, serialized by serde.

use js_sys::Object;
use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::prelude::*;

/// The fields of an object, in order. Serialized as a map, because the tables of field names that
/// serde keeps for structs would be larger.
#[derive(Default)]
pub struct Fields(Vec<(&'static str, JsValue)>);

impl Fields {
    /// Adds a JavaScript value.
    #[inline(never)]
    pub fn js(&mut self, name: &'static str, value: JsValue) -> &mut Self {
        self.0.push((name, value));
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
        let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
        // None of these values fails to serialize.
        self.serialize(&serializer).unwrap_or_default()
    }

    /// The same, frozen.
    #[must_use]
    pub fn frozen(&self) -> JsValue {
        Object::freeze(self.object().unchecked_ref::<Object>()).into()
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, &Kept(value))?;
        }
        map.end()
    }
}

/// A value that JavaScript receives as it is.
struct Kept<'a>(&'a JsValue);

impl Serialize for Kept<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serde_wasm_bindgen::preserve::serialize(self.0, serializer)
    }
}
