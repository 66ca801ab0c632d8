//! The fleets side by side, as a table for the document.

use crate::curve::Curve;
use crate::figures::sum;
use crate::plan::Plan;

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

/// One fleet whose browsers have one tab, three that work alone, and three that share.
pub fn table_of_tabs(curves: &[Curve; 3]) -> String {
    let mut lines = vec![
        String::from("| | one tab | three tabs, each alone | three tabs that share |"),
        String::from("|---|---|---|---|"),
    ];
    let mut row = |what: &str, show: fn(&Curve) -> String| {
        let [one, alone, shared] = curves.each_ref().map(show);
        lines.push(format!("| {what} | {one} | {alone} | {shared} |"));
    };
    row("requests", |curve| sum(&curve.requests).to_string());
    row("requests, of the least possible", requests);
    row("refusals", |curve| sum(&curve.refusals).to_string());
    row("time with a valid token", valid);
    row("all have a token after the outage", recovery);
    lines.join("\n")
}

/// The text with the table in place of the previous one between these comments.
pub fn replaced(text: &str, name: &str, table: &str) -> String {
    let (beginning, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&beginning).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{beginning}\n{table}\n\n{end}{after}")
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
