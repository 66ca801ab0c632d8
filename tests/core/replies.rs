//! The meaning of each reply.

use workos_widget_tokens::core::error::{Code, RetryWait, TokenError};
use workos_widget_tokens::core::lifetime::Expiry;
use workos_widget_tokens::core::reply::{Grant, Reply, RetryAfter, Topic};

const NOW: i64 = 1_800_000_000_000;

fn read(reply: Reply<String>) -> Result<Grant<String>, TokenError> {
    reply.read(NOW, 600_000)
}

fn with_token(status: u16, token: &str) -> Reply<String> {
    Reply { status, token: Some(token.into()), ..Reply::default() }
}

#[test]
fn any_success_status_grants_a_token() {
    for status in [200, 201, 203, 299] {
        let grant = read(with_token(status, "widget_1")).unwrap();
        assert_eq!((grant.token.as_str(), grant.lifetime.certain_ms), ("widget_1", 600_000));
    }
}

#[test]
fn a_number_may_be_seconds_or_milliseconds_since_1970() {
    assert_eq!(Expiry::at_number(1_800_000_600.0), Expiry::At(NOW + 600_000));
    assert_eq!(Expiry::at_number(1_800_000_600_000.0), Expiry::At(NOW + 600_000));
    assert_eq!(Expiry::at_number(99_999_999_999.0), Expiry::At(99_999_999_999_000), "in 5138");
    assert_eq!(Expiry::at_number(100_000_000_000.0), Expiry::At(100_000_000_000), "in 1973");
}

#[test]
fn success_without_a_token_is_an_invalid_response() {
    let retry_after = RetryAfter::InMs(1_000);
    let error = read(Reply { status: 204, retry_after, ..Reply::default() }).unwrap_err();
    assert_eq!((error.code, error.status), (Code::InvalidResponse, Some(204)));
    assert_eq!(error.retry_wait, None, "it is not a refusal");
}

#[test]
fn an_error_keeps_its_status() {
    let error = read(Reply { status: 404, ..Reply::default() }).unwrap_err();
    assert_eq!((error.code, error.status), (Code::OrganizationNotFound, Some(404)));
}

#[test]
fn an_error_about_the_scope_is_invalid_scope() {
    for status in [400, 422] {
        let about = |topic| Reply { topic, status, ..Reply::default() };
        assert_eq!(read(about(Topic::Scope)).unwrap_err().code, Code::InvalidScope);
        assert_eq!(read(about(Topic::Other)).unwrap_err().code, Code::InvalidRequest);
    }
}

#[test]
fn an_error_status_with_a_token_is_an_error() {
    assert_eq!(read(with_token(500, "widget_1")).unwrap_err().code, Code::ServerError);
}

#[test]
fn retry_after_in_the_past_is_now() {
    let reply = Reply { status: 503, retry_after: RetryAfter::At(NOW - 5_000), ..Reply::default() };
    assert_eq!(read(reply).unwrap_err().retry_wait, Some(RetryWait::Shared(0)));
}

#[test]
fn a_slot_is_a_number_of_milliseconds_up_to_an_hour() {
    for (said, slot) in [
        (0.0, Some(0)),
        (-0.0, Some(0)),
        (1_500.9, Some(1_500)),
        (3_600_000.0, Some(3_600_000)),
        (3_600_001.0, Some(3_600_000)),
        (1_800_000_000_000.0, Some(3_600_000)),
        (f64::MAX, Some(3_600_000)),
        (f64::INFINITY, Some(3_600_000)),
        (-1.0, None),
        (-f64::MIN_POSITIVE, None),
        (f64::NEG_INFINITY, None),
        (f64::NAN, None),
    ] {
        assert_eq!(RetryAfter::slot(said), slot.map(RetryAfter::Slot), "{said}");
    }
}

#[test]
fn an_error_keeps_its_slot_and_a_success_has_none() {
    let retry_after = RetryAfter::Slot(1_000);
    let error = read(Reply { status: 429, retry_after, ..Reply::default() }).unwrap_err();
    assert_eq!(error.retry_wait, Some(RetryWait::Slot(1_000)));
    let error = read(Reply { status: 204, retry_after, ..Reply::default() }).unwrap_err();
    assert_eq!(error.retry_wait, None);
}

#[test]
fn a_codes_number_is_its_index_in_the_list_of_names() {
    // The list is in src/npm/token-error.js.
    let text = include_str!("../../src/npm/token-error.js");
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(':'))
        .map(|(name, _)| name)
        .filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        .collect();
    let name_of = |code: Code| names.get(code as usize).copied();
    assert_eq!(name_of(Code::InvalidOptions), Some("invalid_options"));
    assert_eq!(name_of(Code::OrganizationNotFound), Some("organization_not_found"));
    assert_eq!(name_of(Code::InvalidResponse), Some("invalid_response"));
    assert_eq!(name_of(Code::SecretExposed), Some("secret_exposed"));
    assert_eq!(name_of(Code::Disposed), Some("disposed"));
    assert_eq!(name_of(Code::ExpiredOnArrival), None, "no other kind of failure is public");
}
