//! Tabs of one user that share their tokens: some worlds, and a channel between them.

use workos_widget_tokens::core::cache::KeyId;
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::lifetime::Claims;
use workos_widget_tokens::core::read::{Accept, Read};
use workos_widget_tokens::core::sharing::{
    ASK_MS, FIRST_LATE_RANK, Kind, MOST_ASKERS, MOST_RANK, Message, RemainingLife, SharingMode,
    Token,
};

use crate::world::{HOUR, MINUTE, SECOND, Server, World, token_key};

const LIFE_MS: i64 = 600_000;

/// More messages than any test sends at a time.
const MAX_MESSAGES: u32 = 10_000;

impl World {
    /// A message about a key arrives from another tab.
    fn receive(&mut self, key: KeyId, message: &Message<String>) {
        self.cache.handle_message(self.reading, key, message);
        self.perform();
    }
}

/// Tabs whose messages arrive immediately.
struct Tabs(Vec<World>);

impl Tabs {
    fn new(count: u64) -> Self {
        Tabs((0..count).map(tab).collect())
    }

    /// The one key that all of them use.
    fn key(&mut self) -> KeyId {
        self.0.iter_mut().map(World::key).last().unwrap()
    }

    fn deliver(&mut self) {
        for _ in 0..MAX_MESSAGES {
            let Some(from) = self.0.iter().position(|tab| !tab.said.is_empty()) else { return };
            let message = self.0[from].said.remove(0);
            for (place, tab) in self.0.iter_mut().enumerate() {
                if place != from {
                    let key = tab.key();
                    tab.receive(key, &message);
                }
            }
        }
        panic!("the tabs talk without end");
    }

    fn run_for(&mut self, ms: u64) {
        self.deliver();
        for _ in 0..ms.div_ceil(5) {
            for tab in &mut self.0 {
                tab.run_for(5);
            }
            self.deliver();
        }
    }

    fn requests(&self) -> usize {
        self.0.iter().map(World::fetches).sum()
    }

    fn has_token(&mut self, tab: usize) -> bool {
        let key = self.key();
        self.0[tab].snapshot(key).token.is_some()
    }
}

/// A tab that shares, with a route that answers immediately.
fn tab(seed: u64) -> World {
    let mut world = World::seeded(seed);
    world.server = Server::Grants { life_ms: LIFE_MS, latency_ms: 50 };
    world.cache.set_sharing(SharingMode::Full);
    // No two tabs receive the same token from the route.
    world.minted = u32::try_from(seed).unwrap() * 1_000;
    world
}

fn ask(number: u64, left_ms: u64) -> Message<String> {
    Message::new(Kind::Ask, number, left_ms)
}

fn answer(kind: Kind, number: u64) -> Message<String> {
    Message::new(kind, number, 0)
}

fn offer(number: u64, token: &str, left_ms: u64) -> Message<String> {
    Message { kind: Kind::Token, number, left_ms, life_ms: 600_000, token: Some(token.into()) }
}

/// A tab that has asked, and the rank of its question.
fn asking() -> (World, KeyId, Read<String>, u64) {
    asking_with(1)
}

fn asking_with(seed: u64) -> (World, KeyId, Read<String>, u64) {
    let mut world = tab(seed);
    let key = world.key();
    let read = world.read(key);
    let [Message { kind: Kind::Ask, number, .. }] = world.said[..] else { panic!("no question") };
    (world, key, read, number)
}

#[test]
fn a_single_tab_asks_briefly_and_then_fetches() {
    let (mut world, ..) = asking();
    world.run_for(ASK_MS - 1);
    assert_eq!(world.fetches(), 0);
    world.run_for(1);
    assert_eq!(world.fetches(), 1);
}

#[test]
fn without_sharing_no_message_is_sent_or_handled() {
    let mut world = World::granting(600_000);
    let key = world.key();
    world.read(key);
    assert_eq!(world.fetches(), 1);
    world.run_for(SECOND);
    world.receive(key, &ask(1, 0));
    world.receive(key, &answer(Kind::Rejected, 1));
    assert!(world.said.is_empty());
}

