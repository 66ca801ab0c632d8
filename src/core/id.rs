//! Ids of keys, requests and pending reads.

/// The id of a [`TokenKey`](super::key::TokenKey) in the cache. Equal keys have the same id, valid
/// until the cache [forgets](super::cache::Cache::forget) the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(pub u32);

impl KeyId {
    /// The id as an index into a list of per-key state.
    #[must_use]
    pub fn position(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX)
    }
}

/// One request to the token route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FetchId {
    /// The key it is for.
    pub key: KeyId,
    /// Its serial number, unique among requests.
    pub serial: u32,
}

/// One caller's pending read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallId {
    /// The key it waits for.
    pub key: KeyId,
    /// Its serial number, unique among pending reads.
    pub serial: u32,
}
