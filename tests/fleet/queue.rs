//! Future events, ordered by time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use workos_widget_tokens::core::cache::FetchId;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Open,
    /// The timer with this serial number.
    Ring(u32),
    Answer(FetchId, Verdict),
    /// The message of another tab, by its number.
    Hear(usize),
    /// The route has held this request for the announced time.
    Wake(FetchId),
}

/// The server's reply to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Granted,
    /// 429, with `Retry-After` in seconds.
    Limited(u64),
    /// 429, with `retry_in_ms`.
    Slot(u64),
    /// 502, with `retry_in_ms` if the route paces.
    Broken(Option<u64>),
}

/// Events at the same time keep the order in which they were added.
#[derive(Debug, Default)]
pub struct Queue {
    heap: BinaryHeap<Reverse<(u64, u64, u32, What)>>,
    noted: u64,
}

impl Queue {
    pub fn note(&mut self, at_ms: u64, browser: u32, what: What) {
        self.noted += 1;
        self.heap.push(Reverse((at_ms, self.noted, browser, what)));
    }

    pub fn next_before(&mut self, end_ms: u64) -> Option<(u64, u32, What)> {
        let Reverse((at_ms, _, browser, what)) = self.heap.pop()?;
        (at_ms < end_ms).then_some((at_ms, browser, what))
    }
}