#[test]
fn keys_of_a_widget_session_are_not_shared() {
    let mut world = tab(1);
    let key = world.cache.key_id(token_key("org_1", &["sso"], Some("mount-1")));
    world.read(key);
    assert_eq!(world.fetches(), 1);
    world.run_for(SECOND);
    world.receive(key, &ask(1, 0));
    world.invalidate(key, None);
    assert!(world.said.is_empty());
}

#[test]
fn a_tab_answers_with_its_cached_token() {
    let mut tabs = Tabs::new(2);
    let key = tabs.key();
    tabs.0[0].read(key);
    tabs.run_for(MINUTE);
    let token = tabs.0[0].snapshot(key).token.unwrap();
    let read = tabs.0[1].read(key);
    tabs.deliver();
    let Read::Wait(call) = read else { panic!("{read:?}") };
    assert_eq!(tabs.0[1].outcome(call).unwrap().unwrap(), token);
    assert_eq!(tabs.requests(), 1);
    let snapshot = tabs.0[1].snapshot(key);
    assert!(snapshot.is_shared);
    let reading = tabs.0[1].reading;
    assert_eq!(tabs.0[1].cache.stats(reading).shared, 1);
    // It expires when the other's does.
    let expires_at = |tab: &mut World| {
        let expires_at = tab.snapshot(key).schedule.unwrap().1.expires_at;
        tab.cache.wall_ms_at(expires_at)
    };
    assert_eq!(expires_at(&mut tabs.0[0]), expires_at(&mut tabs.0[1]));
}

#[test]
fn ten_tabs_that_start_together_send_one_request() {
    for seed in 0..50 {
        let mut tabs = Tabs((0..10).map(|place| tab(100 * seed + place)).collect());
        let key = tabs.key();
        for tab in &mut tabs.0 {
            tab.read(key);
        }
        tabs.run_for(SECOND);
        assert_eq!(tabs.requests(), 1);
        assert!((0..10).all(|place| tabs.has_token(place)));
    }
}

#[test]
fn a_tab_that_asks_while_another_fetches_waits_for_it() {
    let mut tabs = Tabs::new(2);
    let key = tabs.key();
    tabs.0[0].server = Server::Grants { life_ms: LIFE_MS, latency_ms: 5 * SECOND };
    tabs.0[0].read(key);
    tabs.run_for(SECOND);
    tabs.0[1].read(key);
    tabs.run_for(3 * SECOND);
    assert!(!tabs.has_token(1));
    tabs.run_for(2 * SECOND);
    assert!(tabs.has_token(1));
    assert_eq!(tabs.requests(), 1);
}

#[test]
fn a_tab_closed_while_fetching_delays_the_others_by_at_most_one_request() {
    let mut tabs = Tabs::new(4);
    let key = tabs.key();
    for tab in &mut tabs.0 {
        tab.server = Server::Grants { life_ms: LIFE_MS, latency_ms: HOUR };
        tab.read_patiently(key);
    }
    tabs.run_for(SECOND);
    let dying = tabs.0.iter().position(|tab| tab.fetches() == 1).unwrap();
    assert_eq!(tabs.requests(), 1);
    tabs.0.remove(dying);
    for tab in &mut tabs.0 {
        tab.server = Server::Grants { life_ms: LIFE_MS, latency_ms: 50 };
    }
    tabs.run_for(9 * SECOND);
    assert!((0..3).all(|place| tabs.has_token(place)));
}

#[test]
fn when_a_request_fails_the_next_tab_sends_its_own() {
    let mut tabs = Tabs::new(2);
    let key = tabs.key();
    tabs.0[0].server = Server::Refuses { status: 500, latency_ms: 50 };
    tabs.0[0].read(key);
    tabs.run_for(ASK_MS + 10);
    tabs.0[1].read(key);
    tabs.run_for(SECOND);
    assert!(tabs.has_token(1));
    assert_eq!(tabs.0[1].fetches(), 1);
}

