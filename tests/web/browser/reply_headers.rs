//! What a reply's headers state about time.

use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::core::reply::RetryAfter;

use super::reply::read_with;

const AT_MS: i64 = 1_705_322_700_000;
const HTTP_DATE: &str = "Mon, 15 Jan 2024 12:45:00 GMT";

fn server_ms(date: &str) -> Option<i64> {
    read_with(200, &format!("{{ Date: '{date}' }}")).reply.server_ms
}

fn retry_after(value: &str) -> RetryAfter {
    read_with(429, &format!("{{ 'Retry-After': '{value}' }}")).reply.retry_after
}

#[wasm_bindgen_test]
fn the_server_time_is_read_from_the_date_header() {
    assert_eq!(server_ms(HTTP_DATE), Some(AT_MS));
    assert_eq!(read_with(500, &format!("{{ date: '{HTTP_DATE}' }}")).reply.server_ms, Some(AT_MS));
}

#[wasm_bindgen_test]
fn an_invalid_http_date_is_ignored() {
    for date in ["", "0", "2024", "1705322700", "2024-01-15T12:45:00Z", "Mon, 15 Month", "soon"] {
        assert_eq!(server_ms(date), None, "{date}");
    }
    assert_eq!(read_with(200, "{}").reply.server_ms, None);
}

#[wasm_bindgen_test]
fn retry_after_is_in_seconds_or_a_date() {
    assert_eq!(retry_after("30"), RetryAfter::InMs(30_000));
    assert_eq!(retry_after("0"), RetryAfter::InMs(0));
    assert_eq!(retry_after(HTTP_DATE), RetryAfter::At(AT_MS));
}

#[wasm_bindgen_test]
fn an_invalid_retry_after_is_ignored() {
    for value in ["", "-1", "soon", "1.5", "1e3", "30 s", "2024-01-15"] {
        assert_eq!(retry_after(value), RetryAfter::Unsaid, "{value}");
    }
    assert_eq!(read_with(429, "{}").reply.retry_after, RetryAfter::Unsaid);
}

#[wasm_bindgen_test]
fn an_extreme_retry_after_is_harmless() {
    assert_eq!(retry_after(&"9".repeat(30)), RetryAfter::InMs(u64::MAX));
    assert_eq!(retry_after(&"9".repeat(400)), RetryAfter::InMs(u64::MAX));
}
