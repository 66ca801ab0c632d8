//! Plain objects for the app, written by serde.

use js_sys::Object;
use serde::ser::{Serialize, SerializeMap, Serializer};
use wasm_bindgen::prelude::*;

/// The fields of an object, in order. A map to serde, because it keeps a table of the names of
/// a struct's fields, which weighs more than all of ours.
struct Fields<'a>(&'a [(&'static str, Field)]);

/// What a field may hold.
pub enum Field {
    /// A value that is JavaScript's already.
    Js(JsValue),
    /// A text.
    Text(&'static str),
    /// A number, or undefined.
    Number(Option<f64>),
    /// A flag.
    Flag(bool),
}

/// An object with these fields.
#[must_use]
#[inline(never)]
pub fn plain_object(fields: &[(&'static str, Field)]) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    // Nothing of ours fails to serialize.
    Fields(fields).serialize(&serializer).unwrap_or_default()
}

/// The same, frozen.
#[must_use]
pub fn frozen_object(fields: &[(&'static str, Field)]) -> JsValue {
    Object::freeze(plain_object(fields).unchecked_ref::<Object>()).into()
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, field) in self.0 {
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

impl From<JsValue> for Field {
    fn from(value: JsValue) -> Self {
        Field::Js(value)
    }
}

impl From<u32> for Field {
    fn from(count: u32) -> Self {
        Field::Number(Some(count.into()))
    }
}

impl From<u64> for Field {
    fn from(ms: u64) -> Self {
        Field::Number(Some(ms as f64))
    }
}

impl From<Option<u64>> for Field {
    fn from(ms: Option<u64>) -> Self {
        Field::Number(ms.map(|ms| ms as f64))
    }
}

impl From<Option<i64>> for Field {
    fn from(ms: Option<i64>) -> Self {
        Field::Number(ms.map(|ms| ms as f64))
    }
}
