//! The fleets side by side, as a table for the document.

use crate::curve::Curve;
use crate::figures::sum;
use crate::plan::Plan;

const BEGINNING: &str = "<!-- fleets -->\n";
const END: &str = "<!-- /fleets -->";

/// A fleet's results with a plain route, and with a pacing one.
pub type Pair<'a> = (&'a Plan, [Curve; 2]);

pub fn table(fleets: &[Pair<'_>]) -> String {
    let mut lines = vec![
        String::from("| fleet | | plain `Retry-After` | paced |"),
        String::from("|---|---|---|---|"),
    ];
    for (plan, curves) in fleets {
        let mut row = |name: &str, what: &str, show: fn(&Curve) -> String| {
            let [plain, paced] = curves.each_ref().map(show);
            lines.push(format!("| {name} | {what} | {plain} | {paced} |"));
        };
        row(plan.name, "requests, of the least possible", requests);
        row("", "refusals", |curve| sum(&curve.refusals).to_string());
        row("", "time with a valid token", valid);
        row("", "all have a token after the outage", recovery);
    }
    lines.join("\n")
}

/// The text with the table in place of the previous one.
pub fn replaced(text: &str, table: &str) -> String {
    let (before, rest) = text.split_once(BEGINNING).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    format!("{before}{BEGINNING}\n{table}\n\n{END}{after}")
}

fn requests(curve: &Curve) -> String {
    format!("{:.2}", f64::from(sum(&curve.requests)) / curve.least as f64)
}

fn valid(curve: &Curve) -> String {
    format!("{:.1} %", 100.0 - curve.without_ms as f64 / curve.open_ms as f64 * 1e2)
}

fn recovery(curve: &Curve) -> String {
    curve
        .all_valid_after_ms
        .map_or_else(|| String::from("never"), |ms| format!("in {:.0} s", ms as f64 / 1e3))
}
