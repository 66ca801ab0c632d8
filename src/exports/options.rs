//! The options of `createTokenManager` and of `getToken`, read once and parsed into types.

use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Headers, Url};

use super::error::refusal;
use super::known_fields::KnownFields;
use crate::browser::request::{HeadersOption, Route, SECRET_HEADER, has_secret};
use crate::browser::value::{global, matches, method, property_or_undefined};
use crate::core::cache::ReadOptions;
use crate::core::config::{Config, WhileHidden};
use crate::core::error::Code;
use crate::core::key::Strictness;
use crate::core::read::Accept;
use crate::core::sharing::ENABLED;

/// The options of a manager.
#[derive(Debug)]
pub struct ManagerOptions {
    /// The settings of the core.
    pub config: Config,
    /// The token route.
    pub route: Route,
    /// How long `getToken(key)` waits through failures; without limit if not finite.
    pub wait_timeout_ms: f64,
    /// The user whose tokens these are: a string, or undefined.
    pub user: JsValue,
    /// Whether tokens are shared with the user's other tabs.
    pub shares: bool,
    /// Which keys are valid.
    pub strictness: Strictness,
}

impl ManagerOptions {
    /// Parses the options.
    ///
    /// # Errors
    /// A `TokenError` that names the option: `invalid_options` or `secret_exposed`.
    pub fn read(options: &JsValue) -> Result<Self, JsValue> {
        let fields = KnownFields::new(options, Code::InvalidOptions, NO_OPTIONS)?;
        let ms = |name, default| fields.ms(name, default) as u64;
        let some_ms = |name, default| fields.some_ms(name, default) as u64;
        let idle_after_ms = fields.ms("idleAfterMs", f64::NAN);
        let config = Config {
            refresh_lead_ms: ms("refreshLeadMs", 45_000.0),
            default_lifetime_ms: some_ms("defaultLifetimeMs", 600_000.0),
            request_timeout_ms: some_ms("requestTimeoutMs", 10_000.0),
            retry_base_ms: ms("retryBaseMs", 1_000.0),
            retry_max_ms: ms("retryMaxMs", 60_000.0),
            // NaN means that the option is absent: one lifetime.
            idle_after_ms: (!idle_after_ms.is_nan()).then_some(idle_after_ms as u64),
            while_hidden: if fields.flag("refreshWhileHidden", false) {
                WhileHidden::Renew
            } else {
                WhileHidden::Pause
            },
        };
        let wait_timeout_ms = fields.ms("waitTimeoutMs", 30_000.0);
        let strictness =
            if fields.flag("strict", true) { Strictness::WorkOs } else { Strictness::Any };
        let shares = fields.flag("shareAcrossTabs", false);
        if shares && !ENABLED {
            fields.refuse("shareAcrossTabs", " needs workos-widget-tokens/tabs");
        }
        let body = fields.function("body");
        let parse_response = fields.function("parseResponse");
        let fetch = fields.function("fetch");
        let [endpoint, headers, credentials, user] =
            ["endpoint", "headers", "credentials", "user"].map(|name| fields.value(name));
        fields.finish()?;
        let credentials = read_credentials(credentials)?;
        let endpoint = read_endpoint(&endpoint)?;
        let headers = read_headers(headers)?;
        let user = read_user(user)?;
        if ENABLED && shares && user.is_undefined() {
            return Err(invalid("shareAcrossTabs needs user"));
        }
        let route = Route { endpoint, headers, credentials, body, parse_response, fetch };
        Ok(ManagerOptions { config, route, wait_timeout_ms, user, shares, strictness })
    }
}

const NO_OPTIONS: &str = r#"the options are no object: pass { endpoint: "/api/widget-token" }"#;

