//! The rules, one behaviour per file, natively and in virtual time.

#![allow(missing_docs, reason = "a test's name says what it shows")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

#[cfg(not(feature = "tabs"))]
mod alone;
mod clearing;
mod clocks;
mod expiry;
mod failures;
mod fallback;
mod keys;
mod lifecycle;
mod polling;
mod reading;
mod refusals;
mod rejection;
mod renewal;
mod replies;
mod snapshots;
#[cfg(feature = "tabs")]
mod tabs;
mod unused_keys;
mod world;
