//! What wasm-bindgen exports to JavaScript: the manager and its sources.
//!
//! [`manager`] and [`source`] hold the two classes. [`options`] and [`key`] read what the app
//! passes in; [`snapshot`] and [`error`] make what it is given. [`calls`] are the callers that
//! wait, [`listeners`] those that listen, [`lease`] what answers a warm read without a call
//! into the module.

pub mod calls;
pub mod error;
pub mod key;
pub mod lease;
pub mod listeners;
pub mod manager;
pub mod options;
pub mod snapshot;
pub mod source;
