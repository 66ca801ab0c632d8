//! Hands every WorkOS widget component a valid access token, always.
//!
//! Three rooms, from the rules outwards:
//!
//! - [`core`]: the rules, the keys and the cache of tokens. No web types, no clock, no
//!   timer: inputs go in with the time they happened at, actions and the next deadline
//!   come out.
//! - `browser`: the loop that runs the core, and the parts of the platform that it needs:
//!   clocks, the one timer, the page's wake-ups, the request and its reply.
//! - `exports`: the manager and its sources, as wasm-bindgen exports them. It reads options
//!   and keys, keeps who waits and who listens, and makes snapshots, events and errors.
//!
//! `src/npm` has what cannot be Rust, or is faster in JavaScript: the entries, `TokenError`,
//! the lease of a warm read, the list of promises that wait. `src/build` makes `dist/` of both.

pub mod core;

#[cfg(target_arch = "wasm32")]
pub mod browser;

#[cfg(target_arch = "wasm32")]
pub mod exports;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