#[test]
fn of_several_tabs_one_renews_for_all() {
    for seed in 0..5 {
        let mut tabs = Tabs((0..5).map(|place| tab(100 * seed + place)).collect());
        let key = tabs.key();
        for tab in &mut tabs.0 {
            tab.subscribe(key);
        }
        tabs.run_for(HOUR);
        // One alone renews every 540 to 555 s.
        assert!(tabs.requests() <= 7, "{} requests", tabs.requests());
    }
}

#[test]
fn a_shared_token_is_refreshed_as_early_as_a_widget_needs_it() {
    let (mut world, key, _, number) = asking();
    world.receive(key, &offer(number, "copy", 50_000));
    // A widget asks again 30 s before the expiry that its token states.
    assert!(world.refresh_in_ms() <= 15_000);
    assert_eq!(world.fetches(), 0);
}

#[test]
fn an_unrequested_token_is_ignored() {
    let (mut world, key, _, number) = asking();
    world.receive(key, &offer(number + 1, "wrong number", 500_000));
    assert!(world.snapshot(key).token.is_none());
    world.run_for(SECOND);
    let token = world.snapshot(key).token;
    world.receive(key, &offer(number, "too late", 599_000));
    assert_eq!(world.snapshot(key).token, token);
}

#[test]
fn a_late_answer_does_not_extend_the_tokens_lifetime() {
    let (mut world, key, _, number) = asking();
    world.receive(key, &answer(Kind::Sent, number));
    world.sleep(5 * SECOND);
    world.receive(key, &offer(number, "late", 4 * SECOND));
    assert!(world.snapshot(key).token.is_none());
}

#[test]
fn a_token_that_is_no_better_is_not_taken() {
    let mut world = tab(1);
    let key = world.key();
    world.token(key);
    world.said.clear();
    let reading = world.reading;
    let refresh_in_ms = world.cache.stats(reading).next_refresh_in_ms.unwrap();
    world.pass(refresh_in_ms);
    world.read(key);
    let [Message { kind: Kind::Ask, number, left_ms, .. }] = world.said[..] else { panic!() };
    let before = world.snapshot(key).token.unwrap();
    world.receive(key, &offer(number, "shorter", left_ms - 1));
    world.receive(key, &offer(number, &before, left_ms + 60_000));
    assert_eq!(world.snapshot(key).token.unwrap(), before);
    world.run_for(SECOND);
    assert_ne!(world.snapshot(key).token.unwrap(), before);
}

#[test]
fn the_asking_tabs_own_token_is_not_offered() {
    let mut tabs = Tabs::new(2);
    let key = tabs.key();
    tabs.0[0].token(key);
    tabs.0[1].read(key);
    tabs.deliver();
    assert!(tabs.has_token(1));
    let left_ms = 599_000;
    tabs.0[0].receive(key, &ask(7, left_ms));
    assert!(tabs.0[0].said.is_empty());
    tabs.0[0].receive(key, &ask(8, 60_000));
    assert_eq!(tabs.0[0].said[0].kind, Kind::Token);
}

#[test]
fn a_forced_refresh_does_not_ask_other_tabs() {
    let mut tabs = Tabs::new(2);
    let key = tabs.key();
    tabs.0[0].token(key);
    tabs.0[1].read_with(key, Accept::New, None);
    assert_eq!(tabs.0[1].fetches(), 1);
    // It does not wait for an answer that another caller waits for, either.
    let (mut world, key, ..) = asking();
    world.read_with(key, Accept::New, None);
    assert_eq!(world.fetches(), 1);
}

#[test]
fn a_caller_in_a_hidden_page_does_not_wait_for_other_tabs() {
    let mut world = tab(1);
    let key = world.key();
    world.show(Page::Hidden);
    world.read(key);
    assert_eq!(world.fetches(), 1);
}

