//! One request to the token route.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers};

use super::plain_object::{Field, plain_object};
use super::reply::{Body, Response};
use super::token::Token;
use super::value::{global, list_of, matches, promise_of, property_or_undefined, write_json};
use crate::core::error::{Code, TokenError};
use crate::core::reply::Reply;

/// What the app said of its token route.
#[derive(Debug)]
pub struct Route {
    /// The URL.
    pub endpoint: String,
    /// The headers of each request.
    pub headers: HeadersOption,
    /// Whether cookies go along: one of the words of `fetch`.
    pub credentials: JsValue,
    /// `(key) => JSON value`, in place of the key's own body.
    pub body: Option<Function>,
    /// `(body, response) => { token, … }`, for a route with its own shape.
    pub parse_response: Option<Function>,
    /// In place of the global `fetch`.
    pub fetch: Option<Function>,
}

/// The `headers` option.
#[derive(Debug)]
pub enum HeadersOption {
    /// The same each time.
    Fixed(Headers),
    /// Asked each time.
    Asked(Function),
}

/// The key that a request is for.
#[derive(Clone, Debug)]
pub struct RequestKey {
    /// The key as the app sees it, for the `body` option.
    pub key: JsValue,
    /// `{ organizationId, widgetScope }` as JSON.
    pub body: JsValue,
}

/// What came of a request, for the core.
pub type Outcome = Result<Reply<Token>, TokenError>;

/// What goes with an error, and is no business of the core's.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The route's own words, or what is wrong with them.
    pub description: JsValue,
    /// What was thrown.
    pub cause: JsValue,
}

/// A request that brought no reply of use.
struct Failure {
    code: Code,
    status: Option<u16>,
    words: Words,
}

/// The explanation of a secret in a header.
pub const SECRET_HEADER: &str =
    "the headers hold a secret WorkOS key (sk_…): keep it on your server, in the token route";

/// Sends a request, and takes its reply apart. Holds no borrow while it waits, and calls the
/// app's functions in turns of their own.
pub async fn send(
    route: &Route,
    key: RequestKey,
    controller: &AbortController,
) -> (Outcome, Words) {
    match attempt(route, key, controller).await {
        Ok((reply, description)) => (Ok(reply), Words { description, ..Words::default() }),
        Err(Failure { code, status, words }) => {
            (Err(TokenError { status, ..TokenError::new(code) }), words)
        }
    }
}

async fn attempt(
    route: &Route,
    key: RequestKey,
    controller: &AbortController,
) -> Result<(Reply<Token>, JsValue), Failure> {
    let unprepared =
        |cause| Failure::new(Code::InvalidOptions, "the headers or the body option failed", cause);
    let given = settled(match &route.headers {
        HeadersOption::Fixed(headers) => Ok(headers.into()),
        HeadersOption::Asked(function) => function.call0(&JsValue::UNDEFINED),
    });
    let headers = complete(&given.await.map_err(unprepared)?).map_err(unprepared)?;
    if has_secret(&headers) {
        return Err(Failure::new(Code::SecretExposed, SECRET_HEADER, JsValue::UNDEFINED));
    }
    if property_or_undefined(&controller.signal(), "aborted").is_truthy() {
        // Given up in the meantime: nobody hears of this.
        return Err(unprepared(JsValue::UNDEFINED));
    }
    let init = route.init(&headers, &key, controller).map_err(unprepared)?;
    let unreached = unreached();
    let response = settled(route.fetch(&init)).await.map_err(&unreached)?;
    let response = Response::new(response);
    let text = settled(response.text()).await.map_err(&unreached)?;
    read(route, &response, text).await
}

/// What the text of a response comes to.
async fn read(
    route: &Route,
    response: &Response,
    text: JsValue,
) -> Result<(Reply<Token>, JsValue), Failure> {
    let useless = |description, cause| Failure::new(Code::InvalidResponse, description, cause);
    if response.is_redirect() {
        return Err(useless("the route redirects, to a login page perhaps", JsValue::UNDEFINED));
    }
    let uninterpreted = |cause| useless("the parseResponse option failed", cause);
    let mut body = Body::parse(text);
    if let Some(parse) = &route.parse_response
        && response.is_ok()
    {
        let parsed = parse.call2(&JsValue::UNDEFINED, body.value(), response.value());
        body = Body::Value(settled(parsed).await.map_err(uninterpreted)?);
    }
    let read = response.read(&body).map_err(uninterpreted)?;
    if read.has_secret {
        let status = Some(read.reply.status);
        return Err(Failure { code: Code::SecretExposed, status, words: Words::default() });
    }
    Ok((read.reply, read.description))
}

impl Route {
    fn init(
        &self,
        headers: &Headers,
        key: &RequestKey,
        controller: &AbortController,
    ) -> Result<JsValue, JsValue> {
        let body = match &self.body {
            Some(body) => write_json(&body.call1(&JsValue::UNDEFINED, &key.key)?)?,
            None => key.body.clone(),
        };
        Ok(plain_object(&[
            ("method", Field::Text("POST")),
            ("headers", JsValue::from(headers).into()),
            ("body", body.into()),
            ("credentials", self.credentials.clone().into()),
            ("cache", Field::Text("no-store")),
            // Not followed: a redirect leads to a login page, and "error" would make it look like
            // a broken network, which is tried again for ever.
            ("redirect", Field::Text("manual")),
            ("signal", JsValue::from(controller.signal()).into()),
        ]))
    }

    /// Not web-sys's `fetch`: whatever stands in for it on this page may throw, or be missing.
    fn fetch(&self, init: &JsValue) -> Result<JsValue, JsValue> {
        let global_fetch;
        let fetch = match &self.fetch {
            Some(fetch) => fetch,
            None => {
                global_fetch = property_or_undefined(&global(), "fetch").unchecked_into();
                &global_fetch
            }
        };
        fetch.call2(&JsValue::UNDEFINED, &self.endpoint.as_str().into(), init)
    }
}

impl Failure {
    fn new(code: Code, description: &str, cause: JsValue) -> Self {
        let words = Words { description: description.into(), cause };
        Failure { code, status: None, words }
    }
}

/// The failure of a request that brought no reply, as the platform sees its network now.
fn unreached() -> impl Fn(JsValue) -> Failure {
    let navigator = property_or_undefined(&global(), "navigator");
    let is_offline = property_or_undefined(&navigator, "onLine") == false;
    let code = if is_offline { Code::Offline } else { Code::Network };
    move |cause| Failure { code, status: None, words: Words { cause, ..Words::default() } }
}

fn complete(given: &JsValue) -> Result<Headers, JsValue> {
    let headers = Headers::new_with_headers(given.unchecked_ref())?;
    for name in ["accept", "content-type"] {
        if !headers.has(name)? {
            headers.set(name, "application/json")?;
        }
    }
    Ok(headers)
}

/// Whether any header holds a secret key.
#[must_use]
pub fn has_secret(headers: &Headers) -> bool {
    list_of(&headers.values()).is_ok_and(|values| {
        (0..values.length())
            .any(|index| matches(r"(^|\s)sk_|\bsk_(test|live)_", &values.get(index)))
    })
}

/// Waits for what a function of the app's returned.
fn settled(returned: Result<JsValue, JsValue>) -> JsFuture {
    promise_of(returned).into()
}
