//! Hands every WorkOS widget component a valid access token, always.
//!
//! Three modules, from the core outwards:
//!
//! - [`core`]: the rules, the keys and the token cache. No web types, no clock, no timer: inputs go in
//!   with the time they happened at, actions and the next deadline come out.
//! - `browser`: the loop that drives the core, and the parts of the platform that it needs: clocks, the
//!   timer, page events, the request and its reply.
//! - `exports`: the manager and its sources, as wasm-bindgen exports them. It parses options and keys,
//!   holds pending promises and listeners, and creates snapshots, events and errors.
//!
//! `src/npm` contains what cannot be Rust or is faster in JavaScript: the entries, `TokenError`, the
//! lease of a warm read, the pending promises. `src/build` builds `dist/` from both.

pub mod core;

#[cfg(target_arch = "wasm32")]
pub mod browser;

#[cfg(target_arch = "wasm32")]
pub mod exports;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
