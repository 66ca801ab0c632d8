//! What happens to the tabs.

use workos_widget_tokens::core::cache::ReadOptions;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::read::{Accept, Read};
use workos_widget_tokens::core::sharing::SharingMode;

use super::channel::Post;
use super::tab::Waiting;
use super::world::{KEYS, World};
use crate::units::{MINUTE, spread};

/// Longer than any caller waits once the faults have ended: a wait for another tab's request, the last
/// backoff or rate limit, and a request.
const SERVED_MS: u64 = 6 * MINUTE;

#[derive(Clone, Copy, Debug)]
pub enum Step {
    Read,
    /// With a wait limit.
    ReadWithin(u16),
    /// With `forceRefresh`.
    ReadNew,
    Subscribe,
    Unsubscribe,
    Invalidate,
    SignOut,
    NameUser,
    Freeze,
    Thaw,
    Hide,
    Show,
    Close,
    Forge {
        dice: u8,
        life: u16,
        left: u16,
    },
    Pass,
}

impl World {
    fn read(&mut self, place: usize, key: usize, options: ReadOptions) {
        let mut given = None;
        let until_ms = options.wait_timeout_ms.map(|ms| self.now_ms + ms);
        self.feed(place, |tab, reading| {
            match tab.cache.handle_read(reading, tab.keys[key], options) {
                Read::Ready(token) => given = Some(token),
                Read::Wait(call) => tab.waiting.push(Waiting { call, until_ms }),
                Read::Failed(_) => {}
            }
        });
        if let Some(token) = given {
            self.receive(place, self.tabs[place].keys[key], token);
        }
    }

    fn sign_out(&mut self, place: usize) {
        self.post(place, &Post::SignedOut);
        self.session += 1;
        self.name_user(place);
    }

    /// The app of this tab learns who is signed in.
    fn name_user(&mut self, place: usize) {
        let session = self.session;
        self.tabs[place].session = session;
        self.tabs[place].inbox.clear();
        self.feed(place, |tab, reading| {
            tab.cache.set_sharing(SharingMode::Full);
            tab.sign_out(reading, ClearReason::OtherUser);
        });
    }

    fn thaw(&mut self, place: usize) {
        self.tabs[place].is_frozen = false;
        // It may look at the clock before it hears what was said meanwhile, or after.
        if self.roll(2) == 0 {
            self.feed(place, |tab, reading| tab.cache.handle_page(reading, Page::Shown));
        }
        for post in std::mem::take(&mut self.tabs[place].inbox) {
            self.deliver_post(place, post);
        }
        self.feed(place, |tab, reading| tab.cache.handle_page(reading, Page::Shown));
    }

    fn invalidate(&mut self, place: usize, key: usize) {
        let tab = &mut self.tabs[place];
        if let Some(&token) = tab.cache.token(tab.keys[key]) {
            tab.seen[key].note_rejected(token.serial);
            self.feed(place, |tab, reading| {
                tab.cache.handle_invalidate(reading, tab.keys[key], Some(&token));
            });
        }
    }

    pub fn step(&mut self, step: Step, which: u8, after: u16) {
        self.run_for(spread(after, 8 * MINUTE));
        let place = usize::from(which) % self.tabs.len();
        // In quiet worlds every tab wants the first key.
        let key = if self.faults.is_quiet { 0 } else { usize::from(which >> 6) % KEYS.len() };
        let any = ReadOptions::default();
        let is_frozen = self.tabs[place].is_frozen;
        match step {
            Step::Thaw if is_frozen => self.thaw(place),
            Step::Close => {
                self.posts.retain(|sent| sent.to != place);
                self.tabs[place] = self.open();
            }
            _ if is_frozen => {}
            Step::Read => self.read(place, key, any),
            Step::ReadWithin(limit) => {
                let wait_timeout_ms = Some(1 + spread(limit, MINUTE));
                self.read(place, key, ReadOptions { wait_timeout_ms, ..any });
            }
            Step::ReadNew => self.read(place, key, ReadOptions { accept: Accept::New, ..any }),
            Step::Subscribe => self.feed(place, |tab, reading| {
                tab.subscribers[key] += 1;
                tab.cache.handle_subscribe(reading, tab.keys[key]);
            }),
            Step::Unsubscribe if self.tabs[place].subscribers[key] > 0 => {
                self.feed(place, |tab, reading| {
                    tab.subscribers[key] -= 1;
                    tab.cache.handle_unsubscribe(reading, tab.keys[key]);
                });
            }
            Step::Invalidate => self.invalidate(place, key),
            Step::SignOut => self.sign_out(place),
            Step::NameUser if self.tabs[place].session < self.session => self.name_user(place),
            Step::Freeze => self.tabs[place].is_frozen = true,
            Step::Hide => {
                self.feed(place, |tab, reading| tab.cache.handle_page(reading, Page::Hidden));
            }
            Step::Show => {
                self.feed(place, |tab, reading| tab.cache.handle_page(reading, Page::Shown));
            }
            Step::Forge { dice, life, left } => self.forge(place, key, dice, life, left),
            Step::Pass | Step::Thaw | Step::NameUser | Step::Unsubscribe => {}
        }
    }

    /// From now on nothing goes wrong: every caller is served.
    pub fn end_faults(&mut self) {
        self.faults.is_quiet = true;
        for place in 0..self.tabs.len() {
            if self.tabs[place].is_frozen {
                self.thaw(place);
            }
            self.feed(place, |tab, reading| tab.cache.handle_page(reading, Page::Shown));
        }
        self.run_for(SERVED_MS);
        let waits = self.tabs.iter().position(|tab| !tab.waiting.is_empty());
        self.judge.demand(waits.is_none(), || format!("tab {waits:?} waits for ever"));
    }
}
