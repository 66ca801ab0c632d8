use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::browser::token::Token;

#[wasm_bindgen_test]
async fn the_promise_of_a_token_is_one_and_resolves_to_its_text() {
    let token = Token::from(String::from("widget_1"));
    let promise: Promise = token.promise();
    assert_eq!(JsValue::from(promise.clone()), JsValue::from(token.clone().promise()));
    assert_eq!(JsFuture::from(promise).await.unwrap(), "widget_1");
}

#[wasm_bindgen_test]
fn tokens_are_equal_by_their_text() {
    let token = |text: &str| Token::from(JsValue::from_str(text));
    assert_eq!(token("a"), token("a"));
    assert_ne!(token("a"), token("b"));
    assert_ne!(Token::from(JsValue::UNDEFINED), token("undefined"));
}
