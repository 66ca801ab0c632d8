//! Any inputs in any order: nothing panics or loops, and the next caller is served afterwards.

use proptest::prelude::*;

use workos_widget_tokens::core::cache::{Action, Cache, CallId, FetchId, KeyId, ReadOptions};
use workos_widget_tokens::core::config::{Config, WhileHidden};
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::{Code, TokenError};
use workos_widget_tokens::core::key::{Strictness, TokenKey};
use workos_widget_tokens::core::lifetime::Expiry;
use workos_widget_tokens::core::read::{Accept, Read};
use workos_widget_tokens::core::reply::{Reply, RetryAfter};
use workos_widget_tokens::core::sharing::{Kind, Message, SharingMode};
use workos_widget_tokens::core::time::Reading;

use crate::extremes::{signed, unsigned};
use crate::replies::reply;
use crate::runs::check;
use crate::token::{Token, token};

/// More actions than any one input causes, with so few keys and callers.
const MAX_ACTIONS: usize = 500;

/// More timeouts than the next caller needs to be served.
const MAX_TIMEOUTS: usize = 100;

#[derive(Clone, Debug)]
enum Input {
    Read {
        key: u32,
        accept: Option<u64>,
        wait_timeout_ms: Option<u64>,
    },
    /// To the request sent this many requests ago.
    Reply {
        back: u32,
        reply: Reply<Token>,
    },
    Fail {
        back: u32,
        code: Code,
    },
    Abort {
        key: u32,
        call: u32,
    },
    Subscribe(u32),
    Unsubscribe(u32),
    Invalidate {
        key: u32,
        rejected: Option<Token>,
    },
    Page(Page),
    Online,
    Timeout,
    Clear(ClearReason),
    Look(u32),
    SharingMode(SharingMode),
    Message {
        key: u32,
        /// Whether it answers the last question.
        is_answer: bool,
        message: Message<Token>,
    },
}

/// Keys 0 and 1 exist; the others do not.
fn key() -> impl Strategy<Value = u32> {
    prop_oneof![0u32..2, Just(2), Just(u32::MAX)]
}

fn input() -> impl Strategy<Value = Input> {
    let codes = vec![Code::Network, Code::Offline, Code::InvalidOptions, Code::SecretExposed];
    prop_oneof![
        3 => (key(), prop::option::of(unsigned()), prop::option::of(unsigned())).prop_map(
            |(key, accept, wait_timeout_ms)| Input::Read { key, accept, wait_timeout_ms }
        ),
        3 => (0u32..4, reply()).prop_map(|(back, reply)| Input::Reply { back, reply }),
        1 => (0u32..4, prop::sample::select(codes)).prop_map(|(back, code)| Input::Fail { back, code }),
        1 => (key(), 0u32..8).prop_map(|(key, call)| Input::Abort { key, call }),
        1 => key().prop_map(Input::Subscribe),
        1 => key().prop_map(Input::Unsubscribe),
        1 => (key(), prop::option::of(token()))
            .prop_map(|(key, rejected)| Input::Invalidate { key, rejected }),
        1 => prop_oneof![Just(Page::Shown), Just(Page::Hidden)].prop_map(Input::Page),
        1 => Just(Input::Online),
        3 => Just(Input::Timeout),
        1 => prop::sample::select(CLEARINGS).prop_map(Input::Clear),
        1 => key().prop_map(Input::Look),
        1 => prop::sample::select(VOICES).prop_map(Input::SharingMode),
        3 => (key(), any::<bool>(), message()).prop_map(
            |(key, is_answer, message)| Input::Message { key, is_answer, message }
        ),
    ]
}

const CLEARINGS: &[ClearReason] =
    &[ClearReason::SignOut, ClearReason::OtherUser, ClearReason::OtherTab];

const VOICES: &[SharingMode] = &[SharingMode::Off, SharingMode::ReceiveOnly, SharingMode::Full];

fn message() -> impl Strategy<Value = Message<Token>> {
    let numbers = (unsigned(), unsigned(), unsigned());
    (prop::sample::select(&Kind::ALL), numbers, prop::option::of(token())).prop_map(
        |(kind, (number, left_ms, life_ms), token)| Message {
            kind,
            number,
            left_ms,
            life_ms,
            token,
        },
    )
}

