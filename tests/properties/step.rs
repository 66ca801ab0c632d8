//! What can happen in a world, one operation at a time.

use crate::units::{DAY, MINUTE, Ms, SECOND, spread};

/// Time passes, and then an operation runs.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub after: Ms,
    pub operation: Operation,
    /// Not then, but from within a listener, this many calls later: in the middle of the core's
    /// actions.
    pub within: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Nothing,
    Read {
        key: u8,
        accept: Accepts,
        wait_limit: WaitLimit,
    },
    /// The hot path.
    Lease {
        key: u8,
    },
    /// A pending caller aborts, or one that was settled does.
    Abort {
        which: u8,
    },
    Subscribe {
        key: u8,
    },
    Unsubscribe {
        key: u8,
    },
    Invalidate {
        key: u8,
        what: Rejected,
    },
    SignOut,
    OtherUser,
    Dispose,
    Hide,
    Show,
    GoOffline,
    /// Reported by the platform, true or not.
    GoOnline,
    SetClock {
        by_ms: i64,
    },
    /// The machine sleeps; the monotonic clock stands still.
    Sleep {
        ms: Ms,
    },
    /// The machine sleeps; both clocks advance, but no timer fires.
    Doze {
        ms: Ms,
    },
    /// From now on timers fire this much late; −1 is a millisecond early.
    RingLate {
        ms: i64,
    },
    /// Something wakes the page: focus, or another timer.
    Wake,
    Peek {
        key: u8,
    },
    /// Unused keys are removed and added again, without a visible effect.
    Forget,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    Any,
    ValidFor(Ms),
    New,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitLimit {
    Forever,
    Limited(Ms),
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejected {
    Current,
    Old,
    Any,
}

/// The kinds of operations, for profiles to choose from.
#[derive(Clone, Copy, Debug)]
pub enum Does {
    Nothing,
    Read,
    Lease,
    Abort,
    Subscribe,
    Unsubscribe,
    Invalidate,
    SignOut,
    OtherUser,
    Dispose,
    Hide,
    Show,
    GoOffline,
    GoOnline,
    SetClock,
    Sleep,
    Doze,
    RingLate,
    Wake,
    Peek,
    Forget,
}

/// The random numbers of one step: which operation, when, on what, how much.
pub type Dice = (u8, u16, u8, u16, u8);

impl Step {
    pub fn from_dice((what, after, on, much, how): Dice, likely: &[Does], pace: Ms) -> Self {
        let operation = operation(likely[usize::from(what) % likely.len()], on, much, how);
        Step {
            // One in eight immediately.
            after: Ms(spread(after.saturating_sub(8_192), pace.0)),
            operation,
            within: (how >= 224 && operation.is_an_input()).then(|| how - 224),
        }
    }
}

impl Operation {
    fn is_an_input(self) -> bool {
        self != Operation::Nothing && !self.skips_time()
    }

    /// Whether time passes while the timer does not fire as it should.
    pub fn skips_time(self) -> bool {
        matches!(
            self,
            Operation::SetClock { .. }
                | Operation::Sleep { .. }
                | Operation::Doze { .. }
                | Operation::RingLate { .. }
        )
    }
}

fn operation(does: Does, key: u8, much: u16, how: u8) -> Operation {
    match does {
        Does::Nothing => Operation::Nothing,
        Does::Read => {
            let ms = Ms(spread(much, 3 * MINUTE));
            Operation::Read {
                key,
                accept: match how % 8 {
                    5 => Accepts::ValidFor(Ms(spread(much, 10 * MINUTE))),
                    6 | 7 => Accepts::New,
                    _ => Accepts::Any,
                },
                wait_limit: match how / 8 % 4 {
                    0 => WaitLimit::Forever,
                    3 => WaitLimit::None,
                    // Zero would change nothing.
                    _ => WaitLimit::Limited(Ms(ms.0.max(1))),
                },
            }
        }
        Does::Lease => Operation::Lease { key },
        Does::Abort => Operation::Abort { which: key },
        Does::Subscribe => Operation::Subscribe { key },
        Does::Unsubscribe => Operation::Unsubscribe { key },
        Does::Invalidate => Operation::Invalidate {
            key,
            what: [Rejected::Current, Rejected::Any, Rejected::Old][usize::from(how % 3)],
        },
        Does::SignOut => Operation::SignOut,
        Does::OtherUser => Operation::OtherUser,
        // Seldom: little happens after that.
        Does::Dispose if much.is_multiple_of(8) => Operation::Dispose,
        Does::Dispose => Operation::Nothing,
        Does::Hide => Operation::Hide,
        Does::Show => Operation::Show,
        Does::GoOffline => Operation::GoOffline,
        Does::GoOnline => Operation::GoOnline,
        Does::SetClock => Operation::SetClock { by_ms: change_ms(much, how) },
        Does::Sleep => Operation::Sleep { ms: Ms(change_ms(much, how & !4).unsigned_abs()) },
        Does::Doze => Operation::Doze { ms: Ms(spread(much, 3 * DAY)) },
        Does::RingLate => Operation::RingLate {
            ms: match how % 4 {
                0 => 0,
                1 => -1,
                _ => i64::try_from(spread(much, 2 * MINUTE)).unwrap(),
            },
        },
        Does::Wake => Operation::Wake,
        Does::Peek => Operation::Peek { key },
        Does::Forget => Operation::Forget,
    }
}

/// Up to days; rarely so little that the core cannot distinguish it from rounding, because the
/// bounds are wider from then on.
fn change_ms(much: u16, how: u8) -> i64 {
    let is_small = how % 16 == 3;
    let ms =
        if is_small { 1 + u64::from(much) % 1_400 } else { 2 * SECOND + spread(much, 5 * DAY) };
    let ms = i64::try_from(ms).unwrap();
    if how & 4 == 4 { -ms } else { ms }
}
