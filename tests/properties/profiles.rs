//! The emphasis of a world: each profile makes some things likely and others rare.

use crate::answer::Temper;
use crate::step::Does;
use crate::units::{DAY, HOUR, MINUTE, Ms, SECOND};

#[derive(Debug)]
pub struct Profile {
    pub likely: &'static [Does],
    pub temper: Temper,
    /// The longest time from one step to the next.
    pub pace: Ms,
    /// The number of steps of a world is below this.
    pub steps: usize,
    pub clocks_are_wrong: bool,
    /// The replies and timeouts in the steps of one world; any further steps are left out.
    pub budget: u32,
}

const BUDGET: u32 = 300;

use Does::{
    Abort, Dispose, Doze, Forget, GoOffline, GoOnline, Hide, Invalidate, Lease, Nothing, OtherUser,
    Peek, Read, RingLate, SetClock, Show, SignOut, Sleep, Subscribe, Unsubscribe, Wake,
};

const TEMPER: Temper = Temper {
    grants: 150,
    shortest_life: Ms(SECOND),
    life: Ms(90 * DAY),
    latency: Ms(25 * SECOND),
    retry_after: Ms(2 * HOUR),
};

/// Anything.
pub const ANYTHING: Profile = Profile {
    likely: &[
        Nothing,
        Read,
        Read,
        Read,
        Read,
        Lease,
        Abort,
        Abort,
        Subscribe,
        Subscribe,
        Unsubscribe,
        Invalidate,
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
        Forget,
    ],
    temper: TEMPER,
    pace: Ms(HOUR),
    steps: 40,
    clocks_are_wrong: true,
    budget: BUDGET,
};

/// Clocks set forward and back, sleep, timers that fire late.
pub const CLOCKS: Profile = Profile {
    likely: &[
        Nothing, Read, Read, Lease, Lease, Subscribe, Subscribe, SetClock, SetClock, SetClock,
        Sleep, Sleep, Doze, RingLate, Wake, Peek, Hide, Show, Forget,
    ],
    temper: Temper { grants: 230, life: Ms(DAY), ..TEMPER },
    pace: Ms(2 * HOUR),
    steps: 30,
    clocks_are_wrong: true,
    budget: BUDGET,
};

/// Tokens that live for seconds.
pub const SHORT_LIVES: Profile = Profile {
    likely: &[
        Nothing,
        Read,
        Read,
        Read,
        Lease,
        Lease,
        Subscribe,
        Subscribe,
        Unsubscribe,
        Invalidate,
        Abort,
        RingLate,
        Peek,
        Peek,
        Doze,
        SignOut,
        OtherUser,
        Forget,
    ],
    temper: Temper {
        grants: 235,
        shortest_life: Ms(SECOND),
        life: Ms(20 * SECOND),
        latency: Ms(4 * SECOND),
        retry_after: Ms(MINUTE),
    },
    pace: Ms(15 * SECOND),
    steps: 30,
    clocks_are_wrong: false,
    budget: BUDGET,
};

/// A server that fails in every way, and a network that breaks.
pub const FAILURES: Profile = Profile {
    likely: &[
        Nothing,
        Read,
        Read,
        Read,
        Read,
        Abort,
        Subscribe,
        Subscribe,
        Unsubscribe,
        GoOffline,
        GoOnline,
        GoOnline,
        Wake,
        Invalidate,
        RingLate,
        SignOut,
        Forget,
    ],
    temper: Temper { grants: 50, life: Ms(HOUR), retry_after: Ms(10 * MINUTE), ..TEMPER },
    pace: Ms(2 * MINUTE),
    steps: 30,
    clocks_are_wrong: false,
    budget: BUDGET,
};

/// Users that change while requests are in flight.
pub const USERS: Profile = Profile {
    likely: &[
        Nothing,
        Read,
        Read,
        Read,
        Read,
        Lease,
        Subscribe,
        Subscribe,
        Unsubscribe,
        SignOut,
        OtherUser,
        OtherUser,
        Abort,
        Invalidate,
        Dispose,
        Peek,
        Wake,
        Forget,
    ],
    temper: Temper { grants: 200, life: Ms(HOUR), latency: Ms(12 * SECOND), ..TEMPER },
    pace: Ms(20 * SECOND),
    steps: 40,
    clocks_are_wrong: false,
    budget: BUDGET,
};

/// Callers that never accept their token.
pub const STORMS: Profile = Profile {
    likely: &[
        Nothing,
        Read,
        Read,
        Read,
        Read,
        Read,
        Invalidate,
        Invalidate,
        Invalidate,
        Abort,
        Abort,
        Subscribe,
        Unsubscribe,
        GoOnline,
        Show,
        Wake,
        Forget,
    ],
    temper: Temper {
        grants: 180,
        shortest_life: Ms(SECOND),
        life: Ms(10 * MINUTE),
        latency: Ms(SECOND),
        retry_after: Ms(MINUTE),
    },
    pace: Ms(6 * SECOND),
    steps: 80,
    clocks_are_wrong: false,
    budget: BUDGET,
};

/// An hour or more of callers that never accept their token.
pub const HOURS: Profile = Profile {
    likely: STORMS.likely,
    temper: Temper {
        grants: 180,
        shortest_life: Ms(2 * MINUTE),
        life: Ms(10 * MINUTE),
        latency: Ms(SECOND),
        retry_after: Ms(MINUTE),
    },
    pace: Ms(2 * MINUTE),
    steps: 800,
    clocks_are_wrong: false,
    budget: 20_000,
};

/// Pages that render while tokens expire and callers stop waiting.
pub const RENDERS: Profile = Profile {
    likely: &[
        Nothing, Read, Read, Read, Read, Read, Read, Peek, Peek, Peek, Invalidate, SignOut,
        RingLate,
    ],
    temper: Temper {
        grants: 235,
        shortest_life: Ms(4 * SECOND),
        life: Ms(20 * SECOND),
        latency: Ms(10 * MINUTE),
        retry_after: Ms(MINUTE),
    },
    pace: Ms(6 * SECOND),
    steps: 40,
    clocks_are_wrong: false,
    budget: BUDGET,
};
