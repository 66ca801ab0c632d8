//! One request to the token route.

use std::cell::Cell;

use js_sys::Function;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers};

use super::plain_object::Fields;
use super::reply::{Body, ReadReply, Response};
use super::token::Token;
use super::value::{
    call_method, call_method2, global, list_of, matches, promise_of, property_or_undefined,
    write_json,
};
use crate::core::error::{Code, TokenError};
use crate::core::reply::Reply;

/// The token route, as configured by the app.
#[derive(Debug)]
pub struct Route {
    /// The URL: absolute, except on a server, where there is no base URL to resolve it against.
    pub endpoint: String,
    /// The headers of each request.
    pub headers: HeadersOption,
    /// The `credentials` of `fetch`: whether cookies are sent.
    pub credentials: JsValue,
    /// `(key) => JSON value`, replaces the default body.
    pub body: Option<Function>,
    /// `(body, response) => { token, … }`, for a route with its own reply format.
    pub parse_response: Option<Function>,
    /// Replaces the global `fetch`.
    pub fetch: Option<Function>,
}

/// The `headers` option.
#[derive(Debug)]
pub enum HeadersOption {
    /// The same headers for each request.
    Fixed(Headers),
    /// A function, called for each request.
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

/// The outcome of a request, for the core.
pub type Outcome = Result<Reply<Token>, TokenError>;

/// The parts of an error that the core does not need.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The route's error message, or what is wrong with its reply.
    pub description: JsValue,
    /// The exception that caused the error.
    pub cause: JsValue,
}

/// The step a request was in when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The app's own functions are called.
    Asking,
    /// The request is built from their results.
    Preparing,
    /// A header contains a secret key.
    SecretFound,
    /// The request is in flight. `is_online` is what the platform reported when it was sent.
    Fetching { is_online: bool },
    /// The reply is a redirect.
    Redirected,
    /// The reply is parsed.
    Interpreting,
}

/// The message for a secret key in a header.
pub const SECRET_HEADER: &str =
    "the headers hold a secret WorkOS key (sk_…): keep it on your server, in the token route";

/// The message for a URL that cannot be resolved.
const UNRESOLVED: &str = "endpoint must be absolute here; tokens are for the browser: ask in an effect, onMount or a client component";

/// Sends a request and reads its reply. Holds no borrow while it waits, and calls each of the app's
/// functions in a task of its own.
pub async fn send(
    route: &Route,
    key: RequestKey,
    controller: &AbortController,
) -> (Outcome, Words) {
    let step = Cell::new(Step::Asking);
    match attempt(route, key, controller, &step).await {
        Ok(ReadReply { reply, has_secret: false, description }) => {
            (Ok(reply), Words { description, cause: JsValue::UNDEFINED })
        }
        Ok(ReadReply { reply, .. }) => {
            let status = Some(reply.status);
            let error = TokenError { status, ..TokenError::new(Code::SecretExposed) };
            (Err(error), Words::default())
        }
        Err(cause) => {
            let (code, description) = step.get().fault(&cause, &route.endpoint);
            (Err(TokenError::new(code)), Words { description: description.into(), cause })
        }
    }
}

/// Performs one request; `step` records how far it got.
async fn attempt(
    route: &Route,
    key: RequestKey,
    controller: &AbortController,
    step: &Cell<Step>,
) -> Result<ReadReply, JsValue> {
    let given = settled(match &route.headers {
        HeadersOption::Fixed(headers) => Ok(headers.into()),
        HeadersOption::Asked(function) => function.call0(&JsValue::UNDEFINED),
    });
    let given = given.await?;
    step.set(Step::Preparing);
    let headers = complete(&given)?;
    if has_secret(&headers) {
        step.set(Step::SecretFound);
        return Err(JsValue::UNDEFINED);
    }
    if property_or_undefined(&property_or_undefined(controller, "signal"), "aborted").is_truthy() {
        // Aborted meanwhile: the outcome is ignored.
        return Err(JsValue::UNDEFINED);
    }
    let body = match &route.body {
        Some(body) => {
            step.set(Step::Asking);
            let value = body.call1(&JsValue::UNDEFINED, &key.key)?;
            step.set(Step::Preparing);
            write_json(&value)?
        }
        None => key.body,
    };
    let init = route.init(&headers, body, controller);
    step.set(Step::Fetching { is_online: is_online() });
    let response = Response::new(settled(route.fetch(&init)).await?);
    let text = settled(response.text()).await?;
    if response.is_redirect() {
        step.set(Step::Redirected);
        return Err(JsValue::UNDEFINED);
    }
    step.set(Step::Interpreting);
    let mut body = Body::parse(text);
    if let Some(parse) = &route.parse_response
        && response.is_ok()
    {
        let parsed = parse.call2(&JsValue::UNDEFINED, body.value(), response.value());
        body = Body::Value(settled(parsed).await?);
    }
    response.read(&body)
}

