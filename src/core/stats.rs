//! What the manager counts, for whoever wants to see that it works.

/// Counts since the manager was made, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Reads answered at once from the cache.
    pub hits: u32,
    /// Requests sent to the token route.
    pub fetches: u32,
    /// Reads that joined a request already under way, or a wait for one.
    pub coalesced: u32,
    /// Requests, of the above, that followed a failed one.
    pub retries: u32,
    /// Requests, of the above, that failed.
    pub failures: u32,
    /// Keys known.
    pub entries: u32,
    /// Milliseconds until the next token is due to be fetched anew, if one is.
    pub next_refresh_in_ms: Option<u64>,
    /// How far the local clock is ahead of the server's, by the last reply that said.
    pub skew_ms: Option<i64>,
}
