//! One request on its way.

use workos_widget_tokens::core::cache::FetchId;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::reply::Reply;

use crate::clocks::Moment;
use crate::token::Token;

#[derive(Debug)]
pub struct Flight {
    pub fetch: FetchId,
    pub sent: Moment,
    /// After how many inputs it was sent.
    pub inputs: u32,
    /// In true time; `None` for one that is lost.
    pub arrives_ms: Option<u64>,
    pub outcome: Outcome,
    pub comes_after_abort: bool,
    /// Whether the core has not given it up.
    pub is_live: bool,
}

#[derive(Clone, Debug)]
pub enum Outcome {
    Granted(Reply<Token>, Grant),
    Refused(Reply<Token>),
    Failed(Code),
}

/// What is true of a token that is on its way.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    pub token: Token,
    /// Its life is only told to a second.
    pub is_cut: bool,
    /// Its life is only told by the local clock.
    pub by_local_clock: bool,
}
