//! The counters of a manager.

/// Counters since the manager was created, and its current state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Reads answered immediately from the cache.
    pub hits: u32,
    /// Requests sent to the token route.
    pub fetches: u32,
    /// Reads that joined a request already in flight, or a wait for one.
    pub coalesced: u32,
    /// Requests, of the above, that retried a failed one.
    pub retries: u32,
    /// Requests, of the above, that failed.
    pub failures: u32,
    /// Tokens received from another tab instead of the route.
    pub shared: u32,
    /// Known keys.
    pub entries: u32,
    /// Milliseconds until the next refresh is due, if any.
    pub next_refresh_in_ms: Option<u64>,
    /// How far the local clock is ahead of the server's, by the last reply with a `Date`.
    pub skew_ms: Option<i64>,
}
