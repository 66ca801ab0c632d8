//! A first-in, first-out queue.

/// A queue that is drained before it grows long. Compiles to a fraction of a
/// [`VecDeque`](std::collections::VecDeque).
#[derive(Debug)]
pub struct Queue<T> {
    items: Vec<Option<T>>,
    taken: usize,
}

impl<T> Queue<T> {
    /// Appends an item.
    pub fn push(&mut self, item: T) {
        self.items.push(Some(item));
    }

    /// Removes the first item.
    pub fn pop(&mut self) -> Option<T> {
        let item = self.items.get_mut(self.taken).and_then(Option::take);
        self.taken = self.taken.saturating_add(1);
        if item.is_none() {
            self.items.clear();
            self.taken = 0;
        }
        item
    }

    /// Removes the last item if it meets the condition.
    pub fn pop_last_if(&mut self, condition: impl FnOnce(&T) -> bool) -> Option<T> {
        self.items.pop_if(|item| item.as_ref().is_some_and(condition)).flatten()
    }

    /// Keeps the items that meet the condition.
    pub fn retain(&mut self, condition: impl Fn(&T) -> bool) {
        // The places of those already taken count.
        self.items.retain(|item| item.as_ref().is_none_or(&condition));
    }

    /// Whether the queue is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.len() <= self.taken
    }

    /// Iterates over the items in order.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut().flatten()
    }
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Queue { items: Vec::new(), taken: 0 }
    }
}