#[test]
fn a_hidden_tab_does_not_refresh_and_asks_when_it_is_shown() {
    let mut tabs = Tabs::new(2);
    let key = tabs.key();
    for tab in &mut tabs.0 {
        tab.subscribe(key);
    }
    tabs.0[1].show(Page::Hidden);
    tabs.run_for(11 * MINUTE);
    assert_eq!((tabs.0[0].fetches() + tabs.0[1].fetches(), tabs.has_token(1)), (2, false));
    tabs.0[1].show(Page::Shown);
    tabs.deliver();
    assert!(tabs.has_token(1));
    assert_eq!(tabs.requests(), 2);
}

#[test]
fn a_rejected_token_is_dropped_in_all_tabs() {
    let mut tabs = Tabs::new(3);
    let key = tabs.key();
    let token = tabs.0[0].token(key);
    for place in [1, 2] {
        tabs.0[place].read(key);
        tabs.deliver();
    }
    tabs.0[1].invalidate(key, Some(&token));
    tabs.deliver();
    assert!(!(0..3).any(|place| tabs.has_token(place)));
    // Only its fingerprint is sent.
    tabs.0[0].invalidate(key, Some("another"));
    let said = tabs.0[0].said.remove(0);
    assert_eq!((said.kind, said.token), (Kind::Rejected, None));
}

#[test]
fn a_rejected_token_is_not_taken_from_a_tab_that_still_has_it() {
    let (mut world, key, _, number) = asking();
    world.invalidate(key, Some("rejected"));
    world.receive(key, &offer(number, "rejected", 500_000));
    assert!(world.snapshot(key).token.is_none());
    world.receive(key, &offer(number, "another", 500_000));
    assert!(world.snapshot(key).token.is_some());
}

#[test]
fn a_rejected_token_is_refused_however_many_were_rejected_since() {
    let (mut world, key, ..) = asking();
    for (token, times) in [("first", 1), ("second", 4), ("third", 1), ("fourth", 1), ("fifth", 1)] {
        for _ in 0..times {
            world.receive(key, &answer(Kind::Rejected, token.to_owned().fingerprint()));
        }
        let number = world.said[0].number;
        world.receive(key, &offer(number, "first", 590_000));
        assert!(world.snapshot(key).token.is_none(), "after the {token}");
    }
}

#[test]
fn after_a_shared_token_is_rejected_the_next_comes_from_the_route() {
    let (mut world, key, _, number) = asking();
    world.receive(key, &offer(number, "forged", 500_000));
    world.invalidate(key, Some("forged"));
    world.read(key);
    assert_eq!(world.fetches(), 1);
    // The next one may come from another tab again.
    world.run_for(SECOND);
    world.invalidate(key, None);
    world.read(key);
    assert_eq!(world.fetches(), 1);
}

#[test]
fn a_sign_out_in_another_tab_clears_this_one() {
    let (mut world, key, read, number) = asking();
    world.clear(ClearReason::OtherTab);
    assert_eq!(world.error_code(&read), Some(Code::Cleared));
    world.receive(key, &offer(number, "late", 500_000));
    assert!(world.snapshot(key).token.is_none());
    world.run_for(HOUR);
    assert_eq!(world.fetches(), 0);
}

#[test]
fn after_a_sign_out_in_another_tab_a_tab_does_not_answer_until_the_user_is_named() {
    let mut world = tab(1);
    let key = world.key();
    world.clear(ClearReason::OtherTab);
    world.said.clear();
    world.token(key);
    world.receive(key, &ask(7, 0));
    // It still asks.
    assert!(!world.said.is_empty());
    assert!(world.said.iter().all(|message| message.kind == Kind::Ask));
    world.cache.set_sharing(SharingMode::Full);
    world.receive(key, &ask(8, 0));
    assert_eq!(world.said.last().unwrap().kind, Kind::Token);
}

#[test]
fn pending_messages_of_one_user_are_not_sent_to_another_users_tabs() {
    let mut world = tab(1);
    let key = world.key();
    world.token(key);
    world.said.clear();
    world.cache.handle_message(world.reading, key, &ask(7, 0));
    world.clear(ClearReason::OtherUser);
    assert!(world.said.is_empty());
}

