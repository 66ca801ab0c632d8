//! The core: when a token is valid, when to refresh it, and what each caller receives.
//!
//! Nothing here knows about browsers, clocks or timers (sans-I/O). Feed one input to the
//! [`Cache`](cache::Cache) with the time it happened at, perform actions until there are none, and
//! sleep until the next deadline.

pub mod action;
pub mod cache;
pub mod config;
pub mod context;
pub mod entry;
pub mod error;
pub mod event;
pub mod id;
pub mod index;
pub mod key;
pub mod lifetime;
pub mod queue;
pub mod random;
pub mod read;
pub mod reply;
pub mod retry;
pub mod schedule;
pub mod sharing;
pub mod snapshot;
pub mod stats;
pub mod time;
