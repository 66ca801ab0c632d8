//! What makes two keys one, and what makes none.

use workos_widget_tokens::core::cache::Cache;
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::key::{SEED_SCOPES, Strictness, TokenKey};
use workos_widget_tokens::core::time::Reading;

fn parse(organization: &str, scopes: &str, session: Option<&str>) -> Result<TokenKey, Code> {
    TokenKey::parse(organization, scopes, session, Strictness::WorkOs).map_err(|error| error.code)
}

#[test]
fn the_order_of_scopes_and_repeats_among_them_do_not_matter() {
    let one = parse("org_1", "sso\ndsync\naudit_logs", None).unwrap();
    assert_eq!(one, parse("org_1", "audit_logs\nsso\ndsync\nsso", None).unwrap());
}

#[test]
fn other_organizations_scopes_and_sessions_are_other_keys() {
    let keys = [
        parse("org_1", "sso", None),
        parse("org_2", "sso", None),
        parse("org_1", "dsync", None),
        parse("org_1", "sso\ndsync", None),
        parse("org_1", "sso", Some("a")),
        parse("org_1", "sso", Some("b")),
    ];
    for (index, key) in keys.iter().enumerate() {
        for other in &keys[index + 1..] {
            assert_ne!(key.as_ref().unwrap(), other.as_ref().unwrap());
        }
    }
}

#[test]
fn equal_keys_have_one_number_among_thousands() {
    let reading = Reading { monotonic_ms: 0, wall_ms: 0 };
    let mut cache: Cache<String> = Cache::new(Config::default(), reading, 1);
    let mut number = |n: u32| cache.intern(parse(&format!("org_{n}"), "sso", None).unwrap());
    let first: Vec<_> = (0..5_000).map(&mut number).collect();
    let again: Vec<_> = (0..5_000).map(&mut number).collect();
    assert_eq!(first, again);
    let mut distinct = first.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 5_000);
}

#[test]
fn every_scope_of_the_seed_and_of_the_products_is_known() {
    let products = [
        "widgets:users-table:manage",
        "widgets:sso:manage",
        "widgets:domain-verification:manage",
        "widgets:api-keys:manage",
        "widgets:dsync:manage",
        "widgets:audit-log-streaming:manage",
        "widgets:pipes:manage",
    ];
    for scope in SEED_SCOPES.iter().chain(&products) {
        assert!(parse("org_1", scope, None).is_ok(), "{scope}");
    }
}

#[test]
fn malformed_organizations_are_refused() {
    let long = format!("org_{}", "x".repeat(300));
    for organization in [
        "", "org_", "org", "user_1", "ORG_1", " org_1", "org_1 ", "org_ä", "org_1\n", "org_\0",
        &long,
    ] {
        assert_eq!(parse(organization, "sso", None), Err(Code::InvalidRequest), "{organization:?}");
    }
}

#[test]
fn unknown_scopes_are_refused_wherever_they_stand() {
    for scopes in [
        "",
        "SSO",
        "ssso",
        "widgets",
        "widgets:",
        "widgets:a b",
        "sso\n",
        "\nsso",
        "sso\nfoo",
        "sso,dsync",
    ] {
        assert_eq!(parse("org_1", scopes, None), Err(Code::InvalidScope), "{scopes:?}");
    }
}

#[test]
fn a_session_is_a_short_plain_text() {
    assert!(parse("org_1", "sso", Some("mount 1 – ü")).is_ok());
    for session in ["", "a\tb", "a\u{0}", &"x".repeat(257)] {
        assert_eq!(parse("org_1", "sso", Some(session)), Err(Code::InvalidRequest), "{session:?}");
    }
}

#[test]
fn routes_of_another_kind_take_any_plain_text() {
    let lax =
        |organization, scopes| TokenKey::parse(organization, scopes, None, Strictness::AnyText);
    assert!(lax("tenant 7", "read all\nwrite").is_ok());
    assert!(lax("", "read").is_err());
    assert!(lax("tenant", "").is_err());
    assert!(lax("ten\u{7}ant", "read").is_err());
}