#[test]
fn forged_answers_delay_a_tab_by_at_most_one_request() {
    let (mut world, key, read, number) = asking();
    for _ in 0..1_000 {
        world.pass(10);
        world.wake();
        world.receive(key, &answer(Kind::Sent, number));
        world.receive(key, &ask(0, 0));
    }
    world.run_for(SECOND);
    let Read::Wait(call) = read else { panic!("{read:?}") };
    assert!(world.outcome(call).unwrap().is_ok());
}

#[test]
fn the_number_of_answered_questions_is_limited() {
    let mut world = tab(1);
    let key = world.key();
    world.read(key);
    world.run_for(ASK_MS);
    for number in 0..10_000 {
        world.receive(key, &ask(number, 0));
    }
    world.said.clear();
    world.run_for(SECOND);
    assert_eq!(world.said.len(), MOST_ASKERS);
}

#[test]
fn a_disposed_manager_answers_the_tabs_that_wait_for_it() {
    let (mut world, key, ..) = asking();
    world.run_for(ASK_MS);
    world.receive(key, &ask(7, 0));
    world.said.clear();
    world.clear(ClearReason::Disposal);
    assert_eq!(world.said, [answer(Kind::Failed, 7)]);
}

#[test]
fn a_tab_without_callers_stops_asking() {
    let (mut world, key, read, _) = asking();
    let Read::Wait(call) = read else { panic!("{read:?}") };
    world.abort(call);
    world.run_for(SECOND);
    assert_eq!((world.fetches(), world.delay_ms()), (0, None));
    world.read(key);
    assert_eq!(world.said.len(), 2);
}

#[test]
fn a_retry_asks_the_other_tabs_first() {
    let mut tabs = Tabs(vec![tab(1), tab(2)]);
    let key = tabs.key();
    tabs.0[0].server = Server::Refuses { status: 503, latency_ms: 50 };
    tabs.0[0].read_patiently(key);
    tabs.run_for(200);
    tabs.0[1].read_patiently(key);
    tabs.run_for(5 * SECOND);
    assert!(tabs.has_token(0));
    assert_eq!(tabs.0[0].fetches(), 1);
}

#[test]
fn a_token_older_than_a_rejected_one_is_not_taken() {
    let (mut world, key, _, number) = asking();
    world.receive(key, &offer(number, "newer", 590_000));
    world.said.clear();
    world.pass(MINUTE);
    // The key is wanted, so it asks again.
    world.receive(key, &answer(Kind::Rejected, "newer".to_owned().fingerprint()));
    let number = world.said[0].number;
    world.receive(key, &offer(number, "older", 500_000));
    assert!(world.snapshot(key).token.is_none());
    // It was requested after the rejected one.
    world.receive(key, &offer(number, "newest", 595_000));
    assert!(world.snapshot(key).token.is_some());
}

#[test]
fn a_new_epoch_accepts_tokens_of_any_age() {
    let (mut world, key, _, number) = asking();
    world.receive(key, &offer(number, "newer", 590_000));
    world.clear(ClearReason::OtherUser);
    world.said.clear();
    world.read(key);
    world.receive(key, &offer(world.said[0].number, "of the other user", 500_000));
    assert!(world.snapshot(key).token.is_some());
}

#[test]
fn a_rejected_token_stays_rejected_in_a_new_epoch() {
    let (mut world, key, ..) = asking();
    world.receive(key, &answer(Kind::Rejected, "rejected".to_owned().fingerprint()));
    world.clear(ClearReason::OtherUser);
    world.said.clear();
    world.read(key);
    world.receive(key, &offer(world.said[0].number, "rejected", 590_000));
    assert!(world.snapshot(key).token.is_none());
}

#[test]
fn a_tab_that_received_a_question_lets_the_other_fetch_first() {
    for (waits_ms, is_late) in [(0, true), (2 * ASK_MS - 1, true), (2 * ASK_MS, false)] {
        let mut world = tab(1);
        let key = world.key();
        world.receive(key, &ask(7, 0));
        world.pass(waits_ms);
        world.read(key);
        assert_eq!(world.said[0].number >= FIRST_LATE_RANK, is_late, "after {waits_ms} ms");
        // However long ago that was, its question lasts as long as any other.
        world.run_for(ASK_MS.max(2 * ASK_MS - waits_ms) - 1);
        assert_eq!(world.fetches(), 0);
        world.run_for(1);
        assert_eq!(world.fetches(), 1);
    }
}

