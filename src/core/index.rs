//! The index of all keys, by id and by key.

use super::id::KeyId;
use super::key::TokenKey;

/// Assigns each key an id; equal keys share one. Ids count up from zero, and keys are never removed.
#[derive(Debug, Default)]
pub struct KeyIndex {
    /// The keys, indexed by id.
    keys: Vec<TokenKey>,
    /// The ids, sorted by key.
    sorted: Vec<KeyId>,
}

impl KeyIndex {
    /// Returns the id of `key`, adding the key if it is new.
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

    /// Returns the id of `key`, if it has been added.
    #[must_use]
    pub fn find(&self, key: &TokenKey) -> Option<KeyId> {
        self.search(key).ok()
    }

    /// Returns the key with this id.
    #[must_use]
    pub fn key(&self, id: KeyId) -> Option<&TokenKey> {
        self.keys.get(usize::try_from(id.0).unwrap_or(usize::MAX))
    }

    /// Returns the id of `key`, or else its position among the sorted ids.
    #[inline(never)]
    fn search(&self, key: &TokenKey) -> Result<KeyId, usize> {
        let place = self.sorted.partition_point(|&id| self.key(id).cmp(&Some(key)).is_lt());
        match self.sorted.get(place) {
            Some(&id) if self.key(id) == Some(key) => Ok(id),
            _ => Err(place),
        }
    }
}
