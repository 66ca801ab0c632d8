use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::driver::{Driver, Wake};
use workos_widget_tokens::core::cache::{FetchId, KeyId, ReadOptions};
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::context::Page;
use workos_widget_tokens::core::entry::Clearing;
use workos_widget_tokens::core::error::{Code, TokenError};
use workos_widget_tokens::core::lifetime::Expiry;
use workos_widget_tokens::core::reply::Reply;
use workos_widget_tokens::core::wish::Read;

use crate::host::{breathe, fresh_host, notes, set_during, timer_notes};

/// It lives as long as the page, as that of a manager does.
fn driver(config: Config) -> (&'static Driver, KeyId) {
    fresh_host();
    let driver = Box::leak(Box::new(Driver::new(config, 7)));
    let key = driver.ask(|cache, _| cache.add_key());
    (driver, key)
}

fn answer(driver: &Driver, fetch: FetchId) -> bool {
    let expiry = Expiry::In(600_000);
    let reply = Reply { status: 200, token: Some(()), expiry, ..Reply::default() };
    let is_granted = driver.ask(|cache, reading| cache.handle_reply(reading, fetch, reply));
    driver.turn();
    is_granted
}

fn read(driver: &Driver, key: KeyId) -> u32 {
    let read = driver.ask(|cache, reading| cache.handle_read(reading, key, ReadOptions::default()));
    driver.turn();
    match read {
        Read::Wait(call) => call.serial,
        other => panic!("{other:?}"),
    }
}

fn has_token(driver: &Driver, key: KeyId) -> bool {
    driver.ask(|cache, reading| cache.lease(reading, key).is_some())
}

#[wasm_bindgen_test]
fn a_new_driver_asks_for_nothing() {
    driver(Config::default());
    assert!(notes().is_empty());
}

#[wasm_bindgen_test]
fn a_read_sends_and_the_reply_settles() {
    let (driver, key) = driver(Config::default());
    let call = read(driver, key);
    assert_eq!(notes(), [r#"["send",0,0]"#]);
    assert!(!has_token(driver, key));
    assert!(answer(driver, FetchId { key, serial: 0 }));
    assert_eq!(notes()[1], format!(r#"["settle",0,{call},true]"#));
    assert!(notes()[2].starts_with(r#"["emit",0,0,600000,"#), "{:?}", notes());
    assert!(has_token(driver, key));
}

#[wasm_bindgen_test]
fn an_error_is_made_before_it_is_spoken_of() {
    let (driver, key) = driver(Config::default());
    let call = read(driver, key);
    let error = TokenError { status: Some(200), ..TokenError::new(Code::SecretExposed) };
    driver.tell(|cache, reading| cache.handle_failure(reading, FetchId { key, serial: 0 }, error));
    let code = Code::SecretExposed as u8;
    // The key, the code, not transient, the status, no Retry-After, one attempt, its origin.
    let made = format!(r#"["error",0,{code},false,200,null,1,0,0]"#);
    assert_eq!(
        notes()[1..],
        [
            made.clone(),
            format!(r#"["settle",0,{call},false]"#),
            made,
            r#"["emit",2,0,null,null]"#.into(),
        ]
    );
}

#[wasm_bindgen_test]
async fn the_time_out_of_a_request_is_kept_by_the_real_timer() {
    let (driver, key) = driver(Config { request_timeout_ms: 5, ..Config::default() });
    let wake = Closure::new(move |name: String| {
        if name == "rung" {
            driver.wake(Wake::Timer);
        }
    });
    set_during(&wake);
    read(driver, key);
    while !notes().iter().any(|note| note == r#"["abort",0]"#) {
        breathe().await;
    }
    fresh_host();
}

#[wasm_bindgen_test]
fn a_hidden_page_renews_nothing_until_it_is_shown() {
    let (driver, key) = driver(Config::default());
    let sent = || notes().iter().any(|note| note.starts_with(r#"["send""#));
    driver.wake(Wake::Page(Page::Hidden));
    driver.tell(|cache, reading| cache.handle_subscribe(reading, key));
    driver.wake(Wake::Other);
    driver.wake(Wake::Online);
    assert!(!sent());
    driver.wake(Wake::Page(Page::Shown));
    assert!(sent());
}

#[wasm_bindgen_test]
fn whatever_is_called_from_within_does_no_harm() {
    let (driver, key) = driver(Config::default());
    let during = Closure::new(move |name: String| match &*name {
        "emit" => driver.tell(|cache, reading| cache.handle_clear(reading, Clearing::OtherUser)),
        "notify" => {
            driver.tell(|cache, reading| cache.handle_invalidate(reading, key, None));
            driver.turn();
        }
        _ => {}
    });
    set_during(&during);
    driver.tell(|cache, reading| cache.handle_subscribe(reading, key));
    answer(driver, FetchId { key, serial: 0 });
    assert!(!has_token(driver, key), "cleared from within");
    let during = Closure::new(move |_: String| {
        driver.tell(|cache, reading| cache.handle_clear(reading, Clearing::Disposal));
    });
    set_during(&during);
    answer(driver, FetchId { key, serial: 1 });
    assert!(!has_token(driver, key));
    fresh_host();
}

#[wasm_bindgen_test]
fn after_disposal_nothing_is_asked_of_the_host() {
    let (driver, key) = driver(Config::default());
    read(driver, key);
    driver.tell(|cache, reading| cache.handle_clear(reading, Clearing::Disposal));
    let said = notes();
    assert_eq!(said.iter().filter(|note| note.starts_with(r#"["abort""#)).count(), 1);
    assert!(timer_notes().last().unwrap().contains("disarm"));
    assert!(!answer(driver, FetchId { key, serial: 0 }), "too late");
    driver.tell(|cache, reading| cache.handle_subscribe(reading, key));
    assert_eq!(notes().len(), said.len());
}
