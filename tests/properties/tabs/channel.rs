//! The channel between the tabs: who hears what, when, and what is forged.

use workos_widget_tokens::core::sharing::{Kind, Message};

use super::judge::FORGED;
use super::world::World;
use crate::token::Token;
use crate::units::{DAY, SECOND, spread};

/// What one tab says to the others, about a key or about all.
#[derive(Clone)]
pub enum Post {
    OfKey(usize, Message<Token>),
    SignedOut,
}

/// A post on its way, by the channel of a session.
pub struct Sent {
    pub arrives_ms: u64,
    pub to: usize,
    session: u32,
    post: Post,
}

impl World {
    pub fn post(&mut self, from: usize, post: &Post) {
        let session = self.tabs[from].session;
        for to in (0..self.tabs.len()).filter(|to| *to != from) {
            let is_faulty = !self.faults.is_quiet;
            let copies = match self.roll(16) {
                0 if is_faulty => 0,
                1 if is_faulty => 2,
                _ => 1,
            };
            for _ in 0..copies {
                let late_ms = match self.roll(8) {
                    0 if is_faulty => spread(self.roll(65_536) as u16, 20 * SECOND),
                    _ => 1 + self.roll(4),
                };
                let arrives_ms = self.now_ms + late_ms;
                self.posts.push(Sent { arrives_ms, to, session, post: post.clone() });
            }
        }
    }

    /// Delivers what has arrived. A frozen tab hears it when it thaws; a tab that has changed its
    /// user meanwhile does not hear it.
    pub fn deliver(&mut self) {
        let now_ms = self.now_ms;
        while let Some(first) = self.posts.iter().position(|sent| sent.arrives_ms <= now_ms) {
            let Sent { to, session, post, .. } = self.posts.remove(first);
            if self.tabs[to].session != session {
                continue;
            }
            if self.tabs[to].is_frozen {
                self.tabs[to].inbox.push(post);
            } else {
                self.deliver_post(to, post);
            }
        }
    }

    /// A message that nobody meant: nonsense, or an answer to the last question that says nothing, or
    /// that offers a token of any age, issued or invented.
    pub fn forge(&mut self, place: usize, key: usize, dice: u8, life: u16, left: u16) {
        let number = if dice & 1 == 0 { self.tabs[place].asked[key] } else { self.roll(1 << 31) };
        let kinds = [Kind::Ask, Kind::Token, Kind::Sent, Kind::Failed, Kind::SignedOut];
        let kind = kinds[usize::from(dice >> 1) % kinds.len()];
        let mut message = Message::new(kind, number, spread(left, DAY));
        if kind == Kind::Token {
            let serial = FORGED + self.roll(3) as u32;
            message.token = Some(Token { serial, key: 9, epoch: 9, minted_ms: 0, expires_ms: 0 });
            message.life_ms = spread(life, 10 * DAY).max(message.left_ms);
        }
        // Once, or a flood.
        for _ in 0..=dice >> 5 {
            self.deliver_post(place, Post::OfKey(key, message.clone()));
        }
    }
}
