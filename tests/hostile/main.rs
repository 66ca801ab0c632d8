//! Hostile input from outside: none makes the rules panic, and none keeps them from serving the
//! next caller. The JavaScript tests are beside these.

#![allow(missing_docs, reason = "a test's name says what it shows")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

mod extremes;
mod inputs;
mod keys;
mod replies;
mod runs;
mod token;