fn config() -> impl Strategy<Value = Config> {
    let times = (unsigned(), unsigned(), unsigned(), unsigned(), unsigned());
    (times, prop::option::of(unsigned()), any::<bool>()).prop_map(
        |((lead, life, timeout, base, most), idle_after_ms, renews)| Config {
            refresh_lead_ms: lead,
            default_lifetime_ms: life,
            request_timeout_ms: timeout,
            retry_base_ms: base,
            retry_max_ms: most,
            idle_after_ms,
            while_hidden: if renews { WhileHidden::Renew } else { WhileHidden::Pause },
        },
    )
}

/// The token of the one valid reply.
const GOOD: Token = Token(200);

struct Shell {
    cache: Cache<Token>,
    reading: Reading,
    sent: Vec<FetchId>,
    settled: Vec<(CallId, Result<Token, Code>)>,
    /// The number of the last question to other tabs.
    asked: u64,
}

impl Shell {
    fn new(config: Config, reading: Reading) -> Self {
        let mut cache = Cache::new(config, reading, 7);
        for organization_id in ["org_0", "org_1"] {
            let scopes = vec![String::from("sso")];
            let key = TokenKey::parse(organization_id.into(), scopes, None, Strictness::WorkOs);
            cache.key_id(key.unwrap());
        }
        Shell { cache, reading, sent: Vec::new(), settled: Vec::new(), asked: 0 }
    }

    /// Both clocks may show anything, but the monotonic one never goes back.
    fn feed(&mut self, input: Input) {
        let (cache, reading) = (&mut self.cache, self.reading);
        match input {
            Input::Read { key, accept, wait_timeout_ms } => {
                let accept = accept.map_or(Accept::New, Accept::ValidFor);
                let options = ReadOptions { accept, wait_timeout_ms };
                let _ = cache.handle_read(reading, KeyId(key), options);
            }
            Input::Reply { back, reply } => {
                if let Some(fetch) = self.sent.iter().rev().nth(back as usize) {
                    cache.handle_reply(reading, *fetch, reply);
                }
            }
            Input::Fail { back, code } => {
                if let Some(fetch) = self.sent.iter().rev().nth(back as usize) {
                    cache.handle_failure(reading, *fetch, TokenError::new(code));
                }
            }
            Input::Abort { key, call } => {
                cache.handle_abort(reading, CallId { key: KeyId(key), serial: call });
            }
            Input::Subscribe(key) => cache.handle_subscribe(reading, KeyId(key)),
            Input::Unsubscribe(key) => cache.handle_unsubscribe(reading, KeyId(key)),
            Input::Invalidate { key, rejected } => {
                cache.handle_invalidate(reading, KeyId(key), rejected.as_ref());
            }
            Input::Page(page) => cache.handle_page(reading, page),
            Input::Online => cache.handle_online(reading),
            Input::Timeout => cache.handle_timeout(reading),
            Input::Clear(reason) => cache.handle_clear(reading, reason),
            Input::SharingMode(sharing) => cache.set_sharing(sharing),
            Input::Message { key, is_answer, message } => {
                let number = if is_answer { self.asked } else { message.number };
                cache.handle_message(reading, KeyId(key), &Message { number, ..message });
            }
            Input::Look(key) => {
                cache.look(reading, KeyId(key));
                let _ = (cache.snapshot(reading, KeyId(key)), cache.revision(KeyId(key)));
                let _ = cache.stats(reading);
            }
        }
    }

    fn drain(&mut self) -> Result<(), TestCaseError> {
        for _ in 0..MAX_ACTIONS {
            match self.cache.poll_action() {
                Some(Action::Fetch { fetch }) => self.sent.push(fetch),
                Some(Action::Settle { call, outcome }) => {
                    self.settled.push((call, outcome.map_err(|error| error.code)));
                }
                Some(Action::Broadcast { message, .. }) => self.asked = message.number,
                Some(Action::Abort { .. } | Action::Notify { .. } | Action::Emit(_)) => {}
                None => return Ok(()),
            }
        }
        Err(TestCaseError::fail("the actions never end"))
    }

