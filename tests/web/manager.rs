//! A manager as JavaScript sees it: an object of the exported class, whose members are called by
//! name.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::prelude::*;
use workos_widget_tokens::exports::manager::TokenManager;

use crate::javascript::{call, get, js, settled};
use crate::recorder::Recorder;
use crate::route::Route;

/// The key of most tests.
pub const KEY: &str = "{ organizationId: 'org_1', widgetScope: 'sso' }";

/// A manager, which is disposed of when it is dropped.
pub struct Manager(JsValue);

impl Manager {
    /// Creates one as `src/npm/engine.js` does.
    pub fn try_new(options: &JsValue) -> Result<Self, JsValue> {
        let manager = Reflect::construct(&class(), &Array::of1(options))?;
        let leases = get(&manager, "leases");
        call(&leases, "attachTo", std::slice::from_ref(&manager)).unwrap();
        Ok(Manager(manager))
    }

    /// One that sends to this route.
    pub fn on(route: &Route) -> Self {
        Manager::with(route, "{}")
    }

    /// One that sends to this route, with these options.
    pub fn with(route: &Route, options: &str) -> Self {
        Manager::try_new(&route.options(options)).unwrap()
    }

    /// The object itself.
    pub fn object(&self) -> &JsValue {
        &self.0
    }

    /// Calls a method by name.
    pub fn call(&self, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
        call(&self.0, name, arguments)
    }

    /// Calls `getToken` with a key.
    pub fn get_token(&self, key: &str) -> JsValue {
        self.call("getToken", &[js(key)]).unwrap()
    }

    /// The token of [`KEY`].
    pub async fn token(&self) -> String {
        settled(self.get_token(KEY)).await.unwrap().as_string().unwrap()
    }

    /// The source of a key.
    pub fn source(&self, key: &str) -> JsValue {
        self.call("source", &[js(key)]).unwrap()
    }

    /// Calls `getToken` for [`KEY`] with these options.
    pub fn get_token_with(&self, options: &JsValue) -> JsValue {
        self.call("getToken", &[js(KEY), options.clone()]).unwrap()
    }

    /// A recorder of this event.
    pub fn listen(&self, name: &str) -> Recorder {
        let heard = Recorder::default();
        self.call("on", &[name.into(), heard.function().into()]).unwrap();
        heard
    }

    /// One of the counters; NaN if it is undefined.
    pub fn count(&self, name: &str) -> f64 {
        get(&self.call("stats", &[]).unwrap(), name).as_f64().unwrap_or(f64::NAN)
    }
}

impl Drop for Manager {
    fn drop(&mut self) {
        self.call("dispose", &[]).unwrap();
    }
}

/// The class as JavaScript sees it.
pub fn class() -> Function {
    let options = js("{ endpoint: '/api/widget-token' }");
    let manager = JsValue::from(TokenManager::new(options).unwrap());
    get(&manager, "constructor").dyn_into().unwrap()
}
