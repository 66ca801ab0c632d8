//! Which keys are valid, which are equal, and how the cache identifies them.

use std::collections::BTreeSet;

use workos_widget_tokens::core::cache::KeyId;
use workos_widget_tokens::core::entry::ClearReason;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::key::{KeyFault, Strictness, TokenKey};
use workos_widget_tokens::core::read::Read;

use crate::world::{MINUTE, World, token_key};

use Strictness::{Any, WorkOs};

fn parse(
    organization_id: &str,
    scopes: &[&str],
    session: Option<&str>,
    strictness: Strictness,
) -> Result<TokenKey, KeyFault> {
    let scopes = scopes.iter().copied().map(String::from).collect();
    TokenKey::parse(organization_id.into(), scopes, session.map(String::from), strictness)
}

fn is_organization(organization_id: &str, strictness: Strictness) -> bool {
    match parse(organization_id, &["sso"], None, strictness) {
        Ok(key) => key.organization_id() == organization_id,
        Err(fault) => {
            assert_eq!(fault, KeyFault::Organization);
            false
        }
    }
}

fn is_scope(scope: &str, strictness: Strictness) -> bool {
    // Beside a valid one.
    match parse("org_1", &["sso", scope], None, strictness) {
        Ok(key) => key.scopes().iter().any(|known| **known == *scope),
        Err(fault) => {
            assert_eq!(fault, KeyFault::Scope);
            false
        }
    }
}

fn is_session(session: &str, strictness: Strictness) -> bool {
    match parse("org_1", &["sso"], Some(session), strictness) {
        Ok(key) => key.session() == Some(session),
        Err(fault) => {
            assert_eq!(fault, KeyFault::Session);
            false
        }
    }
}

#[test]
fn scopes_are_sorted_and_deduplicated() {
    let key = token_key("org_1", &["widgets:sso:manage", "sso", "dsync", "sso", "dsync"], None);
    assert_eq!(key.organization_id(), "org_1");
    assert_eq!(key.scopes(), ["dsync", "sso", "widgets:sso:manage"]);
    assert_eq!(key.session(), None);
}

#[test]
fn keys_are_equal_whatever_the_order_and_duplicates_of_their_scopes() {
    let key = token_key("org_1", &["sso", "dsync", "audit_logs"], Some("mount"));
    for scopes in [
        &["audit_logs", "dsync", "sso"][..],
        &["dsync", "audit_logs", "sso"],
        &["sso", "sso", "audit_logs", "dsync", "audit_logs"],
    ] {
        assert_eq!(token_key("org_1", scopes, Some("mount")), key);
    }
}

#[test]
fn keys_that_differ_in_any_part_are_different() {
    let keys = [
        token_key("org_1", &["sso"], None),
        token_key("org_2", &["sso"], None),
        token_key("org_1", &["dsync"], None),
        token_key("org_1", &["sso", "dsync"], None),
        token_key("org_1", &["sso"], Some("dsync")),
        token_key("org_1", &["sso"], Some("sso")),
    ];
    assert_eq!(BTreeSet::from(keys.clone()).len(), keys.len());
}

#[test]
fn a_strict_organization_is_org_and_up_to_256_letters_digits_and_marks() {
    let longest = "x".repeat(256);
    for id in ["org_1", "org_azAZ09_:-", "org_org_", &format!("org_{longest}")] {
        assert!(is_organization(id, WorkOs), "{id:?}");
    }
    for id in [
        "",
        "org_",
        "1",
        "org1",
        "ORG_1",
        " org_1",
        "org_1 ",
        "org_1\n",
        "org_a.b",
        "org_a/b",
        "org_é",
        "org_\u{7f}",
        &format!("org_{longest}x"),
    ] {
        assert!(!is_organization(id, WorkOs), "{id:?}");
    }
}

#[test]
fn a_strict_scope_is_one_of_four_or_begins_with_widgets() {
    let longest = "x".repeat(256);
    for scope in [
        "sso",
        "dsync",
        "audit_logs",
        "log_streams",
        "widgets:users-table:manage",
        "widgets:_",
        "widgets::",
        &format!("widgets:{longest}"),
    ] {
        assert!(is_scope(scope, WorkOs), "{scope:?}");
    }
    for scope in [
        "",
        "SSO",
        "sso ",
        "sso\n",
        "ssodsync",
        "sso:manage",
        "users",
        "widgets",
        "widgets:",
        "Widgets:a",
        "widgets:a b",
        "widgets:é",
        "widgets:a\n",
        &format!("widgets:{longest}x"),
    ] {
        assert!(!is_scope(scope, WorkOs), "{scope:?}");
    }
}

#[test]
fn a_plain_string_has_1_to_256_utf_16_units() {
    // Characters of one, two and three bytes and one unit each; of four bytes and two units.
    for (letter, units) in [("x", 1), ("é", 1), ("€", 1), ("𝄞", 2)] {
        let longest = letter.repeat(256 / units);
        let one_more = format!("{longest}x");
        let fits = format!("{}x", letter.repeat(255 / units));
        for (text, is_plain) in [(&longest, true), (&fits, true), (&one_more, false)] {
            assert_eq!(is_organization(text, Any), is_plain, "{letter:?}");
            assert_eq!(is_scope(text, Any), is_plain, "{letter:?}");
            assert_eq!(is_session(text, Any), is_plain, "{letter:?}");
            assert_eq!(is_session(text, WorkOs), is_plain, "{letter:?}");
        }
    }
    assert!(!is_organization("", Any));
    assert!(!is_scope("", Any));
    assert!(!is_session("", Any));
    assert!(!is_session("", WorkOs));
}

