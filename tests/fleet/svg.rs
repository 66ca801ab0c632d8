//! The curves of all fleets in one drawing.

use std::fmt::Write as _;

use crate::curve::Curve;
use crate::plan::{MINUTE, Plan};
use crate::table::Pair;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 60.0;
const TOP: f64 = 46.0;
const PLOT_HEIGHT: f64 = 190.0;
const PANEL_HEIGHT: f64 = 300.0;

const PLAIN: &str = "#c77700";
const PACED: &str = "#1f5fa8";
const VALID: &str = "#2b8a3e";
const LIMIT: &str = "#b02a2a";

pub fn draw(fleets: &[Pair<'_>]) -> String {
    let height = PANEL_HEIGHT * fleets.len() as f64 + 10.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#222\">\n\
         <title>Requests a minute and valid tokens of three fleets, with a plain route and a paced \
         one</title>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    for (index, (plan, curves)) in fleets.iter().enumerate() {
        writeln!(svg, "<g transform=\"translate(0 {})\">", PANEL_HEIGHT * index as f64).unwrap();
        Panel::new(plan, curves).draw(&mut svg);
        writeln!(svg, "</g>").unwrap();
    }
    svg.push_str("</svg>\n");
    svg
}

struct Panel<'a> {
    plan: &'a Plan,
    curves: &'a [Curve; 2],
    most: f64,
}

impl<'a> Panel<'a> {
    fn new(plan: &'a Plan, curves: &'a [Curve; 2]) -> Self {
        let requests = curves.iter().flat_map(|curve| &curve.requests).copied();
        let peak = requests.chain([plan.per_minute]).max().unwrap();
        let step = f64::from(plan.per_minute) / 2.0;
        Panel { plan, curves, most: (f64::from(peak) * 1.05 / step).ceil() * step }
    }

    fn draw(&self, svg: &mut String) {
        self.draw_frame(svg);
        let [plain, paced] = self.curves;
        let minutes = plain.requests.len();
        for (color, curve) in [(PLAIN, plain), (PACED, paced)] {
            let requests = curve.requests.iter().map(|count| f64::from(*count) / self.most);
            let times = (0..minutes).map(|minute| minute as f64 + 0.5);
            self.draw_curve(svg, color, times.zip(requests));
        }
        let shares = paced.valid.iter().zip(&paced.open);
        let shares = shares.map(|(valid, open)| f64::from(*valid) / f64::from((*open).max(1)));
        let times = (1..=minutes).map(|minute| minute as f64);
        self.draw_curve(svg, VALID, times.zip(shares));
    }

    fn draw_frame(&self, svg: &mut String) {
        let (right, bottom) = (WIDTH - RIGHT, TOP + PLOT_HEIGHT);
        let minutes = self.plan.end_ms / MINUTE;
        text(svg, LEFT, 20.0, "start", "#222", &format!("Fleet {}", self.plan.name));
        text(svg, LEFT, 38.0, "start", PLAIN, "requests a minute, plain route");
        text(svg, LEFT + 190.0, 38.0, "start", PACED, "paced route");
        text(svg, right, 38.0, "end", VALID, "share of browsers with a valid token, paced route");
        let from = self.x(self.plan.outage_from_ms as f64 / MINUTE as f64);
        let until = self.x(self.plan.outage_until_ms as f64 / MINUTE as f64);
        writeln!(
            svg,
            "<rect x=\"{from:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{PLOT_HEIGHT}\" \
             fill=\"#f6d9d5\"/>",
            until - from
        )
        .unwrap();
        text(svg, (from + until) / 2.0, TOP + 12.0, "middle", LIMIT, "outage");
        for fifth in 0..=4 {
            let share = f64::from(fifth) / 4.0;
            let y = y(share);
            line(svg, (LEFT, y), (right, y), "#ddd");
            text(svg, LEFT - 6.0, y + 4.0, "end", "#222", &format!("{:.0}", share * self.most));
            text(svg, right + 6.0, y + 4.0, "start", VALID, &format!("{:.0} %", share * 100.0));
        }
        let limit = y(f64::from(self.plan.per_minute) / self.most);
        line(svg, (LEFT, limit), (right, limit), LIMIT);
        text(svg, right - 4.0, limit - 4.0, "end", LIMIT, "limit");
        let step = if minutes > 200 { 60 } else { 10 };
        for minute in (0..=minutes).step_by(step) {
            let x = self.x(minute as f64);
            line(svg, (x, bottom), (x, bottom + 4.0), "#888");
            text(svg, x, bottom + 17.0, "middle", "#222", &minute.to_string());
        }
        text(svg, f64::midpoint(LEFT, right), bottom + 34.0, "middle", "#222", "minutes");
    }

    fn draw_curve(&self, svg: &mut String, color: &str, points: impl Iterator<Item = (f64, f64)>) {
        let points: Vec<String> = points
            .map(|(minute, share)| format!("{:.1},{:.1}", self.x(minute), y(share)))
            .collect();
        writeln!(
            svg,
            "<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"1.5\" points=\"{}\"/>",
            points.join(" ")
        )
        .unwrap();
    }

    fn x(&self, minute: f64) -> f64 {
        let minutes = self.plan.end_ms as f64 / MINUTE as f64;
        LEFT + minute / minutes * (WIDTH - LEFT - RIGHT)
    }
}

fn y(share: f64) -> f64 {
    TOP + (1.0 - share) * PLOT_HEIGHT
}

fn line(svg: &mut String, (x1, y1): (f64, f64), (x2, y2): (f64, f64), color: &str) {
    writeln!(
        svg,
        "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{color}\"/>"
    )
    .unwrap();
}

fn text(svg: &mut String, x: f64, y: f64, anchor: &str, color: &str, words: &str) {
    writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{color}\">{words}</text>"
    )
    .unwrap();
}
