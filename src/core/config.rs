//! The settings of the core.

/// Settings of one manager, already validated.
#[derive(Clone, Debug)]
pub struct Config {
    /// How long before expiry a token is refreshed, if its lifetime allows.
    pub refresh_lead_ms: u64,
    /// The lifetime of a token when neither the reply nor the token states one.
    pub default_lifetime_ms: u64,
    /// The timeout of one request.
    pub request_timeout_ms: u64,
    /// The backoff after the first transient failure.
    pub retry_base_ms: u64,
    /// The longest backoff.
    pub retry_max_ms: u64,
    /// How long after its last read a key keeps renewing; `None` is one lifetime.
    pub idle_after_ms: Option<u64>,
    /// Whether a hidden page renews.
    pub while_hidden: WhileHidden,
}

/// Whether a hidden page renews keys that no caller is waiting for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhileHidden {
    /// Not until the page is shown or the key is read.
    Pause,
    /// As if the page were shown.
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