#[test]
fn a_plain_string_has_no_control_characters() {
    for letter in ('\0'..='\u{a0}').chain(['\u{ad}', '\u{2028}', '\u{fffd}', '\u{10ffff}']) {
        let is_plain = letter >= ' ' && letter != '\u{7f}';
        for text in [format!("{letter}"), format!("{letter}a"), format!("a{letter}")] {
            assert_eq!(is_organization(&text, Any), is_plain, "{text:?}");
            assert_eq!(is_scope(&text, Any), is_plain, "{text:?}");
            assert_eq!(is_session(&text, Any), is_plain, "{text:?}");
            assert_eq!(is_session(&text, WorkOs), is_plain, "{text:?}");
        }
    }
}

#[test]
fn a_key_without_scopes_is_invalid() {
    for strictness in [WorkOs, Any] {
        assert_eq!(parse("org_1", &[], None, strictness), Err(KeyFault::Scope));
    }
}

#[test]
fn the_first_fault_is_the_one_reported() {
    for strictness in [WorkOs, Any] {
        let parse = |organization_id, scopes: &[&str], session| {
            parse(organization_id, scopes, Some(session), strictness)
        };
        assert_eq!(parse("", &["sso", ""], ""), Err(KeyFault::Organization));
        assert_eq!(parse("", &[], "mount"), Err(KeyFault::Organization));
        assert_eq!(parse("org_1", &["sso", ""], ""), Err(KeyFault::Scope));
        assert_eq!(parse("org_1", &[], ""), Err(KeyFault::Scope));
        assert_eq!(parse("org_1", &["sso"], ""), Err(KeyFault::Session));
    }
}

#[test]
fn a_fault_has_the_code_of_the_request_or_of_the_scope() {
    assert_eq!(KeyFault::Organization.code(), Code::InvalidRequest);
    assert_eq!(KeyFault::Scope.code(), Code::InvalidScope);
    assert_eq!(KeyFault::Session.code(), Code::InvalidRequest);
}

#[test]
fn equal_keys_have_one_id_and_one_token() {
    let mut world = World::granting(10 * MINUTE);
    let key = world.cache.key_id(token_key("org_1", &["sso", "dsync"], None));
    let token = world.token(key);
    let again = world.cache.key_id(token_key("org_1", &["dsync", "sso", "dsync"], None));
    assert_eq!(again, key);
    assert!(matches!(world.read(again), Read::Ready(same) if same == token));
    assert_eq!((world.fetches(), world.cache.stats(world.reading).entries), (1, 1));
}

#[test]
fn each_session_has_its_own_token() {
    let mut world = World::granting(10 * MINUTE);
    let tokens: BTreeSet<String> = [None, Some("mount_1"), Some("mount_2")]
        .map(|session| world.cache.key_id(token_key("org_1", &["sso"], session)))
        .map(|key| world.token(key))
        .into();
    assert_eq!((tokens.len(), world.fetches()), (3, 3));
}

#[test]
fn a_key_is_found_once_it_has_an_id_and_only_then() {
    let mut world = World::new();
    let (sso, dsync) = (token_key("org_1", &["sso"], None), token_key("org_1", &["dsync"], None));
    assert_eq!(world.cache.find(&sso), None);
    let id = world.cache.key_id(sso.clone());
    assert_eq!(world.cache.find(&sso), Some(id));
    assert_eq!(world.cache.key(id), Some(&sso));
    assert_eq!(world.cache.find(&dsync), None, "a lookup does not add the key");
    assert_eq!(world.cache.stats(world.reading).entries, 1);
}

#[test]
fn ten_thousand_keys_in_any_order_have_an_id_each() {
    const KEYS: usize = 10_000;
    let mut world = World::new();
    // A step that is coprime to the number of keys visits each once.
    let names = (0..KEYS).map(|n| format!("org_{}", n * 7_919 % KEYS));
    let keys: Vec<TokenKey> = names.map(|name| token_key(&name, &["sso"], None)).collect();
    let ids: Vec<KeyId> = keys.iter().map(|key| world.cache.key_id(key.clone())).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), KEYS);
    assert_eq!(world.cache.stats(world.reading).entries, 10_000);
    for (key, &id) in keys.iter().zip(&ids) {
        assert_eq!((world.cache.find(key), world.cache.key(id)), (Some(id), Some(key)));
        assert_eq!(world.cache.key_id(key.clone()), id);
    }
    assert_eq!(world.cache.stats(world.reading).entries, 10_000);
}

#[test]
fn a_key_takes_no_more_memory_than_its_strings() {
    // A pointer, a length and a capacity for each of the organization, the scopes and the session.
    assert_eq!(size_of::<TokenKey>(), 3 * 3 * size_of::<usize>());
}

#[test]
fn the_cached_token_is_readable_without_a_clock() {
    let mut world = World::granting(MINUTE);
    let key = world.key();
    assert_eq!(world.cache.token(key), None);
    let first = world.token(key);
    assert_eq!(world.cache.token(key), Some(&first));
    assert_eq!(world.cache.stats(world.reading).hits, 0, "it does not count as a read");

    world.pass(MINUTE);
    assert_eq!(world.cache.token(key), Some(&first), "the cache does not know the time yet");
    world.snapshot(key);
    assert_eq!(world.cache.token(key), None);

    let second = world.token(key);
    assert_eq!(world.cache.token(key), Some(&second));
    world.clear(ClearReason::SignOut);
    assert_eq!(world.cache.token(key), None);
}

#[test]
fn an_unknown_id_has_no_key_and_no_token() {
    let mut world = World::granting(MINUTE);
    let key = world.key();
    world.token(key);
    for id in [KeyId(1), KeyId(u32::MAX)] {
        assert_eq!((world.cache.key(id), world.cache.token(id)), (None, None));
    }
}
