//! Random worlds against a model server: the rules hold whatever happens.
//!
//! A [`scenario`](scenario::Scenario) describes what happens, a [`world`](world::World) applies it
//! to the real core, and the oracles compare what the core does with the truth, at the moment it
//! does it. The rules are named and stated in [`rules`].

#![allow(missing_docs, reason = "a test's name says what it shows")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

mod answer;
mod clocks;
mod end;
mod flight;
mod hours;
mod keys;
mod operations;
mod oracle;
mod profiles;
mod rules;
mod scenario;
mod server;
mod step;
#[cfg(feature = "tabs")]
mod tabs;
mod token;
mod turn;
mod units;
mod world;
mod worlds;
