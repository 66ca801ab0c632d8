//! The rules, with their bounds.
//!
//! Time is true time unless a rule says otherwise. `slack` is zero in most worlds; in those whose
//! clocks were changed by so little that the core must take it for rounding,
//! [`Clocks`](crate::clocks::Clocks) states it.

/// What must never happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// No token is returned at or past its expiry on the server, plus `slack`.
    ///
    /// If the reply stated the lifetime to a second only (`Date`, `iat`), those who waited for that
    /// very reply may receive it up to 1,000 ms past its expiry; nobody else. If the local clock
    /// alone stated it (`expires_at` without `Date`), the local clock's error at receipt is added.
    Expired,
    /// A lease ends by the expiry of its token, plus `slack`, and within a second.
    LeaseTooLong,
    /// A returned token came with a reply to a request that was not aborted, for this key, and
    /// since the last change of epoch.
    EarlierEpoch,
    /// A rejected token is not returned, unless a later reply contained it again.
    Rejected,
    /// After a newer token was returned, an older one is not.
    OlderAgain,
    /// A caller that requires a new token does not receive an existing one, unless the breaker may
    /// be open.
    NotNew,
    /// A caller that requires `ms` more of validity gets them, unless the token has just arrived,
    /// no new one could have them, or the breaker may be open.
    TooLittleValidity,
    /// A call is settled at most once, and only if it waits.
    SettledTwice,
    /// A call that was aborted is not settled, unless that was decided before.
    SettledAfterAbort,
    /// A caller without a wait limit never rejects with a transient failure.
    ToldTooMuch,
    /// A caller with a wait limit rejects with no transient failure before the limit ends.
    GaveUpEarly,
    /// A caller with a wait limit that could have had a valid token when it began to wait rejects
    /// with no transient failure, unless that token was rejected since, or time was skipped.
    LeftWithNothing,
    /// A caller with a wait limit stops waiting once the timer has fired at its end.
    WaitedTooLong,
    /// A caller with a wait limit of zero rejects with the failure once a request of its key has
    /// failed.
    SurvivedAFailure,
    /// `cleared` and `disposed` are the error exactly after a clear or a disposal.
    WrongReason,
    /// When everything works again, each waiting caller is settled within [`crate::end`]'s bound:
    /// with a token, or with a refusal that happened before.
    WaitsForEver,
    /// When everything works again, a subscribed key has a valid token within the same bound,
    /// unless its last reply was a terminal refusal, or the user is signed out.
    Starves,
    /// At most one request of a key is in flight.
    TwoAtATime,
    /// No request is sent that was already aborted.
    AlreadyGivenUp,
    /// No request of any key during a 429's or 503's `Retry-After`.
    DuringPause,
    /// No request of a key before its slot, unless the epoch has changed.
    BeforeSlot,
    /// Two successful requests of one key are sent at least a second apart.
    BelowFloor,
    /// Of requests that no token's refresh date called for, at most 10 of one key are sent in any
    /// minute, not counting those that a caller aborted or the network failed and those before a
    /// sign-in or the return of the network, and at most 60 with them; including those that a
    /// refresh date called for, at most one more and one for each token that arrived in that
    /// minute.
    TooManyInAMinute,
    /// In any hour, a key whose tokens live for `life` at least sends at most 611 (3,661 if some do not count) + 3,600
    /// s ÷ max(1 s, `life` ÷ 4) requests: ten in each minute that no refresh date called for, and one at each refresh
    /// date, which is at least a quarter of the lifetime and at least a second after the previous one.
    TooManyInAnHour,
    /// A server that fails for an hour receives at most 126 requests of one subscribed key: pauses
    /// are at least half of 1, 2, 4, 8, 16, 32, then 60 s.
    TooManyInAnOutage,
    /// No request for a key without waiting callers or subscribers that was not read for its idle
    /// time; none after sign-out until the next use.
    ForNobody,
    /// No request in a hidden page, except for a reader, or if it renews while hidden.
    WhileHidden,
    /// When the timer fires at or past the deadline, the core acts or the next deadline lies ahead;
    /// at most two timeouts per key in a row do nothing, unless a clock changes or the machine sleeps.
    BusyTimer,
    /// While a caller waits, there is a deadline.
    NoDeadline,
    /// While a caller with a wait limit waits, the deadline is not past its end.
    DeadlineTooLate,
    /// Once every caller has left for the idle time, at most one more timeout per key, no request,
    /// and then no deadline.
    NoRest,
    /// On disposal the core only settles waiting callers and aborts requests; then nothing happens,
    /// and there is no deadline.
    AfterDisposal,
    /// The counters match what was sent, reported and answered.
    Counts,
    /// A key has one ID whatever the order and duplicates of its scopes, and no two keys share one.
    KeyIdentity,
}
