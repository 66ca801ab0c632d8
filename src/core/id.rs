//! Ids of keys, requests and pending reads.

/// The id of a [`TokenKey`](super::key::TokenKey) in the cache. Equal keys have the same id, valid
/// for as long as the cache exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(pub u32);

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
