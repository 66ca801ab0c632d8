//! What a key's snapshot shows.

use workos_widget_tokens::core::cache::KeyId;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::snapshot::Status;

use crate::world::{MINUTE, SECOND, Server, World};

fn shown(world: &mut World, key: KeyId) -> Status {
    world.snapshot(key).status
}

#[test]
fn the_status_describes_the_key() {
    let mut world = World::new();
    let key = world.key();
    assert_eq!(shown(&mut world, key), Status::Empty);
    world.subscribe(key);
    assert_eq!(shown(&mut world, key), Status::Loading);
    world.refuse(500);
    assert_eq!(shown(&mut world, key), Status::Retrying);
    world.run_for(SECOND);
    assert_eq!(shown(&mut world, key), Status::Loading);
    world.grant(10 * MINUTE);
    assert_eq!(shown(&mut world, key), Status::Ready);
    world.pass(560 * SECOND);
    world.wake();
    assert_eq!(shown(&mut world, key), Status::Refreshing);
    world.refuse(403);
    assert_eq!(shown(&mut world, key), Status::Failed);
}

#[test]
fn a_terminal_error_is_shown_with_the_valid_token_and_without_a_retry() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let token = world.token(key);
    world.server = Server::Silent;
    world.pass(560 * SECOND);
    world.read(key);
    world.refuse(403);
    let snapshot = world.snapshot(key);
    assert_eq!(snapshot.error.unwrap().code, Code::Forbidden);
    assert_eq!((snapshot.token, snapshot.retry_at), (Some(token), None));
}

#[test]
fn an_error_from_the_route_or_platform_names_its_request() {
    let failures: [fn(&mut World); 2] =
        [|world| world.refuse(500), |world| world.lose(Code::Network)];
    for fail in failures {
        let mut world = World::new();
        let key = world.key();
        world.read_patiently(key);
        let fetch = world.pending[0];
        fail(&mut world);
        assert_eq!(world.snapshot(key).error.unwrap().origin, Some(fetch));
    }
    let mut world = World::new();
    let key = world.key();
    world.read_patiently(key);
    world.run_for(10 * SECOND);
    let error = world.snapshot(key).error.unwrap();
    assert_eq!((error.code, error.origin), (Code::Timeout, None));
}

#[test]
fn a_key_waiting_for_another_keys_pause_is_loading() {
    let mut world = World::new();
    let (one, other) = (world.key_of("org_1", "sso"), world.key_of("org_2", "sso"));
    world.read_patiently(one);
    world.refuse_for(429, 30);
    world.subscribe(other);
    assert_eq!((world.fetches(), shown(&mut world, other)), (1, Status::Loading));
}

#[test]
fn a_request_in_flight_is_shown_in_a_hidden_page_too() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    world.show(Page::Hidden);
    assert_eq!(shown(&mut world, key), Status::Loading);
}

#[test]
fn a_token_that_expired_in_a_hidden_page_leaves_nothing_to_show_until_the_page_is_shown() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.show(Page::Hidden);
    world.run_for(20 * MINUTE);
    assert_eq!(shown(&mut world, key), Status::Empty);
    world.server = Server::Silent;
    world.show(Page::Shown);
    assert_eq!(shown(&mut world, key), Status::Loading);
}
