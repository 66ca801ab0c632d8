//! The platform: the only Rust that touches it.
//!
//! [`driver`] runs the core: one input in, all actions out, one timer armed. [`request`]
//! sends the POST and [`reply`] reads what comes back; [`clock`], [`timer`] and [`page`] are
//! the platform's clocks, timer and wake-ups. [`token`] is a token as JavaScript holds it,
//! [`value`] reads the app's own objects, which may throw whatever they like, and [`plain_object`]
//! makes new ones.

pub mod clock;
pub mod driver;
pub mod page;
pub mod plain_object;
pub mod reply;
pub mod request;
pub mod timer;
pub mod token;
pub mod value;
