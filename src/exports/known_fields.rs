//! Objects that the app passes, of which every property must be known.

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

use super::error::{refusal, typed};
use crate::browser::value::{Reader, names};
use crate::core::error::Code;

/// Reads an object of the app and keeps the first error. A property that has not been read by the end
/// is unknown: a misspelled one would go unnoticed.
pub struct KnownFields<'a> {
    object: &'a JsValue,
    code: Code,
    reader: Reader,
    known: Array,
}

impl<'a> KnownFields<'a> {
    /// Starts to read `object`; every fault is an error of this code.
    ///
    /// # Errors
    /// A `TokenError` with this complaint, if it is no object.
    pub fn new(object: &'a JsValue, code: Code, complaint: &str) -> Result<Self, JsValue> {
        if !object.is_object() {
            return Err(refusal(code, complaint));
        }
        Ok(KnownFields { object, code, reader: Reader::default(), known: Array::new() })
    }

    /// Reads a property; undefined if it is absent.
    #[inline(never)]
    pub fn value(&self, name: &'static str) -> JsValue {
        self.known.push(&name.into());
        self.reader.property(self.object, name)
    }

    /// Reads a function.
    #[inline(never)]
    pub fn function(&self, name: &'static str) -> Option<Function> {
        let value = self.value(name);
        if value.is_function() {
            return Some(value.unchecked_into());
        }
        if !value.is_undefined() {
            self.refuse(name, " is not a function");
        }
        None
    }

    /// Reads a number of milliseconds.
    #[inline(never)]
    pub fn ms(&self, name: &'static str, default: f64) -> f64 {
        let value = self.value(name);
        let ms = value.as_f64().filter(|ms| *ms >= 0.0);
        if ms.is_none() && !value.is_undefined() {
            self.refuse(name, " is not a number of milliseconds, zero or more");
        }
        ms.unwrap_or(default)
    }

    /// The same, but at least 1 ms, because zero would never work.
    #[inline(never)]
    pub fn some_ms(&self, name: &'static str, default: f64) -> f64 {
        let ms = self.ms(name, default);
        if ms < 1.0 {
            self.refuse(name, " is less than 1 ms");
        }
        ms
    }

    /// Reads a boolean.
    #[inline(never)]
    pub fn flag(&self, name: &'static str, default: bool) -> bool {
        let value = self.value(name);
        if value.is_undefined() {
            return default;
        }
        let flag = value == JsValue::TRUE;
        if !flag && value != JsValue::FALSE {
            self.refuse(name, " is neither true nor false");
        }
        flag
    }

    /// Reports a fault of a property.
    #[inline(never)]
    pub fn refuse(&self, name: &str, complaint: &str) {
        let mut description = String::from(name);
        description.push_str(complaint);
        self.reader.value(Err(refusal(self.code, &description)));
    }

    /// Ends reading.
    ///
    /// # Errors
    /// A `TokenError`: the first fault, or that there is an unknown property.
    pub fn finish(self) -> Result<(), JsValue> {
        let names = self.reader.list(names(self.object));
        for index in 0..names.length() {
            let name = names.get(index);
            if self.known.index_of(&name, 0) < 0 {
                let mut complaint = String::from(" is not one of ");
                complaint.push_str(&self.known.join(", ").as_string().unwrap_or_default());
                self.refuse(&name.as_string().unwrap_or_default(), &complaint);
            }
        }
        self.reader.finish().map_err(typed)
    }
}
