//! Fleets of browsers, each running the real core, behind one rate limit.
//!
//! `npm run fleet` opens three of them in a morning rush, lets them run, takes the server away for
//! five minutes, and prints the cost: with a route that passes the limit on, and with the package's
//! own, which paces. The table and the curves go into `docs/fleet.md`. Time is virtual, and random
//! numbers come from fixed seeds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a panic means that the simulation is wrong"
)]

mod browser;
mod curve;
mod figures;
mod fleet;
mod limiter;
mod plan;
mod queue;
mod route;
mod svg;
mod table;
mod workos;

use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::figures::Figures;
use crate::fleet::Fleet;
use crate::plan::{PLANS, Tabs};
use crate::route::Kind;

fn main() {
    let mut drawn = Vec::new();
    println!("{}", Figures::HEAD);
    for plan in &PLANS {
        let curves = Kind::BOTH.map(|route| {
            let begun = Instant::now();
            let curve = Fleet::open(plan, route, Tabs::One).run();
            let figures = Figures::of(plan, route, &curve);
            println!("{figures}\n  simulated in {:.1} s\n", begun.elapsed().as_secs_f64());
            curve
        });
        drawn.push((plan, curves));
    }
    let of_tabs = Tabs::ALL.map(|tabs| Fleet::open(&PLANS[0], Kind::Paced, tabs).run());
    let of_tabs = table::table_of_tabs(&of_tabs);
    println!("{of_tabs}");
    let table = table::table(&drawn);
    println!("{table}");
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    fs::write(docs.join("fleet.svg"), svg::draw(&drawn)).unwrap();
    let document = docs.join("fleet.md");
    let text = fs::read_to_string(&document).unwrap();
    let text = table::replaced(&text, "fleets", &table);
    fs::write(document, table::replaced(&text, "tabs", &of_tabs)).unwrap();
}
