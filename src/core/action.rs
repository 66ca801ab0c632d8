//! What the rules have the shell do.

use super::error::TokenError;
use super::event::Event;
use super::id::{CallId, FetchId, KeyId};

/// Something for the shell to do.
#[derive(Clone, Debug)]
pub enum Action<T> {
    /// Send this request, and report what comes of it.
    Fetch {
        /// Which request.
        fetch: FetchId,
    },
    /// End this request; nothing about it will be listened to.
    Abort {
        /// Which request.
        fetch: FetchId,
    },
    /// Answer this caller.
    Settle {
        /// Which caller.
        call: CallId,
        /// What it is told.
        outcome: Result<T, TokenError>,
    },
    /// Tell the subscribers of a key that its snapshot has changed.
    Notify {
        /// Which key.
        key: KeyId,
    },
    /// Tell the listeners.
    Emit(Event),
}
