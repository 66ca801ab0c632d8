//! A world as data: the page, the server's replies, what happens, and how it ends.

use std::fmt;

use proptest::collection::vec;
use proptest::prelude::*;
use workos_widget_tokens::core::config::{Config, WhileHidden};

use crate::answer::{self, Answer};
use crate::profiles::Profile;
use crate::step::{self, Operation, Step};
use crate::units::{HOUR, MINUTE, Ms, SECOND, spread};

#[derive(Clone)]
pub struct Scenario {
    pub config: Config,
    pub seed: u64,
    pub keys: u8,
    /// The fraction of a second at which true time begins.
    pub start: Ms,
    pub wall_ahead_ms: i64,
    pub answers: Vec<Answer>,
    pub steps: Vec<Step>,
    pub ending: Ending,
    pub budget: u32,
}

/// What happens after the last step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything works again: each waiting caller must be settled.
    PutRight,
    /// Every caller leaves: the page must go idle.
    EveryoneLeaves,
    Dispose,
}

type ConfigDice = (u8, u16, u16, u16, u16, u16);

/// Scenarios of a profile.
pub fn scenarios(profile: &'static Profile) -> impl Strategy<Value = Scenario> {
    let page = (any::<ConfigDice>(), any::<u64>(), 1..=3_u8, 0..1_000_u64, any::<(u16, u8)>());
    let answers = vec(any::<answer::Dice>(), 1..8);
    let steps = vec(any::<step::Dice>(), 1..profile.steps);
    (page, answers, steps).prop_map(|(page, answers, steps)| {
        let (config, seed, keys, start, (ahead, ending)) = page;
        Scenario {
            config: config_from(config),
            seed,
            keys,
            start: Ms(start),
            wall_ahead_ms: wall_ahead_ms(ahead, profile.clocks_are_wrong),
            answers: answers
                .into_iter()
                .map(|dice| Answer::from_dice(dice, profile.temper))
                .collect(),
            steps: steps
                .into_iter()
                .map(|dice| Step::from_dice(dice, profile.likely, profile.pace))
                .collect(),
            ending: match ending % 8 {
                0..=4 => Ending::PutRight,
                5 | 6 => Ending::EveryoneLeaves,
                _ => Ending::Dispose,
            },
            budget: profile.budget,
        }
    })
}

fn wall_ahead_ms(random: u16, is_wrong: bool) -> i64 {
    let ms = i64::try_from(spread(random | 1, 12 * HOUR)).unwrap();
    match random % 3 {
        0 if is_wrong => ms,
        1 if is_wrong => -ms,
        _ => 0,
    }
}

/// One page in four has the default settings.
fn config_from((flags, lead, lifetime, timeout, retry, idle): ConfigDice) -> Config {
    let config = Config::default();
    let while_hidden = if flags & 4 == 4 { WhileHidden::Renew } else { WhileHidden::Pause };
    if flags % 4 == 0 {
        return Config { while_hidden, ..config };
    }
    let retry_base_ms = 100 + spread(retry, 10 * SECOND);
    Config {
        refresh_lead_ms: spread(lead, 10 * MINUTE),
        default_lifetime_ms: SECOND + spread(lifetime, 2 * HOUR),
        request_timeout_ms: SECOND + spread(timeout, 20 * SECOND),
        retry_base_ms,
        retry_max_ms: retry_base_ms * 60,
        idle_after_ms: (flags & 8 == 8).then(|| spread(idle, 2 * HOUR)),
        while_hidden,
    }
}

impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Scenario { config, seed, keys, start, wall_ahead_ms, .. } = self;
        writeln!(f, "a page with {keys} keys, seed {seed}; true time begins at {start:?}")?;
        writeln!(f, "  its wall clock is {wall_ahead_ms} ms ahead of the server's")?;
        writeln!(f, "  {config:?}")?;
        for (number, answer) in self.answers.iter().enumerate() {
            writeln!(f, "  answer {number}: {answer:?}")?;
        }
        let happen = |step: &&Step| step.operation != Operation::Nothing || step.after > Ms(0);
        for (number, step) in self.steps.iter().filter(happen).enumerate() {
            let Step { after, operation, within } = step;
            let within = match within {
                Some(calls) => format!(", from within listener call {calls}"),
                None => String::new(),
            };
            writeln!(f, "  {number}. after {after:?}: {operation:?}{within}")?;
        }
        writeln!(f, "  at the end: {:?}", self.ending)
    }
}
