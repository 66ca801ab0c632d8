use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::core::key::{Strictness, TokenKey};
use workos_widget_tokens::exports::key::{read, show};

use crate::javascript::{REVOKED, TRAPPED, get, is_frozen, js, json, text};

fn strict(key: &str) -> Result<TokenKey, JsValue> {
    read(&js(key), Strictness::WorkOs)
}

/// The code of the error for this key.
fn code(key: &str, strictness: Strictness) -> String {
    text(&read(&js(key), strictness).unwrap_err(), "code")
}

fn key(organization: &str, scope: &str) -> String {
    format!("{{ organizationId: {organization}, widgetScope: {scope} }}")
}

fn with_session(session: &str) -> String {
    format!("{{ organizationId: 'org_1', widgetScope: 'sso', widgetSession: {session} }}")
}

#[wasm_bindgen_test]
fn a_key_is_an_organization_and_a_scope() {
    let key = strict(&key("'org_1'", "'sso'")).unwrap();
    assert_eq!(key.organization_id(), "org_1");
    assert_eq!(key.scopes().concat(), "sso");
    assert_eq!(key.session(), None);
}

#[wasm_bindgen_test]
fn every_workos_scope_is_accepted() {
    for scope in ["sso", "dsync", "audit_logs", "log_streams", "widgets:users-table:manage"] {
        let written = key("'org_1'", &format!("'{scope}'"));
        assert_eq!(strict(&written).unwrap().scopes().concat(), scope);
    }
}

#[wasm_bindgen_test]
fn order_and_duplicates_of_scopes_are_ignored() {
    let one = strict(&key("'org_1'", "['sso', 'dsync', 'sso']")).unwrap();
    let other = strict(&key("'org_1'", "['dsync', 'sso']")).unwrap();
    assert_eq!(one, other);
    let single = strict(&key("'org_1'", "['sso']")).unwrap();
    assert_eq!(single, strict(&key("'org_1'", "'sso'")).unwrap());
}

#[wasm_bindgen_test]
fn a_session_makes_a_different_key() {
    let one = strict(&with_session("'a'")).unwrap();
    assert_eq!(one.session(), Some("a"));
    assert_ne!(one, strict(&with_session("'b'")).unwrap());
    assert_eq!(strict(&with_session("undefined")).unwrap().session(), None);
}

#[wasm_bindgen_test]
fn an_unknown_field_is_refused_with_the_known_ones() {
    let error = strict("{ organizationId: 'org_1', widgetScope: 'sso', widgetSesion: 'a' }");
    let error = error.unwrap_err();
    assert_eq!(text(&error, "code"), "invalid_request");
    assert_eq!(
        text(&error, "description"),
        "widgetSesion is not one of organizationId, widgetScope, widgetSession"
    );
    let inherited = "Object.assign(Object.create({ more: 1 }), { organizationId: 'org_1', widgetScope: 'sso' })";
    assert!(strict(inherited).is_ok());
}

#[wasm_bindgen_test]
fn a_value_that_is_not_an_object_is_refused() {
    for value in ["undefined", "null", "'org_1'", "5", "() => {}", "Symbol()"] {
        assert_eq!(code(value, Strictness::Any), "invalid_request", "{value}");
    }
}

#[wasm_bindgen_test]
fn an_organization_is_a_string_that_starts_with_org() {
    for organization in
        ["undefined", "null", "5", "''", "'1'", "'org_'", "'user_1'", "'org_a b'", "'org_é'", "{}"]
    {
        let written = key(organization, "'sso'");
        assert_eq!(code(&written, Strictness::WorkOs), "invalid_request", "{organization}");
    }
    assert_eq!(code(&key("new String('org_1')", "'sso'"), Strictness::Any), "invalid_request");
}

#[wasm_bindgen_test]
fn a_scope_is_a_string_or_an_array_of_strings() {
    for scope in [
        "undefined",
        "null",
        "5",
        "''",
        "'SSO'",
        "'widgets:'",
        "'widgets:a b'",
        "[]",
        "['sso', 5]",
        "['sso', null]",
        "[['sso']]",
        "['sso', '']",
        "new Set(['sso'])",
        "{ 0: 'sso', length: 1 }",
    ] {
        assert_eq!(code(&key("'org_1'", scope), Strictness::WorkOs), "invalid_scope", "{scope}");
    }
}

#[wasm_bindgen_test]
fn a_session_is_a_non_empty_string() {
    for session in ["null", "5", "''", "{}", "'a\\nb'"] {
        let written = with_session(session);
        assert_eq!(code(&written, Strictness::WorkOs), "invalid_request", "{session}");
    }
}

