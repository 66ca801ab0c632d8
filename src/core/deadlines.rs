//! The deadlines of all keys, the earliest first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::id::KeyId;
use super::time::Instant;

/// Looks up the current deadline of a key.
pub type DeadlineOf<'a> = &'a dyn Fn(KeyId) -> Option<Instant>;

/// A heap of deadlines with lazy deletion. A deadline that was moved stays in the heap until it
/// reaches the top, where `deadline_of` shows it to be stale. So moving a deadline costs O(log n),
/// and a tick costs only what is due.
#[derive(Debug, Default)]
pub struct Deadlines {
    heap: BinaryHeap<Reverse<(Instant, KeyId)>>,
}

impl Deadlines {
    /// Records that `key` is due at `at`.
    pub fn push(&mut self, at: Instant, key: KeyId) {
        self.heap.push(Reverse((at, key)));
    }

    /// Returns the earliest deadline that is not stale.
    pub fn earliest(&mut self, deadline_of: DeadlineOf<'_>) -> Option<Instant> {
        while let Some(&Reverse((at, key))) = self.heap.peek() {
            if deadline_of(key) == Some(at) {
                return Some(at);
            }
            self.heap.pop();
        }
        None
    }

    /// Removes and returns one key that is due by `now`.
    pub fn pop_due(&mut self, now: Instant, deadline_of: DeadlineOf<'_>) -> Option<KeyId> {
        let at = self.earliest(deadline_of)?;
        if at > now {
            return None;
        }
        self.heap.pop().map(|Reverse((_, key))| key)
    }

    /// Whether stale deadlines outnumber those that `held` keys can have.
    #[must_use]
    pub fn is_overgrown(&self, held: usize) -> bool {
        self.heap.len() > held.saturating_mul(4).saturating_add(64)
    }

    /// Removes all deadlines.
    pub fn clear(&mut self) {
        self.heap.clear();
    }
}
