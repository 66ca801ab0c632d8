//! One request in flight.

use workos_widget_tokens::core::cache::FetchId;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::reply::Reply;

use crate::clocks::Moment;
use crate::token::Token;

#[derive(Debug)]
pub struct Flight {
    pub fetch: FetchId,
    pub sent: Moment,
    /// The number of inputs before it was sent.
    pub inputs: u32,
    /// In true time; `None` for one that is lost.
    pub arrives_ms: Option<u64>,
    pub outcome: Outcome,
    pub comes_after_abort: bool,
    /// Whether the core has not aborted it.
    pub is_live: bool,
}

#[derive(Clone, Debug)]
pub enum Outcome {
    Granted(Reply<Token>, Grant),
    Refused(Reply<Token>),
    Failed(Code),
}

/// The facts about a token in flight.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    pub token: Token,
    /// Its lifetime is stated to a second only.
    pub is_cut: bool,
    /// Its lifetime is stated by the local clock only.
    pub by_local_clock: bool,
}
