//! Numbers for what would be dear to name each time.

/// A [`TokenKey`](super::key::TokenKey) that the cache knows: equal keys have the same id,
/// which is good for as long as the cache lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(pub u32);

/// One request to the token route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FetchId {
    /// The key it is for.
    pub key: KeyId,
    /// Its number; no two requests share one.
    pub serial: u32,
}

/// One caller's wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallId {
    /// The key that is waited for.
    pub key: KeyId,
    /// Its number; no two waits share one.
    pub serial: u32,
}
