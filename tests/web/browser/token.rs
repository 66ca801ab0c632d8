use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::token::Token;

use crate::javascript::{js, settled};

fn token(text: &str) -> Token {
    Token::new(JsValue::from(text).unchecked_into())
}

#[wasm_bindgen_test]
fn tokens_with_the_same_text_are_equal() {
    let joined = Token::new(js("['widget_', 1].join('')").unchecked_into());
    assert!(token("widget_1") == joined);
    assert!(token("widget_1") != token("widget_2"));
    assert!(token("widget_1") != token("widget_1 "));
}

#[wasm_bindgen_test]
async fn the_promise_is_always_the_same_and_settled() {
    let token = token("widget_1");
    let promise = JsValue::from(token.promise());
    assert!(promise == JsValue::from(token.clone().promise()), "the same for each reader");
    assert_eq!(settled(promise).await.unwrap(), "widget_1");
    assert_eq!(token.text().as_string().as_deref(), Some("widget_1"));
}
