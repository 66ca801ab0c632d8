//! Keys without any useful state are removed, and their IDs reused.

use workos_widget_tokens::core::cache::KeyId;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::read::Read;

use crate::world::{HOUR, MINUTE, SECOND, Server, World, token_key};

fn mount(world: &mut World, number: u32) -> KeyId {
    let session = format!("mount_{number}");
    world.cache.key_id(token_key("org_1", &["sso"], Some(&session)))
}

/// Removes every removable key, and returns how many are left.
fn forget_unused(world: &mut World) -> usize {
    let dropped = (0..1_000).filter(|&id| world.cache.forget(world.reading, KeyId(id))).count();
    let again = (0..1_000).filter(|&id| world.cache.forget(world.reading, KeyId(id))).count();
    assert_eq!(again, 0, "{dropped} were removed once");
    world.cache.key_count()
}

/// A key that was read once, and whose token has expired.
fn forgotten() -> (World, KeyId) {
    let mut world = World::granting(10 * MINUTE);
    let key = mount(&mut world, 1);
    world.token(key);
    world.run_for(HOUR);
    (world, key)
}

#[test]
fn a_key_whose_token_has_expired_is_removed_and_its_id_reused() {
    let (mut world, key) = forgotten();
    assert_eq!(forget_unused(&mut world), 0);
    assert!(world.cache.token(key).is_none());
    assert_eq!(world.cache.find(&token_key("org_1", &["sso"], Some("mount_1"))), None);
    assert_eq!(world.cache.stats(world.reading).entries, 0);
    let other = mount(&mut world, 2);
    assert_eq!(other, key);
    assert_eq!(world.cache.key(other).unwrap().session(), Some("mount_2"));
    assert!(world.snapshot(other).token.is_none());
    assert_ne!(mount(&mut world, 1), other, "the removed key comes back as a new one");
    assert_eq!(world.cache.find(&token_key("org_1", &["sso"], Some("mount_2"))), Some(other));
    world.token(other);
}

#[test]
fn twenty_thousand_mounts_leave_the_last_few() {
    let mut world = World::granting(10 * MINUTE);
    let mut most = 0;
    for number in 0..20_000 {
        let key = mount(&mut world, number);
        world.subscribe(key);
        world.run_for(SECOND);
        world.unsubscribe(key);
        world.run_for(SECOND);
        if number % 100 == 0 {
            most = most.max(forget_unused(&mut world));
        }
    }
    assert!(most < 1_000, "{most} keys at a time");
    world.run_for(HOUR);
    assert_eq!(forget_unused(&mut world), 0);
    assert!(world.delay_ms().is_none());
}

type Happens = fn(&mut World, KeyId);

#[test]
fn a_key_with_useful_state_is_kept() {
    let cases: [(&str, Happens); 7] = [
        ("a valid token", |world, key| {
            world.token(key);
        }),
        ("a subscriber", |world, key| {
            world.server = Server::Silent;
            world.cache.handle_clear(world.reading, ClearReason::SignOut);
            world.subscribe(key);
        }),
        ("a waiting caller", |world, key| {
            world.server = Server::Silent;
            world.read(key);
        }),
        ("a refusal that is repeated", |world, key| {
            world.server = Server::Silent;
            world.read(key);
            world.refuse(403);
        }),
        ("a pause after a failure", |world, key| {
            world.server = Server::Silent;
            let Read::Wait(call) = world.read(key) else { panic!() };
            world.refuse(503);
            world.abort(call);
        }),
        ("a fetch that the breaker counts", |world, key| {
            world.token(key);
            world.clear(ClearReason::SignOut);
            world.run_for(2 * SECOND);
        }),
        ("a renewal that a hidden page postpones", |world, key| {
            world.token(key);
            world.show(workos_widget_tokens::core::context::Page::Hidden);
            world.run_for(10 * MINUTE);
        }),
    ];
    for (name, happen) in cases {
        let mut world = World::granting(10 * MINUTE);
        let key = mount(&mut world, 1);
        happen(&mut world, key);
        assert_eq!(forget_unused(&mut world), 1, "{name}");
    }
}

#[test]
fn after_a_sign_out_a_key_is_removed_once_the_breaker_is_quiet() {
    let mut world = World::granting(10 * MINUTE);
    let key = mount(&mut world, 1);
    world.token(key);
    world.clear(ClearReason::SignOut);
    world.run_for(MINUTE);
    assert_eq!(forget_unused(&mut world), 0);
}

#[test]
fn a_late_reply_does_not_reach_the_next_key_with_the_id() {
    let mut world = World::new();
    let key = mount(&mut world, 1);
    let Read::Wait(call) = world.read(key) else { panic!() };
    let fetch = world.pending[0];
    world.abort(call);
    world.run_for(2 * MINUTE);
    assert_eq!(forget_unused(&mut world), 0);
    let other = mount(&mut world, 2);
    assert_eq!(other, key);
    let Read::Wait(call) = world.read(other) else { panic!() };
    world.grant_to(fetch, 600_000);
    assert!(world.outcome(call).is_none());
    let token = world.grant(10 * MINUTE);
    assert_eq!(world.outcome(call).unwrap().unwrap(), token);
}

#[test]
fn no_key_is_removed_while_actions_are_pending() {
    let (mut world, key) = forgotten();
    let other = mount(&mut world, 2);
    world.cache.handle_subscribe(world.reading, other);
    assert!(world.cache.has_actions());
    assert!(!world.cache.forget(world.reading, key));
}
