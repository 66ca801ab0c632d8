//! The rules, with the bounds they are held to.
//!
//! Time is true time unless a rule says otherwise. `slack` is nothing in most worlds; in
//! those whose clocks were changed by so little that the core must take it for rounding,
//! it is what [`Clocks`](crate::clocks::Clocks) says.

/// What must never happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// No token is handed out at or past its expiry on the server, plus `slack`.
    ///
    /// Where the reply's life was only told to a second (`Date`, `iat`), those who waited
    /// for that very reply may be given it up to 1,000 ms past its expiry; nobody else.
    /// Where it was told by the local clock alone (`expires_at` without `Date`), the local
    /// clock's error at receipt is added.
    Expired,
    /// A lease ends by the expiry of its token, plus `slack`, and within a second.
    LeaseTooLong,
    /// What is handed out came with a reply to a request that was not given up, for this
    /// key, and since the last change of epoch.
    EarlierEpoch,
    /// What was rejected is not handed out, unless a later reply brought it again.
    Rejected,
    /// Once a newer token was handed out, an older one is not.
    OlderAgain,
    /// One who asked for a new token is not given one that had come before, unless the breaker
    /// may be open.
    NotNew,
    /// One who asked for `ms` more of validity gets them, unless the token came just now, no new
    /// one could have them, or the breaker may be open.
    TooLittleValidity,
    /// A call is settled at most once, and only if it waits.
    SettledTwice,
    /// A call that was aborted is not settled, unless that was decided before.
    SettledAfterAbort,
    /// A caller without a wait limit is told of no transient failure.
    ToldTooMuch,
    /// A caller with a wait limit is told of no transient failure before it is over.
    GaveUpEarly,
    /// A caller with a wait limit that could have had a valid token when it began to wait is told of
    /// no transient failure, unless that token was rejected since, or time was skipped.
    LeftWithNothing,
    /// A caller with a wait limit waits no longer, once the timer has rung at its end.
    WaitedTooLong,
    /// A caller that does not wait receives it, once a request of its key has failed.
    SurvivedAFailure,
    /// Refusals by `cleared` and `disposed` come when it is so.
    WrongReason,
    /// When everything is put right, whoever waits is told within [`crate::end`]'s bound:
    /// a token, or a refusal that was earned before.
    WaitsForEver,
    /// When everything is put right, a key that is subscribed to has a valid token within
    /// the same bound, unless its last answer was a refusal for good, or it is signed out.
    Starves,
    /// At most one request of a key is under way.
    TwoAtATime,
    /// No request goes out that was given up already.
    AlreadyGivenUp,
    /// No request of any key while a 429's or 503's `Retry-After` runs.
    DuringPause,
    /// No request of a key before the slot that it was given, unless the epoch has changed.
    BeforeSlot,
    /// Two successful requests of one key are sent a second apart.
    BelowFloor,
    /// Of requests that no token's refetch date called for, at most 10 of one key go out
    /// in any minute, not counting those that a caller aborted or the network failed and those
    /// before a sign-in or the return of the network, and at most 60 with them; with those that one
    /// did, at most one more and one for each token that came in that minute.
    TooManyInAMinute,
    /// In any hour, a key of tokens that live at least for `life` makes at most
    /// 611 (3,661 where some do not count) + 3,600 s ÷ max(1 s, `life` ÷ 4) requests: ten in each minute that no refetch
    /// date called for, and one at each refetch date, which lies at least a quarter of
    /// the life and at least a second after the last.
    TooManyInAnHour,
    /// A server that fails for an hour hears of one subscribed key at most 126 times:
    /// pauses are at least half of 1, 2, 4, 8, 16, 32, then 60 s.
    TooManyInAnOutage,
    /// No request for a key that nobody waits for or subscribes to, and that was not read
    /// for its idle time; none after sign-out until somebody asks.
    ForNobody,
    /// No request in a hidden page, unless somebody reads, or it is to renew.
    WhileHidden,
    /// After a ring at or past the deadline, something was done or the next deadline lies
    /// ahead; and at most two rings a key in a row do nothing.
    BusyTimer,
    /// Whoever waits, waits for something: there is a deadline.
    NoDeadline,
    /// While a caller with a wait limit waits, the deadline is not past its end.
    DeadlineTooLate,
    /// Once everyone has left for the idle time, at most one more ring a key, no request,
    /// and then no deadline.
    NoRest,
    /// At the end of everything nothing is done but to tell those who wait and to end
    /// requests; then nothing, and there is no deadline.
    AfterDisposal,
    /// The counts are those of what was sent, told and answered.
    Counts,
    /// A key has one id in whatever order and however often its scopes are written, and no
    /// two keys have the same.
    KeyIdentity,
}
