//! The index of all keys, by id and by key.

use super::id::KeyId;
use super::key::TokenKey;

/// Assigns each key an id; equal keys share one. Ids count up from zero, and those of removed keys are
/// reused.
#[derive(Debug, Default)]
pub struct KeyIndex {
    /// The keys, indexed by id. A removed key stays until its id is reused.
    keys: Vec<TokenKey>,
    /// The ids, sorted by key.
    sorted: Vec<KeyId>,
    /// The ids of removed keys.
    free: Vec<KeyId>,
}

impl KeyIndex {
    /// Returns the id of `key`, adding the key if it is new.
    pub fn insert(&mut self, key: TokenKey) -> KeyId {
        match self.search(&key) {
            Ok(id) => id,
            Err(place) => {
                let next = KeyId(u32::try_from(self.keys.len()).unwrap_or(u32::MAX));
                let id = self.free.pop().unwrap_or(next);
                match self.keys.get_mut(id.position()) {
                    Some(dropped) => *dropped = key,
                    None => self.keys.push(key),
                }
                self.sorted.insert(place, id);
                id
            }
        }
    }

    /// Removes the key with this id. Returns whether there was one.
    pub fn remove(&mut self, id: KeyId) -> bool {
        let Some(place) = self.sorted.iter().position(|known| *known == id) else { return false };
        self.sorted.remove(place);
        self.free.push(id);
        true
    }

    /// The number of keys.
    #[must_use]
    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// Returns the id of `key`, if it has been added.
    #[must_use]
    pub fn find(&self, key: &TokenKey) -> Option<KeyId> {
        self.search(key).ok()
    }

    /// Returns the key with this id.
    #[must_use]
    pub fn key(&self, id: KeyId) -> Option<&TokenKey> {
        self.keys.get(id.position())
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
