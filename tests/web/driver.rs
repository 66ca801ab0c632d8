use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::driver::Driver;
use workos_widget_tokens::core::cache::{FetchId, KeyId, ReadOptions};
use workos_widget_tokens::core::config::Config;
use workos_widget_tokens::core::entry::Clearing;
use workos_widget_tokens::core::error::{Code, TokenError};
use workos_widget_tokens::core::key::{Strictness, TokenKey};
use workos_widget_tokens::core::lifetime::Expiry;
use workos_widget_tokens::core::reply::Reply;
use workos_widget_tokens::core::wish::Read;

use crate::host::{as_host, breathe, make_host, notes, set_during};

fn driver(config: Config) -> (Rc<Driver>, KeyId, JsValue) {
    let host = make_host();
    let driver = Driver::new(config, as_host(&host));
    let key = TokenKey::parse("org_1", "sso", None, Strictness::WorkOs).unwrap();
    let key = driver.ask(|cache, _| cache.intern(key));
    (driver, key, host)
}

fn reply(token: &str) -> Result<Reply, TokenError> {
    let expiry = Expiry::In(600_000);
    Ok(Reply { status: 200, token: Some(token.into()), expiry, ..Reply::default() })
}

fn read(driver: &Rc<Driver>, key: KeyId) -> u32 {
    let read = driver.ask(|cache, reading| cache.handle_read(reading, key, ReadOptions::default()));
    driver.turn();
    match read {
        Read::Wait(call) => call.serial,
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
fn a_new_driver_asks_for_nothing() {
    let (_driver, _, host) = driver(Config::default());
    assert!(notes(&host).is_empty());
}

#[wasm_bindgen_test]
fn a_read_sends_and_the_reply_settles() {
    let (driver, key, host) = driver(Config::default());
    let call = read(&driver, key);
    assert_eq!(notes(&host), [r#"["send",0,0]"#]);
    assert!(driver.lease(key).is_none());
    driver.exchanged(FetchId { key, serial: 0 }, reply("widget_1"));
    assert_eq!(notes(&host)[1], format!(r#"["settle",{call},"widget_1",null]"#));
    assert!(notes(&host)[2].starts_with(r#"["emit","token",0,"#));
    assert!(driver.lease(key).is_some());
}

#[wasm_bindgen_test]
fn a_failure_reaches_the_caller_with_its_cause() {
    let (driver, key, host) = driver(Config::default());
    read(&driver, key);
    let mut error = TokenError::new(Code::InvalidOptions);
    error.cause = Some(Rc::new(JsValue::from_str("the reason")));
    driver.exchanged(FetchId { key, serial: 0 }, Err(error));
    let settled = &notes(&host)[1];
    assert!(settled.contains(r#""code":"invalid_options""#), "{settled}");
    assert!(settled.contains(r#""cause":"the reason""#), "{settled}");
    assert!(settled.contains(r#""key":0"#), "{settled}");
}

#[wasm_bindgen_test]
async fn the_time_out_of_a_request_is_kept_by_the_real_timer() {
    let (driver, key, host) = driver(Config { request_timeout_ms: 5, ..Config::default() });
    read(&driver, key);
    while !notes(&host).iter().any(|note| note == r#"["abort",0]"#) {
        breathe().await;
    }
    driver.dispose();
}

#[wasm_bindgen_test]
fn whatever_is_called_from_within_does_no_harm() {
    let (driver, key, host) = driver(Config::default());
    let within = Rc::clone(&driver);
    let during = Closure::new(move |name: String| match &*name {
        "emit" => within.tell(|cache, reading| cache.handle_clear(reading, Clearing::OtherUser)),
        "notify" => {
            within.tell(|cache, reading| cache.handle_invalidate(reading, key, None));
            within.turn();
        }
        _ => {}
    });
    set_during(&host, &during);
    driver.tell(|cache, reading| cache.handle_subscribe(reading, key));
    driver.exchanged(FetchId { key, serial: 0 }, reply("widget_1"));
    assert!(driver.lease(key).is_none(), "cleared from within");
    let within = Rc::clone(&driver);
    let during = Closure::new(move |_| within.dispose());
    set_during(&host, &during);
    driver.exchanged(FetchId { key, serial: 1 }, reply("widget_2"));
    driver.dispose();
    assert!(driver.lease(key).is_none());
}

#[wasm_bindgen_test]
fn after_disposal_nothing_is_asked_of_the_host() {
    let (driver, key, host) = driver(Config::default());
    read(&driver, key);
    driver.dispose();
    let said = notes(&host);
    assert_eq!(said[1..].iter().filter(|note| note.starts_with(r#"["abort""#)).count(), 1);
    assert!(said.last().unwrap().contains("disposed") || said[1].contains("disposed"), "{said:?}");
    driver.exchanged(FetchId { key, serial: 0 }, reply("late"));
    driver.tell(|cache, reading| cache.handle_subscribe(reading, key));
    assert_eq!(notes(&host).len(), said.len());
}