/// Parses the options of `getToken`, and its abort signal.
///
/// # Errors
/// A `TokenError` that names the option: `invalid_options`.
pub fn read_options(
    options: &JsValue,
    wait_timeout_ms: f64,
) -> Result<(ReadOptions, Option<AbortSignal>), JsValue> {
    if options.is_undefined() {
        return Ok((within(Accept::ValidFor(0), wait_timeout_ms), None));
    }
    let fields =
        KnownFields::new(options, Code::InvalidOptions, "the options of getToken are no object")?;
    let signal = fields.value("signal");
    let accept_new = fields.flag("forceRefresh", false);
    let min_validity_ms = fields.ms("minValidityMs", 0.0);
    let wait_timeout_ms = fields.ms("waitTimeoutMs", wait_timeout_ms);
    fields.finish()?;
    if !signal.is_undefined() && method(&signal, "addEventListener").is_none() {
        return Err(invalid("signal is not an AbortSignal"));
    }
    let accept = if accept_new { Accept::New } else { Accept::ValidFor(min_validity_ms as u64) };
    let signal = (!signal.is_undefined()).then(|| signal.unchecked_into());
    Ok((within(accept, wait_timeout_ms), signal))
}

fn within(accept: Accept, wait_timeout_ms: f64) -> ReadOptions {
    let wait_timeout_ms = wait_timeout_ms.is_finite().then_some(wait_timeout_ms as u64);
    ReadOptions { accept, wait_timeout_ms }
}

/// Parses a user: a string; undefined or null mean none.
///
/// # Errors
/// A `TokenError`, `invalid_options`.
pub fn read_user(user: JsValue) -> Result<JsValue, JsValue> {
    match () {
        () if user.is_string() => Ok(user),
        () if user.is_undefined() || user == JsValue::NULL => Ok(JsValue::UNDEFINED),
        () => Err(invalid("user is not a text")),
    }
}

fn read_credentials(value: JsValue) -> Result<JsValue, JsValue> {
    match () {
        () if value.is_undefined() => Ok("same-origin".into()),
        () if matches("^(same-origin|include|omit)$", &value) => Ok(value),
        () => Err(invalid("credentials is none of same-origin, include, omit")),
    }
}

fn read_headers(init: JsValue) -> Result<HeadersOption, JsValue> {
    if init.is_function() {
        return Ok(HeadersOption::Asked(init.unchecked_into()));
    }
    let headers = Headers::new_with_headers(init.unchecked_ref())
        .map_err(|_| invalid("headers is neither an object of texts nor a function"))?;
    if has_secret(&headers) {
        return Err(refusal(Code::SecretExposed, SECRET_HEADER));
    }
    Ok(HeadersOption::Fixed(headers))
}

fn read_endpoint(value: &JsValue) -> Result<String, JsValue> {
    let Some(endpoint) = value.as_string().filter(|text| !text.is_empty()) else {
        return Err(invalid(
            r#"endpoint is missing: pass your token route, such as "/api/widget-token""#,
        ));
    };
    let base = base_url();
    let Ok(url) = Url::new_with_base(&endpoint, base.as_ref().unwrap_or(&endpoint)) else {
        // On a server there is no base URL; `fetch` reports that, if it is ever called.
        return if base.is_none() { Ok(endpoint) } else { Err(invalid("endpoint is not a URL")) };
    };
    let href = property_or_undefined(&url, "href");
    let fault = if matches(WORKOS, &href) {
        "endpoint is WorkOS itself, which wants your secret key: pass your own route, which keeps it"
    } else if matches("^[^/]+//[^/?#]*@", &href) {
        "endpoint holds a user name or password"
    } else if !matches(SECURE, &href) {
        "endpoint is not https, which it must be off localhost"
    } else {
        return Ok(href.as_string().unwrap_or_default());
    };
    Err(invalid(fault))
}

// For a URL as the platform serializes it: a lower-case host, followed by a slash for https.
const WORKOS: &str = r"^[^/]+//([^/?#]*[.@])?workos\.com\.?(:|/|$)";
const SECURE: &str = r"^(https:|[^/]+//(([^/?#]*\.)?localhost|127(\.\d+){3}|\[::1\])([:/?#]|$))";

fn base_url() -> Option<String> {
    let global = global();
    let document = property_or_undefined(&global, "document");
    let base = property_or_undefined(&document, "baseURI");
    let location = property_or_undefined(&global, "location");
    base.as_string().or_else(|| property_or_undefined(&location, "href").as_string())
}

fn invalid(description: &str) -> JsValue {
    refusal(Code::InvalidOptions, description)
}
