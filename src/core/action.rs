//! Actions: what the core asks the shell to do.

use super::error::TokenError;
use super::event::Event;
use super::id::{CallId, FetchId, KeyId};
use super::sharing::Message;

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
    /// Send a message to the user's other tabs.
    Broadcast {
        /// The key that it is about.
        key: KeyId,
        /// The message.
        message: Message<T>,
    },
    /// Notify the subscribers of a key that its snapshot has changed.
    Notify {
        /// Which key.
        key: KeyId,
    },
    /// Emit this event to the listeners.
    Emit(Event),
}