    fn advance(&mut self, monotonic_ms: u64, wall_ms: i64) {
        self.reading.monotonic_ms = self.reading.monotonic_ms.saturating_add(monotonic_ms);
        self.reading.wall_ms = wall_ms;
    }

    /// A caller reads while the server works: it gets a token once all pauses have ended.
    fn serve_next_caller(&mut self) -> Result<(), TestCaseError> {
        let read = self.cache.handle_read(self.reading, KeyId(1), ReadOptions::default());
        let Read::Wait(call) = read else { return Err(TestCaseError::fail(format!("{read:?}"))) };
        for _ in 0..MAX_TIMEOUTS {
            self.drain()?;
            if let Some((_, outcome)) = self.settled.iter().find(|(settled, _)| *settled == call) {
                prop_assert_eq!(outcome, &Ok(GOOD));
                return Ok(());
            }
            if let Some(fetch) = self.sent.last().filter(|fetch| fetch.key == KeyId(1)).copied() {
                let token = Some(GOOD);
                let good =
                    Reply { status: 200, token, expiry: Expiry::In(600_000), ..Reply::default() };
                self.cache.handle_reply(self.reading, fetch, good);
                self.drain()?;
            }
            let delay_ms = self.cache.poll_deadline(self.reading);
            let wall_ms = self.reading.wall_ms;
            self.advance(delay_ms.unwrap_or(0), wall_ms);
            self.cache.handle_timeout(self.reading);
        }
        Err(TestCaseError::fail("the next caller waits for ever"))
    }
}

/// Time advances as on a real machine: by years at most, while the wall clock is set at will. No
/// requested pause exceeds the range of time.
fn patient_steps() -> impl Strategy<Value = Vec<(u64, i64, Input)>> {
    let wall_ms = -8_640_000_000_000_000i64..8_640_000_000_000_000;
    let input = input().prop_map(|input| match input {
        Input::Reply { back, mut reply } => {
            reply.server_ms = reply.server_ms.map(|ms| ms % MILLENNIA_MS);
            reply.retry_after = match reply.retry_after {
                RetryAfter::InMs(ms) => RetryAfter::InMs(ms % MILLENNIA_MS.unsigned_abs()),
                RetryAfter::At(ms) => RetryAfter::At(ms % MILLENNIA_MS),
                other => other,
            };
            Input::Reply { back, reply }
        }
        other => other,
    });
    prop::collection::vec((0u64..100_000_000, wall_ms, input), 0..30)
}

const MILLENNIA_MS: i64 = 100_000_000_000_000;

/// The clocks may show anything.
fn wild_steps() -> impl Strategy<Value = Vec<(u64, i64, Input)>> {
    prop::collection::vec((unsigned(), signed(), input()), 0..30)
}

#[test]
fn no_input_makes_the_rules_panic_or_loop() {
    let start = (unsigned(), signed());
    let inputs = (config(), start, wild_steps());
    check(1_000, "tests/hostile/regressions/inputs.txt", &inputs, |(config, start, steps)| {
        let mut shell = Shell::new(config, Reading { monotonic_ms: start.0, wall_ms: start.1 });
        for (monotonic_ms, wall_ms, input) in steps {
            shell.advance(monotonic_ms, wall_ms);
            shell.feed(input);
            shell.drain()?;
            let _ = shell.cache.poll_deadline(shell.reading);
        }
        shell.cache.handle_clear(shell.reading, ClearReason::Disposal);
        shell.drain()?;
        prop_assert_eq!(shell.cache.poll_deadline(shell.reading), None);
        Ok(())
    });
}

#[test]
fn the_next_caller_is_served_after_any_inputs() {
    check(600, "tests/hostile/regressions/next.txt", &patient_steps(), |steps| {
        let mut shell = Shell::new(Config::default(), Reading { monotonic_ms: 0, wall_ms: 0 });
        for (monotonic_ms, wall_ms, input) in steps {
            shell.advance(monotonic_ms, wall_ms);
            shell.feed(input);
            shell.drain()?;
        }
        // Past every remembered refusal; the cached token belongs to the previous epoch.
        shell.advance(61_000, 0);
        shell.cache.handle_clear(shell.reading, ClearReason::SignOut);
        shell.drain()?;
        shell.serve_next_caller()
    });
}