#[wasm_bindgen_test]
fn a_part_has_256_characters_at_most() {
    for (count, is_key) in [(256, true), (257, false)] {
        let long = format!("'x'.repeat({count})");
        let emoji = format!("'😀'.repeat({count} / 2)");
        assert_eq!(read(&js(&key(&long, "'a'")), Strictness::Any).is_ok(), is_key);
        assert_eq!(read(&js(&key("'a'", &long)), Strictness::Any).is_ok(), is_key);
        assert_eq!(strict(&with_session(&long)).is_ok(), is_key);
        assert!(strict(&with_session(&emoji)).is_ok(), "two units each");
    }
    assert!(strict(&with_session("'😀'.repeat(129)")).is_err());
}

#[wasm_bindgen_test]
fn without_strict_any_plain_string_is_accepted() {
    for text in ["'1'", "'a b'", "'Zoë 😀'", "'工作'"] {
        assert!(read(&js(&key(text, text)), Strictness::Any).is_ok(), "{text}");
    }
    for text in ["''", "'a\\u0000b'", "'a\\u007f'", "5"] {
        assert_eq!(code(&key(text, "'a'"), Strictness::Any), "invalid_request", "{text}");
        assert_eq!(code(&key("'a'", text), Strictness::Any), "invalid_scope", "{text}");
    }
}

#[wasm_bindgen_test]
fn a_string_that_is_not_well_formed_is_refused_in_each_part() {
    for text in ["'org_\\ud800'", "'org_\\udc00'", "'\\ud83dorg_'", "'org_\\ude00\\ud83d'"] {
        for written in
            [key(text, "'sso'"), key("'org_1'", text), key("'org_1'", &format!("['sso', {text}]"))]
        {
            assert_eq!(code(&written, Strictness::Any), "invalid_request", "{written}");
        }
        assert_eq!(code(&with_session(text), Strictness::Any), "invalid_request", "{text}");
    }
    assert!(read(&js(&key("'\\ufffd'", "'\\ud83d\\ude00'")), Strictness::Any).is_ok());
}

#[wasm_bindgen_test]
fn an_exception_in_a_key_is_the_cause_of_a_typed_error() {
    for written in [
        "{ get organizationId() { throw 'mine'; } }",
        "{ organizationId: 'org_1', get widgetScope() { throw 'mine'; } }",
        "{ organizationId: 'org_1', widgetScope: 'sso', get widgetSession() { throw 'mine'; } }",
        "{ organizationId: 'org_1', widgetScope: new Proxy(['sso'], { get() { throw 'mine'; } }) }",
    ] {
        let error = strict(written).unwrap_err();
        assert_eq!(text(&error, "code"), "invalid_options", "{written}");
        assert_eq!(get(&error, "cause"), "mine", "{written}");
    }
    for written in [TRAPPED.to_owned(), REVOKED.to_owned(), key("'org_1'", REVOKED)] {
        assert_eq!(code(&written, Strictness::WorkOs), "invalid_options", "{written}");
    }
}

#[wasm_bindgen_test]
fn each_fault_is_explained() {
    for (written, word) in [
        ("{}".into(), "organizationId"),
        (key("'user_1'", "'sso'"), "org_"),
        (key("'org_1'", "5"), "array"),
        (key("'org_1'", "'SSO'"), "audit_logs"),
        (with_session("5"), "widgetSession"),
        (with_session("''"), "256"),
        (key("'\\ud800'", "'sso'"), "Unicode"),
    ] {
        let description = text(&strict(&written).unwrap_err(), "description");
        assert!(description.contains(word), "{written}: {description}");
    }
}

#[wasm_bindgen_test]
fn the_public_key_is_frozen_and_canonical() {
    let shown = show(&strict(&key("'org_1'", "['sso', 'dsync', 'sso']")).unwrap()).key;
    assert_eq!(json(&shown), r#"{"organizationId":"org_1","widgetScope":["dsync","sso"]}"#);
    assert!(is_frozen(&shown) && is_frozen(&get(&shown, "widgetScope")));
    let single = show(&strict(&key("'org_1'", "['sso']")).unwrap()).key;
    assert_eq!(json(&single), r#"{"organizationId":"org_1","widgetScope":"sso"}"#);
}

#[wasm_bindgen_test]
fn the_session_is_in_the_public_key_and_not_in_the_body() {
    let key = show(&strict(&with_session("'mount-1'")).unwrap());
    let sent = r#"{"organizationId":"org_1","widgetScope":"sso"}"#;
    let shown = r#"{"organizationId":"org_1","widgetScope":"sso","widgetSession":"mount-1"}"#;
    assert_eq!(json(&key.key), shown);
    assert_eq!(key.body, sent);
}

#[wasm_bindgen_test]
fn the_body_is_json_for_any_strings() {
    let written = key("'\"\\\\<é😀'", "['a\"', 'b']");
    let body = show(&read(&js(&written), Strictness::Any).unwrap()).body.as_string().unwrap();
    assert_eq!(body, r#"{"organizationId":"\"\\<é😀","widgetScope":["a\"","b"]}"#);
}
