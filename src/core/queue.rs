//! What is to be done, in order.

/// First in, first out. A [`VecDeque`](std::collections::VecDeque) would be several times the code.
#[derive(Debug)]
pub struct Queue<T> {
    items: Vec<Option<T>>,
    taken: usize,
}

impl<T> Queue<T> {
    /// Adds one at the end.
    pub fn push(&mut self, item: T) {
        self.items.push(Some(item));
    }

    /// Takes the first.
    pub fn pop(&mut self) -> Option<T> {
        let item = self.items.get_mut(self.taken).and_then(Option::take);
        self.taken = self.taken.saturating_add(1);
        if item.is_none() {
            self.items.clear();
            self.taken = 0;
        }
        item
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.len() <= self.taken
    }

    /// All of them.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut().flatten()
    }
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Queue { items: Vec::new(), taken: 0 }
    }
}