impl Step {
    /// The error code and message for `cause`, thrown in this step.
    fn fault(self, cause: &JsValue, endpoint: &str) -> (Code, &'static str) {
        match self {
            // The app's function may itself have failed on the network, for example when it fetches a
            // CSRF token.
            Step::Asking => (Code::Network, "the headers or the body option failed"),
            Step::Preparing => (Code::InvalidOptions, "headers or body cannot be sent"),
            Step::SecretFound => (Code::SecretExposed, SECRET_HEADER),
            // Not a network failure: `fetch` cannot parse such a URL. All engines mention "URL".
            Step::Fetching { .. }
                if endpoint.starts_with('/')
                    || matches(r"\bURL\b", &property_or_undefined(cause, "message")) =>
            {
                (Code::InvalidOptions, UNRESOLVED)
            }
            Step::Fetching { is_online: false } => (Code::Offline, ""),
            // Network errors of `fetch` (https://fetch.spec.whatwg.org/#fetch-method), and aborts.
            Step::Fetching { .. }
                if matches(
                    "^(Type|Abort|Timeout|Network)Error$",
                    &property_or_undefined(cause, "name"),
                ) =>
            {
                (Code::Network, "")
            }
            Step::Fetching { .. } => (Code::FetchFailed, "fetch failed, and not by the network"),
            Step::Redirected => {
                (Code::InvalidResponse, "the route redirects, to a login page perhaps")
            }
            Step::Interpreting => (Code::InvalidResponse, "the parseResponse option failed"),
        }
    }
}

impl Route {
    fn init(&self, headers: &Headers, body: JsValue, controller: &AbortController) -> JsValue {
        let mut init = Fields::default();
        init.text("method", "POST")
            .js("headers", headers.into())
            .js("body", body)
            .js("credentials", self.credentials.clone())
            .text("cache", "no-store")
            // Not followed: a redirect usually leads to a login page. With "error" it would look
            // like a network failure, which is retried.
            .text("redirect", "manual")
            .js("signal", property_or_undefined(controller, "signal"));
        init.object()
    }

    /// Not web-sys's `fetch`: the page's `fetch` may be missing, or replaced by one that throws.
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

/// Whether the platform reports a network; true if it reports nothing.
fn is_online() -> bool {
    let navigator = property_or_undefined(&global(), "navigator");
    property_or_undefined(&navigator, "onLine") != JsValue::FALSE
}

fn complete(given: &JsValue) -> Result<Headers, JsValue> {
    let headers = Headers::new_with_headers(given.unchecked_ref())?;
    for name in ["accept", "content-type"] {
        if call_method(&headers, "has", &name.into())?.is_falsy() {
            call_method2(&headers, "set", name, &"application/json".into())?;
        }
    }
    Ok(headers)
}

/// Whether any header contains a secret key.
#[must_use]
pub fn has_secret(headers: &Headers) -> bool {
    let values = call_method(headers, "values", &JsValue::UNDEFINED);
    values.and_then(|values| list_of(&values)).is_ok_and(|values| {
        (0..values.length())
            .any(|index| matches(r"(^|\s)sk_|\bsk_(test|live)_", &values.get(index)))
    })
}

/// Awaits what one of the app's functions returned.
fn settled(returned: Result<JsValue, JsValue>) -> JsFuture {
    promise_of(returned).into()
}
