//! The platform layer: the only Rust code that calls browser APIs.
//!
//! [`driver`] drives the core: one input in, all actions out, one timer armed. [`request`]
//! sends the POST and [`reply`] reads the response; [`clock`], [`timer`] and [`page`] are
//! the platform's clocks, timer and page events. [`token`] is a token as a JavaScript value,
//! [`value`] reads the app's own objects, which may throw anything, and [`plain_object`]
//! creates new ones.

#[cfg(feature = "tabs")]
pub mod channel;
#[cfg(not(feature = "tabs"))]
#[path = "no_channel.rs"]
pub mod channel;
pub mod clock;
pub mod driver;
pub mod page;
pub mod plain_object;
pub mod reply;
pub mod request;
pub mod timer;
pub mod token;
pub mod value;
