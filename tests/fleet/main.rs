//! Fleets of browsers, each with the real rules in it, before one rate limit.
//!
//! `cargo bench --bench fleet` opens three of them in a morning rush, lets them run, takes
//! the server away for five minutes, and prints what it cost; the curves are drawn to
//! `target/fleet.svg`. Time is virtual, and chance comes from fixed seeds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a simulation that panics is wrong, which is what there is to know"
)]

mod browser;
mod curve;
mod figures;
mod fleet;
mod plan;
mod queue;
mod svg;
mod workos;

use std::time::Instant;

use crate::figures::Figures;
use crate::fleet::Fleet;
use crate::plan::PLANS;

fn main() {
    let mut drawn = Vec::new();
    println!("{}", Figures::HEAD);
    for plan in &PLANS {
        let begun = Instant::now();
        let curve = Fleet::open(plan).run();
        let figures = Figures::of(plan, &curve);
        println!("{figures}\n  simulated in {:.1} s\n", begun.elapsed().as_secs_f64());
        drawn.push((plan, curve));
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/target/fleet.svg");
    std::fs::write(path, svg::draw(&drawn)).unwrap();
    println!("{path}");
}
