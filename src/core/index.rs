//! All keys, found by id or by key.

use super::id::KeyId;
use super::key::TokenKey;

/// Gives each key an id, and equal keys the same. Ids count up from zero, and a key is kept as
/// long as the index is.
#[derive(Debug, Default)]
pub struct KeyIndex {
    /// Each key at the position that its id names.
    keys: Vec<TokenKey>,
    /// The ids, sorted by their keys.
    sorted: Vec<KeyId>,
}

impl KeyIndex {
    /// The id of `key`, which is added if there is none equal to it.
    pub fn insert(&mut self, key: TokenKey) -> KeyId {
        match self.search(&key) {
            Ok(id) => id,
            Err(place) => {
                let id = KeyId(u32::try_from(self.keys.len()).unwrap_or(u32::MAX));
                self.keys.push(key);
                self.sorted.insert(place, id);
                id
            }
        }
    }

    /// The id of `key`, if it has been added.
    #[must_use]
    pub fn find(&self, key: &TokenKey) -> Option<KeyId> {
        self.search(key).ok()
    }

    /// The key with this id.
    #[must_use]
    pub fn key(&self, id: KeyId) -> Option<&TokenKey> {
        self.keys.get(usize::try_from(id.0).unwrap_or(usize::MAX))
    }

    /// The id of `key`, or else its place among the sorted ids.
    #[inline(never)]
    fn search(&self, key: &TokenKey) -> Result<KeyId, usize> {
        let place = self.sorted.partition_point(|&id| self.key(id).cmp(&Some(key)).is_lt());
        match self.sorted.get(place) {
            Some(&id) if self.key(id) == Some(key) => Ok(id),
            _ => Err(place),
        }
    }
}
