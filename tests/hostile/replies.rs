//! Arbitrary replies: what is taken for a token, for how long, and what an error says.

use proptest::prelude::*;

use workos_widget_tokens::core::lifetime::{Claims, Clocks, Expiry, Lifetime};
use workos_widget_tokens::core::reply::{Reply, RetryAfter, Topic};

use crate::extremes::{signed, unsigned};
use crate::runs::check;
use crate::token::{Token, token};

pub fn expiry() -> impl Strategy<Value = Expiry> {
    prop_oneof![
        signed().prop_map(Expiry::At),
        signed().prop_map(Expiry::In),
        any::<f64>().prop_map(Expiry::at_number),
        prop::num::f64::ANY.prop_map(Expiry::at_number),
        Just(Expiry::Unsaid),
    ]
}

pub fn claims() -> impl Strategy<Value = Claims> {
    (prop::option::of(signed()), prop::option::of(signed()))
        .prop_map(|(expires_ms, issued_ms)| Claims { expires_ms, issued_ms })
}

pub fn retry_after() -> impl Strategy<Value = RetryAfter> {
    prop_oneof![
        unsigned().prop_map(RetryAfter::InMs),
        signed().prop_map(RetryAfter::At),
        prop::num::f64::ANY.prop_map(|ms| RetryAfter::slot(ms).unwrap_or(RetryAfter::Unsaid)),
        Just(RetryAfter::Unsaid),
    ]
}

pub fn reply() -> impl Strategy<Value = Reply<Token>> {
    let status = prop_oneof![Just(200u16), 400u16..600, any::<u16>()];
    let topic = prop_oneof![Just(Topic::Scope), Just(Topic::Other)];
    (
        status,
        prop::option::of(signed()),
        retry_after(),
        prop::option::of(token()),
        claims(),
        expiry(),
        topic,
    )
        .prop_map(|(status, server_ms, retry_after, token, claims, expiry, topic)| Reply {
            status,
            server_ms,
            retry_after,
            token,
            claims,
            expiry,
            topic,
        })
}

#[test]
fn any_reply_is_a_token_or_an_error_with_its_status() {
    let inputs = (reply(), signed(), unsigned());
    check(
        3_000,
        "tests/hostile/regressions/replies.txt",
        &inputs,
        |(reply, local_ms, default_ms)| {
            let given = reply.clone();
            let is_success = (200..=299).contains(&given.status);
            match reply.read(local_ms, default_ms) {
                Ok(grant) => {
                    prop_assert!(is_success);
                    prop_assert_eq!(Some(grant.token), given.token);
                    prop_assert!(grant.lifetime.certain_ms <= grant.lifetime.possible_ms);
                }
                Err(error) => {
                    prop_assert!(!is_success || given.token.is_none());
                    prop_assert_eq!(error.status, Some(given.status));
                    prop_assert!(!is_success || error.retry_wait.is_none());
                }
            }
            Ok(())
        },
    );
}

#[test]
fn no_lifetime_exceeds_a_stated_one() {
    let inputs = (expiry(), claims(), prop::option::of(signed()), signed(), unsigned());
    check(3_000, "tests/hostile/regressions/lives.txt", &inputs, |inputs| {
        let (expiry, claims, server_ms, local_ms, default_ms) = inputs;
        let clocks = Clocks { server_ms, local_ms };
        let life = Lifetime::read(expiry, claims, clocks, default_ms);
        prop_assert!(life.certain_ms <= life.possible_ms);
        // Of the server's times, none of which can be later than the actual time.
        let known_ms = server_ms.max(claims.issued_ms);
        let left_ms = |at_ms: i64| {
            let left_ms = known_ms.map(|now_ms| i128::from(at_ms) - i128::from(now_ms));
            left_ms.map(|ms| u64::try_from(ms.clamp(0, i128::from(i64::MAX))).unwrap())
        };
        let bounds = [
            match expiry {
                Expiry::In(ms) => Some(u64::try_from(ms).unwrap_or(0)),
                Expiry::At(at_ms) => left_ms(at_ms),
                Expiry::Unsaid => None,
            },
            claims.expires_ms.and_then(left_ms),
        ];
        for bound in bounds.into_iter().flatten() {
            prop_assert!(life.certain_ms <= bound, "{life:?} is longer than {bound}");
        }
        Ok(())
    });
}

#[test]
fn no_possible_lifetime_exceeds_a_stated_one() {
    let clocks = Clocks { server_ms: Some(0), local_ms: 0 };
    let claims = Claims { expires_ms: Some(0), issued_ms: Some(0) };
    let life = Lifetime::read(Expiry::At(1_000), claims, clocks, 600_000);
    assert_eq!(life, Lifetime { certain_ms: 0, possible_ms: 0 });
}
