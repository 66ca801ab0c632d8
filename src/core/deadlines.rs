//! The deadlines of all keys, the earliest first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::id::KeyId;
use super::time::Instant;

/// Asks for the true deadline of a key.
pub type DeadlineOf<'a> = &'a dyn Fn(KeyId) -> Option<Instant>;

/// A heap of deadlines. One that was moved stays in the heap until it surfaces, and
/// is then told from the true one by asking `deadline_of`: so moving a deadline costs
/// the logarithm of what is held, and a tick costs what is due.
#[derive(Debug, Default)]
pub struct Deadlines {
    heap: BinaryHeap<Reverse<(Instant, KeyId)>>,
}

impl Deadlines {
    /// Notes that `key` is due at `at`.
    pub fn push(&mut self, at: Instant, key: KeyId) {
        self.heap.push(Reverse((at, key)));
    }

    /// The earliest deadline that still holds.
    pub fn earliest(&mut self, deadline_of: DeadlineOf<'_>) -> Option<Instant> {
        while let Some(&Reverse((at, key))) = self.heap.peek() {
            if deadline_of(key) == Some(at) {
                return Some(at);
            }
            self.heap.pop();
        }
        None
    }

    /// Takes out one key whose deadline has come by `now`.
    pub fn pop_due(&mut self, now: Instant, deadline_of: DeadlineOf<'_>) -> Option<KeyId> {
        let at = self.earliest(deadline_of)?;
        if at > now {
            return None;
        }
        self.heap.pop().map(|Reverse((_, key))| key)
    }

    /// Whether what was moved outweighs what `held` keys can hold.
    #[must_use]
    pub fn is_overgrown(&self, held: usize) -> bool {
        self.heap.len() > held.saturating_mul(4).saturating_add(64)
    }

    /// Forgets all deadlines.
    pub fn clear(&mut self) {
        self.heap.clear();
    }
}
