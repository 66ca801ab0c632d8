//! Keys of arbitrary strings: which are valid, and which are equal.

use std::collections::BTreeSet;

use proptest::prelude::*;

use workos_widget_tokens::core::cache::{Cache, KeyId};
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::key::{KeyFault, Strictness, TokenKey};
use workos_widget_tokens::core::time::Reading;

use crate::runs::check;

/// What is passed to `TokenKey::parse`.
#[derive(Clone, Debug)]
struct Parts {
    organization_id: String,
    scopes: Vec<String>,
    session: Option<String>,
    strictness: Strictness,
}

impl Parts {
    fn parse(self) -> Result<TokenKey, KeyFault> {
        TokenKey::parse(self.organization_id, self.scopes, self.session, self.strictness)
    }

    /// The same rules, written independently.
    fn fault(&self) -> Option<KeyFault> {
        let is_plain = |text: &str| {
            let units: Vec<u16> = text.encode_utf16().collect();
            (1..257).contains(&units.len()) && !units.iter().any(|unit| *unit < 32 || *unit == 127)
        };
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:-";
        let is_word = |text: &str| is_plain(text) && text.chars().all(|c| letters.contains(c));
        let is_after = |start: &str, text: &str| match text.split_at_checked(start.len()) {
            Some((head, tail)) => head == start && is_word(tail),
            None => false,
        };
        let four = ["sso", "dsync", "audit_logs", "log_streams"];
        let is_organization = match self.strictness {
            Strictness::WorkOs => is_after("org_", &self.organization_id),
            Strictness::Any => is_plain(&self.organization_id),
        };
        let is_scope = |scope: &String| match self.strictness {
            Strictness::WorkOs => four.contains(&scope.as_str()) || is_after("widgets:", scope),
            Strictness::Any => is_plain(scope),
        };
        let are_scopes = !self.scopes.is_empty() && self.scopes.iter().all(is_scope);
        let is_session = self.session.as_deref().is_none_or(is_plain);
        [
            (is_organization, KeyFault::Organization),
            (are_scopes, KeyFault::Scope),
            (is_session, KeyFault::Session),
        ]
        .into_iter()
        .find_map(|(is_good, fault)| (!is_good).then_some(fault))
    }

    /// What identifies a key.
    fn meaning(&self) -> (String, BTreeSet<String>, Option<String>) {
        let scopes = self.scopes.iter().cloned().collect();
        (self.organization_id.clone(), scopes, self.session.clone())
    }
}

/// Arbitrary strings, and strings that are valid or nearly so.
fn text(known: &'static [&'static str]) -> impl Strategy<Value = String> {
    let known = prop::sample::select(known.to_vec());
    let letter =
        prop::sample::select(vec!["x", ":", "é", "€", "𝄞", "\0", "\u{1f}", "\u{7f}", "\n"]);
    let long = (known.clone(), letter.clone(), 120usize..270);
    prop_oneof![
        4 => known.clone().prop_map(String::from),
        2 => long.prop_map(|(known, letter, times)| format!("{known}{}", letter.repeat(times))),
        1 => (known.clone(), letter.clone()).prop_map(|(known, letter)| format!("{known}{letter}")),
        1 => (letter, known).prop_map(|(letter, known)| format!("{letter}{known}")),
        1 => any::<String>(),
    ]
}

const ORGANIZATIONS: &[&str] = &["org_1", "org_2", "org_", "ORG_1", "org_é", "org", ""];
const SCOPES: &[&str] =
    &["sso", "dsync", "audit_logs", "log_streams", "widgets:a", "widgets:", "SSO", "s", ""];
const SESSIONS: &[&str] = &["mount", "sso", " ", ""];

fn strictness() -> impl Strategy<Value = Strictness> {
    prop_oneof![Just(Strictness::WorkOs), Just(Strictness::Any)]
}

fn parts() -> impl Strategy<Value = Parts> {
    let scopes = prop::collection::vec(text(SCOPES), 0..4);
    (text(ORGANIZATIONS), scopes, prop::option::of(text(SESSIONS)), strictness()).prop_map(
        |(organization_id, scopes, session, strictness)| Parts {
            organization_id,
            scopes,
            session,
            strictness,
        },
    )
}

/// Valid keys of so few characters that equal ones are likely, and parts of one could be mistaken
/// for parts of another.
fn alike() -> impl Strategy<Value = Parts> {
    let word =
        || prop::sample::select(vec!["a", "b", "ab", "aa", " ", "é", "\u{ffff}", "\u{10000}"]);
    let scopes = prop::collection::vec(word().prop_map(String::from), 1..5);
    (word(), scopes, prop::option::of(word())).prop_map(|(organization_id, scopes, session)| {
        Parts {
            organization_id: organization_id.into(),
            scopes,
            session: session.map(String::from),
            strictness: Strictness::Any,
        }
    })
}

#[test]
fn any_strings_are_a_key_or_its_first_fault() {
    check(5_000, "tests/hostile/regressions/keys.txt", &parts(), |parts| {
        let (organization_id, scopes, session) = parts.meaning();
        let fault = parts.fault();
        match parts.parse() {
            Err(found) => prop_assert_eq!(Some(found), fault),
            Ok(key) => {
                prop_assert_eq!(fault, None);
                prop_assert_eq!(key.organization_id(), organization_id);
                prop_assert!(key.scopes().iter().map(|scope| &**scope).eq(&scopes));
                prop_assert_eq!(key.session(), session.as_deref());
            }
        }
        Ok(())
    });
}

#[test]
fn keys_have_the_same_id_if_and_only_if_they_are_equal() {
    let keys = prop::collection::vec(prop_oneof![3 => alike(), 1 => parts()], 0..40);
    check(1_000, "tests/hostile/regressions/ids.txt", &keys, |all| {
        let reading = Reading { monotonic_ms: 0, wall_ms: 0 };
        let mut cache: Cache<String> = Cache::new(Config::default(), reading, 7);
        let mut known: Vec<(_, KeyId)> = Vec::new();
        for parts in all {
            let meaning = parts.meaning();
            let Ok(key) = parts.parse() else { continue };
            let equal = known.iter().find(|(other, _)| *other == meaning).map(|(_, id)| *id);
            prop_assert_eq!(cache.find(&key), equal);
            let id = cache.key_id(key.clone());
            prop_assert_eq!(cache.key(id), Some(&key));
            match equal {
                Some(equal) => prop_assert_eq!(id, equal),
                None => {
                    prop_assert!(known.iter().all(|(_, other)| *other != id));
                    known.push((meaning, id));
                }
            }
        }
        let entries = u32::try_from(known.len()).unwrap();
        prop_assert_eq!(cache.stats(reading).entries, entries);
        Ok(())
    });
}
