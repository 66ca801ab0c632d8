//! What is sent, and what comes of it when all is well.

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

/// A route as the options describe it: this one, and nothing else said.
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

/// What came of a request.
pub struct Outcome {
    pub result: Result<Reply<Token>, TokenError>,
    pub words: Words,
}

impl Outcome {
    /// The token that it brought.
    pub fn token(&self) -> String {
        text_of(self.result.as_ref().unwrap().token.as_ref()).unwrap()
    }

    /// Why it brought none.
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
async fn json_is_sent_and_json_is_asked_for() {
    let route = Route::default();
    route.grant("widget_1");
    send(&described(&route)).await;
    let headers = route.request(0).headers();
    for name in ["accept", "content-type"] {
        assert_eq!(headers.get(name).unwrap().as_deref(), Some("application/json"), "{name}");
    }
}

#[wasm_bindgen_test]
async fn it_is_cached_nowhere_and_redirects_are_not_followed() {
    let route = Route::default();
    route.grant("widget_1");
    send(&described(&route)).await;
    let request = route.request(0);
    assert_eq!(request.cache(), RequestCache::NoStore);
    assert_eq!(request.redirect(), RequestRedirect::Manual);
}

#[wasm_bindgen_test]
async fn cookies_go_along_as_the_app_says() {
    use RequestCredentials::{Include, Omit, SameOrigin};
    for (word, credentials) in [("same-origin", SameOrigin), ("include", Include), ("omit", Omit)] {
        let route = Route::default();
        route.grant("widget_1");
        send(&request::Route { credentials: word.into(), ..described(&route) }).await;
        assert_eq!(route.request(0).credentials(), credentials);
    }
}

#[wasm_bindgen_test]
async fn its_signal_is_that_of_the_controller() {
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
async fn fetch_is_called_as_a_function_and_no_method() {
    let fetch = function(
        "function () {
            'use strict';
            if (this !== undefined) throw new TypeError('Illegal invocation');
            return new Response('\"widget_1\"');
        }",
    );
    let route = request::Route { fetch: Some(fetch), ..described(&Route::default()) };
    assert_eq!(send(&route).await.token(), "widget_1", "what is no promise will do as well");
}

#[wasm_bindgen_test]
async fn the_global_fetch_is_looked_up_when_it_is_called() {
    let route = request::Route { fetch: None, ..described(&Route::default()) };
    for token in ["widget_1", "widget_2"] {
        let stand_in = Route::default();
        stand_in.grant(token);
        let _fetch = Patch::new("globalThis", "fetch", &stand_in.fetch().into());
        assert_eq!(send(&route).await.token(), token);
    }
}

#[wasm_bindgen_test]
async fn the_platforms_own_fetch_takes_what_it_is_given() {
    let route = request::Route {
        fetch: None,
        endpoint: "data:application/json,{%22token%22:%22widget_1%22}".into(),
        ..described(&Route::default())
    };
    assert_eq!(send(&route).await.token(), "widget_1");
}

#[wasm_bindgen_test]
async fn the_platforms_own_fetch_is_ended_by_the_controller() {
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
async fn what_the_reply_says_goes_with_it() {
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
async fn a_reply_that_grants_a_token_is_described_too_in_case_it_is_not_believed() {
    let route = Route::default();
    route.reply(reply(201, &granting("widget_1")));
    let outcome = send(&described(&route)).await;
    assert_eq!(outcome.result.as_ref().unwrap().status, 201);
    assert!(outcome.words.cause.is_undefined());
}
