//! Plain objects for the app, serialized by serde.

use js_sys::Object;
use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::prelude::*;

/// The fields of an object, in order. Serialized as a map, because the tables of field names that
/// serde keeps for structs would be larger.
#[derive(Default)]
pub struct Fields(Vec<(&'static str, Field)>);

/// The value of a field.
enum Field {
    Js(JsValue),
    Text(&'static str),
    Number(Option<f64>),
    Flag(bool),
}

impl Fields {
    #[inline(never)]
    fn add(&mut self, name: &'static str, field: Field) -> &mut Self {
        self.0.push((name, field));
        self
    }

    /// Adds a JavaScript value.
    #[inline(never)]
    pub fn js(&mut self, name: &'static str, value: JsValue) -> &mut Self {
        self.add(name, Field::Js(value))
    }

    /// Adds a string.
    #[inline(never)]
    pub fn text(&mut self, name: &'static str, text: &'static str) -> &mut Self {
        self.add(name, Field::Text(text))
    }

    /// Adds a flag.
    #[inline(never)]
    pub fn flag(&mut self, name: &'static str, flag: bool) -> &mut Self {
        self.add(name, Field::Flag(flag))
    }

    /// Adds a count.
    #[inline(never)]
    pub fn count(&mut self, name: &'static str, count: u32) -> &mut Self {
        self.add(name, Field::Number(Some(count.into())))
    }

    /// Adds a time in milliseconds since 1970, or a signed difference in milliseconds, or undefined.
    #[inline(never)]
    pub fn ms(&mut self, name: &'static str, ms: Option<i64>) -> &mut Self {
        self.add(name, Field::Number(ms.map(|ms| ms as f64)))
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
        for (name, field) in &self.0 {
            map.serialize_entry(name, field)?;
        }
        map.end()
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Field::Js(value) => serde_wasm_bindgen::preserve::serialize(value, serializer),
            Field::Text(text) => serializer.serialize_str(text),
            Field::Number(number) => number.serialize(serializer),
            Field::Flag(flag) => flag.serialize(serializer),
        }
    }
}
