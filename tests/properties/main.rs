//! Random worlds against a model server: whatever happens, the rules hold.
//!
//! A [`scenario`](scenario::Scenario) says what happens, a [`world`](world::World) lets it happen
//! to the real core, and the oracles compare what the core does with what is true, at
//! the moment it does it. The rules are named and stated in [`rules`].

#![allow(missing_docs, reason = "the names of tests say what they show")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that panics has failed, which is what it is for"
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
mod token;
mod turn;
mod units;
mod world;
mod worlds;
