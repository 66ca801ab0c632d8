//! The rules: when a token is good, when to fetch anew, what to tell whom.
//!
//! Nothing here knows of browsers, clocks or timers. Use it as the shell does:
//! feed one input to the [`Cache`](cache::Cache) with the time it happened at, take
//! actions until there are none, sleep until the deadline it names.

pub mod action;
pub mod cache;
pub mod config;
pub mod context;
pub mod deadlines;
pub mod entry;
pub mod error;
pub mod event;
pub mod id;
pub mod index;
pub mod key;
pub mod lifetime;
pub mod random;
pub mod read;
pub mod reply;
pub mod retry;
pub mod schedule;
pub mod snapshot;
pub mod stats;
pub mod time;
