//! Epochs: sign-out, another user, disposal.

use workos_widget_tokens::core::cache::Action;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::read::{Accept, Read};
use workos_widget_tokens::core::snapshot::Status;

use crate::world::{MINUTE, SECOND, World};

const ALL: [(ClearReason, Code); 3] = [
    (ClearReason::SignOut, Code::Cleared),
    (ClearReason::OtherUser, Code::Cleared),
    (ClearReason::Disposal, Code::Disposed),
];

#[test]
fn waiting_callers_reject_and_the_request_is_aborted() {
    for (clearing, code) in ALL {
        let mut world = World::new();
        let key = world.key();
        let read = world.read_patiently(key);
        let fetch = world.pending[0];
        world.clear(clearing);
        assert_eq!(world.error_code(&read), Some(code));
        assert_eq!(world.aborted, [fetch]);
    }
}

#[test]
fn a_token_of_an_earlier_epoch_is_not_written_back() {
    for (clearing, _) in ALL {
        let mut world = World::new();
        let key = world.key();
        world.read(key);
        let late = world.pending[0];
        world.clear(clearing);
        world.grant_to(late, 600_000);
        assert_eq!(world.count("token"), 0);
        assert!(!matches!(world.read(key), Read::Ready(_)));
    }
}

#[test]
fn a_token_of_an_earlier_epoch_does_not_resolve_a_read_of_the_next() {
    let mut world = World::new();
    let key = world.key();
    world.read(key);
    let late = world.pending[0];
    world.clear(ClearReason::OtherUser);
    let Read::Wait(call) = world.read(key) else { panic!() };
    world.grant_to(late, 600_000);
    assert!(world.outcome(call).is_none());
    let token = world.grant(10 * MINUTE);
    assert_eq!(world.outcome(call).unwrap().unwrap(), token);
}

#[test]
fn clearing_drops_the_cached_token() {
    for (clearing, _) in ALL {
        let mut world = World::granting(10 * MINUTE);
        let key = world.key();
        world.token(key);
        world.clear(clearing);
        assert!(!matches!(world.read(key), Read::Ready(_)));
    }
}

#[test]
fn an_answer_not_yet_delivered_belongs_to_the_epoch_that_ended() {
    let mut world = World::new();
    let key = world.key();
    world.read(key);
    let fetch = world.pending[0];
    let reply = workos_widget_tokens::core::reply::Reply {
        status: 200,
        token: Some("late".into()),
        ..Default::default()
    };
    // A listener clears before the shell has performed the reply's actions.
    world.cache.handle_reply(world.reading, fetch, reply);
    world.cache.handle_clear(world.reading, ClearReason::SignOut);
    while let Some(action) = world.cache.poll_action() {
        assert!(!matches!(action, Action::Settle { outcome: Ok(_), .. }));
    }
}

#[test]
fn nothing_is_fetched_after_sign_out_until_the_next_read() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.clear(ClearReason::SignOut);
    world.run_for(60 * MINUTE);
    assert_eq!((world.fetches(), world.snapshot(key).status), (1, Status::Empty));
    world.token(key);
    assert_eq!(world.fetches(), 2);
}

#[test]
fn a_subscriber_fetches_after_sign_out() {
    let mut world = World::new();
    let key = world.key();
    world.clear(ClearReason::SignOut);
    world.subscribe(key);
    assert_eq!(world.fetches(), 1);
}

#[test]
fn only_subscribed_keys_are_fetched_for_another_user() {
    let mut world = World::granting(10 * MINUTE);
    let (watched, read) = (world.key_of("org_1", "sso"), world.key_of("org_2", "sso"));
    world.subscribe(watched);
    world.token(read);
    world.clear(ClearReason::OtherUser);
    world.run_for(MINUTE);
    assert_eq!(world.fetches(), 3);
    assert!(world.snapshot(watched).token.is_some());
    assert_eq!(world.snapshot(read).token, None);
}

#[test]
fn a_terminal_error_does_not_carry_over_to_another_user() {
    let mut world = World::new();
    let key = world.key();
    world.read(key);
    world.refuse(403);
    world.clear(ClearReason::OtherUser);
    assert!(matches!(world.read(key), Read::Wait(_)));
    assert_eq!(world.fetches(), 2);
}

#[test]
fn a_loop_of_clearing_opens_the_breaker_at_the_higher_limit() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.token(key);
    for _ in 0..100 {
        world.clear(ClearReason::OtherUser);
        world.read(key);
        world.run_for(10);
    }
    assert_eq!(world.fetches(), 60);
}

#[test]
fn fetches_of_another_user_do_not_open_the_breaker() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    for _ in 0..10 {
        world.run_for(2 * SECOND);
        world.clear(ClearReason::OtherUser);
    }
    world.run_for(SECOND);
    assert_eq!((world.fetches(), world.snapshot(key).status), (11, Status::Ready));
    // This user's history: nine more invalidations.
    for _ in 0..9 {
        world.run_for(2 * SECOND);
        world.invalidate(key, None);
    }
    world.run_for(SECOND);
    assert_eq!((world.fetches(), world.snapshot(key).status), (20, Status::Ready));
}

#[test]
fn the_message_of_a_limit_reaches_only_its_user_and_key() {
    let mut world = World::new();
    let (key, other) = (world.key(), world.key_of("org_1", "dsync"));
    world.read(key);
    world.refuse_for(429, 60);
    let own = world.read_with(key, Accept::ValidFor(0), Some(0));
    assert!(matches!(own, Read::Failed(error) if error.origin.is_some()));
    let others = world.read_with(other, Accept::ValidFor(0), Some(0));
    assert!(matches!(others, Read::Failed(error) if error.origin.is_none()));
    world.clear(ClearReason::OtherUser);
    let next = world.read_with(key, Accept::ValidFor(0), Some(0));
    assert!(matches!(next, Read::Failed(error) if error.origin.is_none()));
    assert_eq!(world.error_code(&next), Some(Code::RateLimited));
}

#[test]
fn a_pause_of_over_five_minutes_ends_for_another_user() {
    for (seconds, fetches) in [(150, 1), (3_600, 2)] {
        let mut world = World::new();
        let key = world.key();
        world.subscribe(key);
        world.refuse_for(429, seconds);
        world.run_for(SECOND);
        world.clear(ClearReason::OtherUser);
        world.run_for(SECOND);
        assert_eq!(world.fetches(), fetches, "after {seconds} s");
    }
}

#[test]
fn nothing_happens_after_disposal() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    world.subscribe(key);
    world.run_for(SECOND);
    world.clear(ClearReason::Disposal);
    world.events.clear();
    world.notified.clear();
    let read = world.read(key);
    assert_eq!(world.error_code(&read), Some(Code::Disposed));
    world.subscribe(key);
    world.invalidate(key, None);
    world.online();
    world.wake();
    world.clear(ClearReason::OtherUser);
    world.run_for(60 * MINUTE);
    assert_eq!((world.fetches(), world.delay_ms()), (1, None));
    assert!(world.events.is_empty() && world.notified.is_empty());
}
