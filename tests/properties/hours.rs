//! An outage of an hour, in every possible form.

use workos_widget_tokens::core::config::Config;

use crate::answer::{Answer, Asks, Kind};
use crate::oracle::judge::Judge;
use crate::rules::Rule;
use crate::scenario::{Ending, Scenario};
use crate::step::{Accepts, Operation, Step, WaitLimit};
use crate::units::{HOUR, Ms};
use crate::world::World;

/// Half of 1, 2, 4, 8, 16 and 32 s, and of a minute from then on: six pauses in the first 31.5 s,
/// then at most one per 30 s, and the very first request.
const MOST: u32 = 126;

const OUTAGES: [Kind; 6] = [
    Kind::NoNetwork,
    Kind::Lost,
    Kind::Refusal { status: 500, retry_after: Asks::Nothing, dated: true },
    Kind::Refusal { status: 429, retry_after: Asks::Nothing, dated: false },
    Kind::Refusal { status: 503, retry_after: Asks::Seconds(Ms(1)), dated: true },
    Kind::Refusal { status: 429, retry_after: Asks::Slot(Ms(0)), dated: true },
];

#[test]
fn an_outage_of_an_hour_sends_few_requests_but_enough_to_recover() {
    for seed in 0..100 {
        for kind in OUTAGES {
            let scenario = outage(kind, seed);
            let mut world = World::new(&scenario, Judge::default());
            for &step in &scenario.steps {
                world.step(step);
            }
            let sent = world.counts.sent;
            world.judge.demand(sent <= MOST, Rule::TooManyInAnOutage, || format!("{sent}"));
            let (broken, _) = world.judge.verdict();
            assert!(broken.is_none(), "{broken:?}\n{scenario:?}");
            assert!(sent > 60, "{sent} requests in an hour are too few to recover");
        }
    }
}

fn outage(kind: Kind, seed: u64) -> Scenario {
    let step = |after, operation| Step { after: Ms(after), operation, within: None };
    let read = Operation::Read { key: 0, accept: Accepts::Any, wait_limit: WaitLimit::Forever };
    Scenario {
        config: Config::default(),
        seed,
        keys: 1,
        start: Ms(0),
        wall_ahead_ms: 0,
        answers: vec![Answer { latency: Ms(1), decided_at: 0, comes_after_abort: true, kind }],
        steps: vec![
            step(0, Operation::Subscribe { key: 0 }),
            step(0, read),
            step(HOUR, Operation::Nothing),
        ],
        ending: Ending::PutRight,
        budget: 1_000,
    }
}
