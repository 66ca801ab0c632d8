//! Whatever the outside hands in: no input makes the rules panic, and none keeps them from
//! serving the next caller. The JavaScript side has its own tests beside these.

#![allow(missing_docs, reason = "the names of tests say what they show")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that panics has failed, which is what it is for"
)]

mod extremes;
mod inputs;
mod keys;
mod replies;
mod runs;
