//! What the shell polls between inputs.

use workos_widget_tokens::core::cache::{Action, ReadOptions};
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::lifetime::Expiry;
use workos_widget_tokens::core::read::Read;
use workos_widget_tokens::core::reply::Reply;

use crate::world::{MINUTE, SECOND, Server, World};

fn granted() -> Reply<String> {
    Reply { status: 200, token: Some("widget_1".into()), ..Reply::default() }
}

#[test]
fn a_lease_is_short_and_ends_before_the_refresh() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    assert!(world.cache.lease(world.reading, key).is_none());
    let token = world.token(key);
    let (leased, lease_ms) = world.cache.lease(world.reading, key).unwrap();
    assert_eq!((leased, lease_ms), (&token, SECOND));
    let refresh_at_ms = {
        let (sent, schedule) = world.snapshot(key).schedule.unwrap();
        world.sent_ms[0] + schedule.refresh_at.since_ms(sent)
    };
    world.server = Server::Silent;
    world.pass(refresh_at_ms - 300 - world.reading.monotonic_ms);
    assert_eq!(world.cache.lease(world.reading, key).unwrap().1, 300);
    world.pass(300);
    assert!(world.cache.lease(world.reading, key).is_none());
}

#[test]
fn has_actions_until_all_are_performed() {
    let mut world = World::new();
    let key = world.key();
    assert!(!world.cache.has_actions());
    world.cache.handle_read(world.reading, key, ReadOptions::default());
    assert!(world.cache.has_actions());
    assert!(matches!(world.cache.poll_action(), Some(Action::Fetch { .. })));
    assert!(!world.cache.has_actions());
    world.cache.handle_clear(world.reading, ClearReason::SignOut);
    assert!(world.cache.has_actions(), "a caller is still to be settled");
}

#[test]
fn a_request_aborted_before_it_was_sent_is_not_sent() {
    let mut world = World::new();
    let key = world.key();
    world.cache.handle_read(world.reading, key, ReadOptions::default());
    world.cache.handle_clear(world.reading, ClearReason::SignOut);
    while let Some(action) = world.cache.poll_action() {
        assert!(!matches!(action, Action::Fetch { .. }), "{action:?}");
    }
}

#[test]
fn callers_are_settled_before_listeners_are_notified() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    world.read(key);
    let fetch = world.pending[0];
    world.cache.handle_reply(world.reading, fetch, granted());
    let mut kinds = Vec::new();
    while let Some(action) = world.cache.poll_action() {
        kinds.push(matches!(action, Action::Settle { .. }));
    }
    assert_eq!(kinds, [true, false, false]);
}

#[test]
fn handle_reply_returns_whether_a_valid_token_was_granted() {
    let mut world = World::new();
    let key = world.key();
    world.subscribe(key);
    let fetch = world.pending[0];
    assert!(world.cache.handle_reply(world.reading, fetch, granted()));
    assert!(!world.cache.handle_reply(world.reading, fetch, granted()), "it arrived too late");

    let over = Reply { expiry: Expiry::In(0), ..granted() };
    for bad in [over, Reply { status: 500, ..granted() }] {
        let mut world = World::new();
        let key = world.key();
        world.subscribe(key);
        let fetch = world.pending[0];
        assert!(!world.cache.handle_reply(world.reading, fetch, bad));
    }
}

#[test]
fn after_disposal_only_callers_receive_pending_actions() {
    for (clearing, code) in
        [(ClearReason::Disposal, Code::Disposed), (ClearReason::SignOut, Code::Cleared)]
    {
        let mut world = World::new();
        let key = world.key();
        world.subscribe(key);
        world.read(key);
        let fetch = world.pending[0];
        world.cache.handle_reply(world.reading, fetch, granted());
        world.cache.handle_clear(world.reading, clearing);
        let mut notified = Vec::new();
        let mut others = 0;
        while let Some(action) = world.cache.poll_action() {
            match action {
                Action::Settle { outcome, .. } => notified.push(outcome.unwrap_err().code),
                Action::Notify { .. } | Action::Emit(_) => others += 1,
                Action::Fetch { .. } | Action::Abort { .. } | Action::Broadcast { .. } => {}
            }
        }
        assert_eq!(notified, [code]);
        assert_eq!(others == 0, clearing == ClearReason::Disposal);
    }
}

#[test]
fn stats_report_the_entries_and_the_next_refresh() {
    let mut world = World::granting(10 * MINUTE);
    let (one, other) = (world.key_of("org_1", "sso"), world.key_of("org_2", "sso"));
    world.token(one);
    let stats = world.cache.stats(world.reading);
    assert_eq!(stats.entries, 2);
    let next_ms = stats.next_refresh_in_ms.unwrap();
    assert!((535_000..=555_000).contains(&next_ms), "{next_ms}");
    world.pass(100 * SECOND);
    world.token(other);
    let sooner_ms = world.cache.stats(world.reading).next_refresh_in_ms.unwrap();
    assert!(sooner_ms <= next_ms - 100 * SECOND, "the earliest of all: {sooner_ms}");
}

#[test]
fn wall_times_of_a_schedule_use_the_local_clock() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.key();
    let sent_wall_ms = world.reading.wall_ms;
    world.token(key);
    let (sent, schedule) = world.snapshot(key).schedule.unwrap();
    assert_eq!(world.cache.wall_ms_at(sent), sent_wall_ms);
    assert_eq!(world.cache.wall_ms_at(schedule.expires_at), sent_wall_ms + 600_000);
}

#[test]
fn a_pause_ends_when_it_ends() {
    let mut world = World::new();
    let (one, other) = (world.key_of("org_1", "sso"), world.key_of("org_2", "sso"));
    world.read_patiently(one);
    world.refuse_for(429, 10);
    let pause_ms = world.pauses()[0].unwrap();
    world.pass(pause_ms - 1);
    let early = world.read_with(other, ReadOptions::default().accept, Some(0));
    assert_eq!(world.error_code(&early), Some(Code::RateLimited));
    world.pass(1);
    let read = world.read_with(other, ReadOptions::default().accept, Some(0));
    assert!(matches!(read, Read::Wait(_)), "nothing delays it any more");
}
