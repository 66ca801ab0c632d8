//! The settings that the rules go by.

/// Settings of one manager, already checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// How long before its expiry a token is fetched anew, where its life allows.
    pub refresh_lead_ms: u64,
    /// How long a token lives of which neither the reply nor the token says so.
    pub default_lifetime_ms: u64,
    /// How long one request may take.
    pub request_timeout_ms: u64,
    /// The first pause after a transient failure.
    pub retry_base_ms: u64,
    /// The longest pause between two tries.
    pub retry_max_ms: u64,
    /// How long after its last read a key goes on renewing; one lifetime if not said.
    pub idle_after_ms: Option<u64>,
    /// What a hidden page does with keys that are due.
    pub while_hidden: WhileHidden,
}

/// What a hidden page does with keys that are due and that nobody is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhileHidden {
    /// They wait until the page is shown, or the key is read.
    Pause,
    /// They are renewed as if the page were shown.
    Renew,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            refresh_lead_ms: 45_000,
            default_lifetime_ms: 600_000,
            request_timeout_ms: 10_000,
            retry_base_ms: 1_000,
            retry_max_ms: 60_000,
            idle_after_ms: None,
            while_hidden: WhileHidden::Pause,
        }
    }
}