#[test]
fn of_tabs_that_ask_together_the_lowest_rank_fetches() {
    let (mut world, key, _, number) = asking();
    world.said.clear();
    for other in [number + 1, number] {
        world.receive(key, &ask(other, 0));
        assert!(world.said.is_empty());
    }
    assert_eq!(world.delay_ms(), Some(ASK_MS));
    // It may have joined after the question, and its fetch takes a while.
    for _ in 0..2 {
        world.receive(key, &ask(number - 1, 0));
        assert_eq!(world.said, [ask(number, 0)]);
        assert_eq!(world.delay_ms(), Some(3 * ASK_MS));
    }
}

#[test]
fn tabs_that_receive_no_token_fetch_one_after_another() {
    // Within the time limit of a request, and within that of the question.
    for (kind, least_ms, most_ms) in [(Kind::Sent, 7_500, 10_000), (Kind::Failed, 0, ASK_MS)] {
        let delays_ms: Vec<u64> = (1..100)
            .map(|seed| {
                let (mut world, key, _, number) = asking_with(seed);
                world.receive(key, &answer(kind, number));
                world.delay_ms().unwrap()
            })
            .collect();
        let (least, most) = (delays_ms.iter().min().unwrap(), delays_ms.iter().max().unwrap());
        assert!(*least >= least_ms && *most <= most_ms, "{kind:?}: {least} to {most} ms");
        assert!(most - least > (most_ms - least_ms) / 2, "{kind:?}: {least} to {most} ms");
    }
}

#[test]
fn a_token_is_offered_if_it_lives_a_quarter_of_its_lifetime_longer() {
    let mut world = tab(1);
    let key = world.key();
    world.token(key);
    world.said.clear();
    let expires_at = world.snapshot(key).schedule.unwrap().1.expires_at;
    let left_ms = world.cache.wall_ms_at(expires_at) - world.reading.wall_ms;
    let left_ms = u64::try_from(left_ms - LIFE_MS / 4).unwrap();
    world.receive(key, &ask(7, left_ms));
    assert!(world.said.is_empty());
    world.receive(key, &ask(8, left_ms - 1));
    assert_eq!(world.said[0].kind, Kind::Token);
}

#[test]
fn an_answer_after_the_question_has_ended_is_not_taken() {
    let (mut world, key, _, number) = asking();
    // As in a page that was frozen: the message arrives before the timer fires.
    world.pass(ASK_MS);
    world.receive(key, &offer(number, "late", 500_000));
    assert!(world.snapshot(key).token.is_none());
    assert_eq!(world.fetches(), 1);
}

#[test]
fn a_token_that_is_due_for_refresh_is_not_taken() {
    let (mut world, key, _, number) = asking();
    for left_ms in [1, 20_000, 45_000] {
        world.receive(key, &offer(number, "nearly over", left_ms));
    }
    assert!(world.snapshot(key).token.is_none());
    assert_eq!(world.said.len(), 1, "it asks once");
}

#[test]
fn an_aborted_caller_does_not_affect_callers_in_other_tabs() {
    let mut tabs = Tabs::new(2);
    let key = tabs.key();
    tabs.0[0].server = Server::Silent;
    let Read::Wait(call) = tabs.0[0].read(key) else { panic!() };
    tabs.run_for(SECOND);
    let read = tabs.0[1].read(key);
    tabs.run_for(SECOND);
    assert_eq!(tabs.requests(), 1);
    tabs.0[0].abort(call);
    tabs.run_for(SECOND);
    let Read::Wait(call) = read else { panic!() };
    assert!(tabs.0[1].outcome(call).unwrap().is_ok());
    assert_eq!(tabs.0[1].fetches(), 1);
}

