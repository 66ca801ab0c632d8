//! Keys as the app passes them, and as it receives them.

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use super::error::{refusal, typed};
use super::known_fields::KnownFields;
use crate::browser::plain_object::Fields;
use crate::browser::request::RequestKey;
use crate::browser::value::{items, write_json};
use crate::core::error::Code;
use crate::core::key::{KeyFault, Strictness, TokenKey};

/// Parses a key.
///
/// # Errors
/// A `TokenError`: `invalid_request` or `invalid_scope`.
pub fn read(key: &JsValue, strictness: Strictness) -> Result<TokenKey, JsValue> {
    let fields = KnownFields::new(key, Code::InvalidRequest, NO_ORGANIZATION)?;
    let [organization, scope, session] =
        ["organizationId", "widgetScope", "widgetSession"].map(|name| fields.value(name));
    fields.finish()?;
    let Some(organization) = text(&organization)? else {
        return Err(refusal(Code::InvalidRequest, NO_ORGANIZATION));
    };
    let mut scopes = Vec::new();
    let written = items(&scope).map_err(typed)?;
    for index in 0..written.length() {
        let Some(scope) = text(&written.get(index))? else {
            return Err(refusal(Code::InvalidScope, "widgetScope is a text, or an array of texts"));
        };
        scopes.push(scope);
    }
    let has_session = !session.is_undefined();
    let session = text(&session)?;
    if has_session && session.is_none() {
        return Err(refusal(Code::InvalidRequest, "widgetSession is a text"));
    }
    TokenKey::parse(organization, scopes, session, strictness).map_err(|fault| {
        refusal(
            fault.code(),
            match fault {
                KeyFault::Organization => {
                    "organizationId is not that of a WorkOS organization, org_…"
                }
                KeyFault::Scope => {
                    "widgetScope is none of sso, dsync, audit_logs, log_streams, widgets:…"
                }
                KeyFault::Session => "widgetSession is not a text of 1 to 256 plain characters",
            },
        )
    })
}

const NO_ORGANIZATION: &str =
    "a key is { organizationId, widgetScope }, and organizationId is a text";

/// The value as a string, if it is one.
///
/// # Errors
/// A string that is not well-formed Unicode: its lone surrogates would be replaced on the way into
/// the module, and two keys could become equal.
fn text(value: &JsValue) -> Result<Option<String>, JsValue> {
    let Some(text) = value.as_string() else { return Ok(None) };
    if *value == *text.as_str() {
        return Ok(Some(text));
    }
    Err(refusal(Code::InvalidRequest, "a key is of well-formed Unicode, and this is none"))
}

/// A key as the app receives it, and as it is sent to the route.
#[must_use]
pub fn show(key: &TokenKey) -> RequestKey {
    let widget_scope: JsValue = match key.scopes() {
        [scope] => (&**scope).into(),
        scopes => {
            let list = Array::new();
            for scope in scopes {
                list.push(&(&**scope).into());
            }
            Object::freeze(&list).into()
        }
    };
    let mut fields = Fields::default();
    fields.js("organizationId", key.organization_id().into()).js("widgetScope", widget_scope);
    // Strings and lists of strings always serialize.
    let body = write_json(&fields.object()).unwrap_or_default();
    if let Some(session) = key.session() {
        fields.js("widgetSession", session.into());
    }
    RequestKey { key: fields.frozen(), body }
}
