//! The tests of `src/exports`.

mod calls;
mod class;
mod dispose;
mod endpoint;
mod error;
mod get_token;
mod get_token_options;
mod inspect;
mod invalidate;
mod key;
mod lease;
mod listeners;
mod on;
mod options;
mod peek;
mod read_options;
mod snapshot;
mod source;
mod stats;
mod subscribe;
#[cfg(feature = "tabs")]
mod tabs;
mod unused_keys;
mod users;
