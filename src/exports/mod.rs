//! What wasm-bindgen exports to JavaScript: the manager and its sources.
//!
//! [`manager`] and [`source`] are the two classes. [`options`] and [`key`] parse what the app
//! passes in; [`snapshot`] and [`error`] create what it receives. [`calls`] holds the pending
//! promises, [`listeners`] the listeners, and [`lease`] answers warm reads without a call into
//! the module.

pub mod calls;
pub mod error;
pub mod key;
pub mod known_fields;
pub mod lease;
pub mod listeners;
pub mod manager;
pub mod options;
pub mod snapshot;
pub mod source;