#[test]
fn a_key_that_asks_is_in_use_and_one_that_only_received_messages_is_not() {
    let (mut world, key, read, _) = asking();
    assert!(!world.cache.forget(world.reading, key));
    let Read::Wait(call) = read else { panic!() };
    world.abort(call);
    world.receive(key, &ask(7, 0));
    world.receive(key, &answer(Kind::Rejected, 7));
    assert!(world.cache.forget(world.reading, key));
}

#[test]
fn a_sign_out_message_does_not_affect_a_key() {
    let (mut world, key, read, number) = asking();
    world.receive(key, &answer(Kind::SignedOut, number));
    world.run_for(SECOND);
    let Read::Wait(call) = read else { panic!() };
    assert!(world.outcome(call).unwrap().is_ok());
}

#[test]
fn a_rate_limit_ends_the_question_and_the_key_waits_for_its_end() {
    let mut world = tab(1);
    world.server = Server::Silent;
    let [key, other] = ["org_1", "org_2"]
        .map(|organization| world.cache.key_id(token_key(organization, &["sso"], None)));
    world.read(other);
    world.run_for(ASK_MS);
    world.read_patiently(key);
    world.refuse_for(429, 20);
    world.run_for(ASK_MS);
    assert_eq!(world.fetches(), 1);
    assert!(world.delay_ms() > Some(10 * SECOND), "{:?}", world.delay_ms());
    world.server = Server::Grants { life_ms: LIFE_MS, latency_ms: 50 };
    world.run_for(MINUTE);
    assert!(world.snapshot(key).token.is_some());
}

/// The published hashes of these texts (<http://www.isthe.com/chongo/tech/comp/fnv/>), without their
/// last 11 bits.
#[test]
fn a_tokens_fingerprint_is_its_fnv_1a_digest() {
    for (text, hash) in [
        ("", 0xcbf2_9ce4_8422_2325_u64),
        ("a", 0xaf63_dc4c_8601_ec8c),
        ("foobar", 0x8594_4171_f739_67e8),
    ] {
        assert_eq!(text.to_owned().fingerprint(), hash >> 11);
    }
}

#[test]
fn javascript_represents_every_rank_exactly() {
    assert_eq!(MOST_RANK & FIRST_LATE_RANK, 0);
    assert_eq!(MOST_RANK | FIRST_LATE_RANK, (1 << 53) - 1);
}

#[test]
fn a_lifetime_is_at_most_what_the_tokens_claims_state() {
    let claims =
        |life_ms: i64| Claims { expires_ms: Some(5_000 + life_ms), issued_ms: Some(5_000) };
    let parse = |life_ms, left_ms, claims| RemainingLife::parse(life_ms, left_ms, claims);
    let left = |life_ms, left_ms| Some(RemainingLife { life_ms, left_ms });
    assert_eq!(parse(600_000, 500_000, Claims::default()), left(600_000, 500_000));
    assert_eq!(parse(600_000, 500_000, claims(600_000)), left(600_000, 500_000));
    // Its age is what the message states, and its expiry what the claims state.
    assert_eq!(parse(600_000, 500_000, claims(300_000)), left(300_000, 200_000));
    assert_eq!(parse(600_000, 100_000, claims(300_000)), None);
    assert_eq!(parse(600_000, 500_000, claims(-1)), None);
    // More remains than the whole lifetime.
    assert_eq!(parse(600_000, 600_001, Claims::default()), None);
    // A day at most.
    assert_eq!(parse(u64::MAX, u64::MAX, Claims::default()), left(u64::MAX, 86_400_000));
}

#[test]
fn the_request_timeout_limits_the_wait_for_other_tabs() {
    let config = Config { request_timeout_ms: 500, ..Config::default() };
    let mut world = World::with(config);
    world.cache.set_sharing(SharingMode::Full);
    let key = world.key();
    world.read(key);
    let number = world.said[0].number;
    world.receive(key, &answer(Kind::Sent, number));
    world.run_for(501);
    assert_eq!(world.fetches(), 1);
}
