//! What each reply means.

use workos_widget_tokens::core::error::{Code, TokenError};
use workos_widget_tokens::core::lifetime::Expiry;
use workos_widget_tokens::core::reply::{Grant, Reply, RetryAfter};

const NOW: i64 = 1_800_000_000_000;

fn read(reply: Reply) -> Result<Grant, TokenError> {
    reply.read(NOW, 600_000).map_err(|error| *error)
}

fn with_token(status: u16, token: &str) -> Reply {
    Reply { status, token: Some(token.into()), ..Reply::default() }
}

#[test]
fn any_status_of_success_grants() {
    for status in [200, 201, 203, 299] {
        let grant = read(with_token(status, "widget_1")).unwrap();
        assert_eq!((grant.token.as_str(), grant.lifetime.certain_ms), ("widget_1", 600_000));
    }
}

#[test]
fn a_number_may_be_seconds_or_milliseconds_since_1970() {
    assert_eq!(Expiry::at_number(1_800_000_600.0), Expiry::At(NOW + 600_000));
    assert_eq!(Expiry::at_number(1_800_000_600_000.0), Expiry::At(NOW + 600_000));
}

#[test]
fn an_empty_token_is_none() {
    let error = read(with_token(200, "")).unwrap_err();
    assert_eq!((error.code, error.status), (Code::InvalidResponse, Some(200)));
    assert!(read(Reply { status: 204, ..Reply::default() }).is_err());
}

#[test]
fn a_secret_key_is_never_a_token() {
    for secret in ["sk_test_1", "sk_live_1", " sk_test_1", "\tsk_"] {
        let error = read(with_token(200, secret)).unwrap_err();
        assert_eq!(error.code, Code::SecretExposed);
        assert_eq!(error.description, None, "the secret is in no error");
    }
}

#[test]
fn what_cannot_stand_in_a_header_is_no_token() {
    for text in ["two words", "line\nbreak", "<html>\n", "tök", "\u{0}"] {
        assert_eq!(
            read(with_token(200, text)).unwrap_err().code,
            Code::InvalidResponse,
            "{text:?}"
        );
    }
}

#[test]
fn a_refusal_keeps_the_routes_own_words() {
    let reply =
        Reply { description: Some("no such organization".into()), status: 404, ..Reply::default() };
    let error = read(reply).unwrap_err();
    assert_eq!(error.description.as_deref(), Some("no such organization"));
    assert_eq!(error.status, Some(404));
}

#[test]
fn a_complaint_about_the_scope_is_told_apart() {
    for status in [400, 422] {
        let about =
            |text: &str| Reply { description: Some(text.into()), status, ..Reply::default() };
        assert_eq!(read(about("Invalid widget_scope")).unwrap_err().code, Code::InvalidScope);
        assert_eq!(
            read(about("organization_id is required")).unwrap_err().code,
            Code::InvalidRequest
        );
    }
}

#[test]
fn a_refusal_with_a_token_in_it_is_a_refusal() {
    assert_eq!(read(with_token(500, "widget_1")).unwrap_err().code, Code::ServerError);
}

#[test]
fn retry_after_in_the_past_is_now() {
    let reply = Reply { status: 503, retry_after: RetryAfter::At(NOW - 5_000), ..Reply::default() };
    assert_eq!(read(reply).unwrap_err().retry_after_ms, Some(0));
}

#[test]
fn every_code_has_a_name_of_its_own_but_one() {
    let codes = [
        Code::InvalidOptions,
        Code::InvalidRequest,
        Code::InvalidScope,
        Code::Unauthorized,
        Code::Forbidden,
        Code::OrganizationNotFound,
        Code::RateLimited,
        Code::ServerError,
        Code::Network,
        Code::Offline,
        Code::Timeout,
        Code::InvalidResponse,
        Code::SecretExposed,
        Code::TooManyRequests,
        Code::Aborted,
        Code::Cleared,
        Code::Disposed,
    ];
    let mut names: Vec<_> = codes.iter().map(|code| code.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), codes.len());
    assert_eq!(Code::ExpiredOnArrival.as_str(), Code::InvalidResponse.as_str());
}
