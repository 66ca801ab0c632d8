//! What is sent, and the result of a successful request.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{
    AbortController, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
};
use workos_widget_tokens::browser::request::{self, HeadersOption, RequestKey, Words};
use workos_widget_tokens::browser::token::Token;
use workos_widget_tokens::core::error::TokenError;
use workos_widget_tokens::core::reply::Reply;

use super::reply::text_of;
use crate::javascript::{function, get, js, settled};
use crate::patch::Patch;
use crate::route::{Route, granting, reply};

/// A route with this endpoint and default options.
pub fn described(route: &Route) -> request::Route {
    request::Route {
        endpoint: "https://app.example/api/widget-token".into(),
        headers: HeadersOption::Fixed(Headers::new().unwrap()),
        credentials: "same-origin".into(),
        body: None,
        parse_response: None,
        fetch: Some(route.fetch()),
    }
}

/// The outcome of a request.
pub struct Outcome {
    pub result: Result<Reply<Token>, TokenError>,
    pub words: Words,
}

impl Outcome {
    /// The token that was granted.
    pub fn token(&self) -> String {
        text_of(self.result.as_ref().unwrap().token.as_ref()).unwrap()
    }

    /// Why none was granted.
    pub fn error(&self) -> TokenError {
        *self.result.as_ref().unwrap_err()
    }
}

/// Sends a request for a key that is `{ a: 1 }` to the app.
pub async fn send(route: &request::Route) -> Outcome {
    send_with(route, &AbortController::new().unwrap()).await
}

/// The same with this controller.
pub async fn send_with(route: &request::Route, controller: &AbortController) -> Outcome {
    let key = RequestKey { key: js("{ a: 1 }"), body: r#"{"organizationId":"org_1"}"#.into() };
    let (result, words) = request::send(route, key, controller).await;
    Outcome { result, words }
}

#[wasm_bindgen_test]
async fn the_key_is_posted_as_json() {
    let route = Route::default();
    route.grant("widget_1");
    assert_eq!(send(&described(&route)).await.token(), "widget_1");
    let request = route.request(0);
    assert_eq!(request.method(), "POST");
    assert_eq!(request.url(), "https://app.example/api/widget-token");
    let body = settled(request.text().unwrap()).await.unwrap();
    assert_eq!(body, r#"{"organizationId":"org_1"}"#);
}

#[wasm_bindgen_test]
async fn content_type_and_accept_are_json() {
    let route = Route::default();
    route.grant("widget_1");
    send(&described(&route)).await;
    let headers = route.request(0).headers();
    for name in ["accept", "content-type"] {
        assert_eq!(headers.get(name).unwrap().as_deref(), Some("application/json"), "{name}");
    }
}

#[wasm_bindgen_test]
async fn responses_are_not_cached_and_redirects_not_followed() {
    let route = Route::default();
    route.grant("widget_1");
    send(&described(&route)).await;
    let request = route.request(0);
    assert_eq!(request.cache(), RequestCache::NoStore);
    assert_eq!(request.redirect(), RequestRedirect::Manual);
}

#[wasm_bindgen_test]
async fn credentials_are_sent_as_configured() {
    use RequestCredentials::{Include, Omit, SameOrigin};
    for (word, credentials) in [("same-origin", SameOrigin), ("include", Include), ("omit", Omit)] {
        let route = Route::default();
        route.grant("widget_1");
        send(&request::Route { credentials: word.into(), ..described(&route) }).await;
        assert_eq!(route.request(0).credentials(), credentials);
    }
}

#[wasm_bindgen_test]
async fn the_signal_is_the_controllers() {
    let (route, controller) = (Route::default(), AbortController::new().unwrap());
    route.grant("widget_1");
    send_with(&described(&route), &controller).await;
    let init = route.init(0);
    assert!(init.get_signal().unwrap() == controller.signal());
    assert!(!route.is_aborted(0));
    controller.abort();
    assert!(route.is_aborted(0));
}

#[wasm_bindgen_test]
async fn fetch_is_called_without_a_receiver() {
    let fetch = function(
        "function () {
            'use strict';
            if (this !== undefined) throw new TypeError('Illegal invocation');
            return new Response('\"widget_1\"');
        }",
    );
    let route = request::Route { fetch: Some(fetch), ..described(&Route::default()) };
    assert_eq!(
        send(&route).await.token(),
        "widget_1",
        "a result that is not a promise works as well"
    );
}

#[wasm_bindgen_test]
async fn the_global_fetch_is_looked_up_at_each_call() {
    let route = request::Route { fetch: None, ..described(&Route::default()) };
    for token in ["widget_1", "widget_2"] {
        let stand_in = Route::default();
        stand_in.grant(token);
        let _fetch = Patch::new("globalThis", "fetch", &stand_in.fetch().into());
        assert_eq!(send(&route).await.token(), token);
    }
}

#[wasm_bindgen_test]
async fn the_platforms_fetch_accepts_the_request() {
    let route = request::Route {
        fetch: None,
        endpoint: "data:application/json,{%22token%22:%22widget_1%22}".into(),
        ..described(&Route::default())
    };
    assert_eq!(send(&route).await.token(), "widget_1");
}

#[wasm_bindgen_test]
async fn the_platforms_fetch_is_aborted_by_the_controller() {
    let controller = AbortController::new().unwrap();
    let (platform, within) = (get(&js("globalThis"), "fetch"), controller.clone());
    let fetch = move |url: JsValue, init: RequestInit| {
        let platform: &Function = platform.unchecked_ref();
        let promise = platform.call2(&JsValue::UNDEFINED, &url, &init).unwrap();
        within.abort();
        promise
    };
    let fetch = Closure::<dyn Fn(JsValue, RequestInit) -> JsValue>::new(fetch).into_js_value();
    let route = request::Route { fetch: fetch.dyn_into().ok(), ..described(&Route::default()) };
    let outcome = send_with(&route, &controller).await;
    assert_eq!(get(&outcome.words.cause, "name"), "AbortError");
}

#[wasm_bindgen_test]
async fn the_statements_of_the_reply_are_returned_with_it() {
    let route = Route::default();
    route.reply(reply(403, r#"{"message":"not yours"}"#));
    let outcome = send(&described(&route)).await;
    let read = outcome.result.unwrap();
    assert_eq!(read.status, 403);
    assert!(read.token.is_none());
    assert_eq!(outcome.words.description, "not yours");
    assert!(outcome.words.cause.is_undefined());
}

#[wasm_bindgen_test]
async fn a_reply_with_a_token_is_described_in_case_the_core_rejects_it() {
    let route = Route::default();
    route.reply(reply(201, &granting("widget_1")));
    let outcome = send(&described(&route)).await;
    assert_eq!(outcome.result.as_ref().unwrap().status, 201);
    assert!(outcome.words.cause.is_undefined());
}
