//! A build without the feature `tabs`: whatever the shell requests, each tab fetches for itself.

use workos_widget_tokens::core::sharing::{Kind, Message, SharingMode};

use crate::world::{SECOND, World};

#[test]
fn other_tabs_are_neither_asked_nor_answered() {
    let mut world = World::granting(600_000);
    world.cache.set_sharing(SharingMode::Full);
    let key = world.key();
    world.read(key);
    assert_eq!(world.fetches(), 1);
    world.run_for(SECOND);
    world.cache.handle_message(world.reading, key, &Message::new(Kind::Ask, 1, 0));
    world.invalidate(key, None);
    world.run_for(SECOND);
    assert!(world.said.is_empty());
}
