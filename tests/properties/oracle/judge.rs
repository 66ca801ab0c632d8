//! Records the first rule that was broken, and what led to it.

use std::fmt::Write as _;

use crate::clocks::Moment;
use crate::rules::Rule;
use crate::units::Ms;

#[derive(Debug)]
pub struct Broken {
    pub rule: Rule,
    pub how: String,
}

#[derive(Debug, Default)]
pub struct Judge {
    broken: Option<Broken>,
    transcript: Option<String>,
}

impl Judge {
    /// One that also writes a transcript: slow, so for worlds that are known to fail.
    pub fn with_transcript() -> Self {
        Judge { broken: None, transcript: Some(String::new()) }
    }

    pub fn demand(&mut self, holds: bool, rule: Rule, how: impl FnOnce() -> String) {
        if !holds && self.broken.is_none() {
            self.broken = Some(Broken { rule, how: how() });
            self.write(|| format!("!! {rule:?}"));
        }
    }

    pub fn is_satisfied(&self) -> bool {
        self.broken.is_none()
    }

    pub fn verdict(self) -> (Option<Broken>, String) {
        (self.broken, self.transcript.unwrap_or_default())
    }

    pub fn note(&mut self, now: Moment, what: impl FnOnce() -> String) {
        self.write(|| format!("{:>12} {}", format!("{:?}", Ms(now.true_ms)), what()));
    }

    fn write(&mut self, line: impl FnOnce() -> String) {
        if let Some(transcript) = &mut self.transcript {
            writeln!(transcript, "{}", line()).unwrap();
        }
    }
}
