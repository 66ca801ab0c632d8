//! Hands every WorkOS widget component a valid access token, always.
//!
//! Three rooms, from the rules outwards:
//!
//! - [`core`]: the rules. No web types, no clock, no timer: inputs go in with the
//!   time they happened at, actions and the next deadline come out.
//! - `browser`: the only code that touches the platform. It performs the core's
//!   actions and reports what came of them.
//! - `exports`: what JavaScript sees.
//!
//! The hand-written JavaScript side of the package is in `src/npm`, and `src/build`
//! makes `dist/` of both.

pub mod core;

#[cfg(target_arch = "wasm32")]
pub mod browser;

#[cfg(target_arch = "wasm32")]
pub mod exports;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
