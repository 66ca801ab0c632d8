//! The rules, one behaviour a file, natively and in virtual time.

#![allow(missing_docs, reason = "the names of tests say what they show")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that panics has failed, which is what it is for"
)]

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
mod unused_keys;
mod world;
