//! Actions: what the core asks the shell to do.

use super::error::TokenError;
use super::event::Event;
use super::id::{CallId, FetchId, KeyId};

/// One thing for the shell to do.
#[derive(Clone, Debug)]
pub enum Action<T> {
    /// Send this request and report its outcome.
    Fetch {
        /// Which request.
        fetch: FetchId,
    },
    /// Abort this request; its outcome is ignored.
    Abort {
        /// Which request.
        fetch: FetchId,
    },
    /// Settle this caller's promise.
    Settle {
        /// Which caller.
        call: CallId,
        /// The token it resolves with, or the error it rejects with.
        outcome: Result<T, TokenError>,
    },
    /// Notify the subscribers of a key that its snapshot has changed.
    Notify {
        /// Which key.
        key: KeyId,
    },
    /// Emit this event to the listeners.
    Emit(Event),
}
