//! The one required option.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use workos_widget_tokens::exports::options::ManagerOptions;

use crate::javascript::{js, set, text};
use crate::patch::Patch;

fn read(endpoint: &JsValue) -> Result<String, JsValue> {
    let options = js("{}");
    set(&options, "endpoint", endpoint);
    ManagerOptions::read(&options).map(|options| options.route.endpoint)
}

/// The URL that requests go to.
fn url(endpoint: &str) -> String {
    read(&endpoint.into()).unwrap()
}

/// Why it is refused.
fn fault(endpoint: &JsValue) -> String {
    let error = read(endpoint).unwrap_err();
    assert_eq!(text(&error, "code"), "invalid_options");
    text(&error, "description")
}

#[wasm_bindgen_test]
fn a_relative_endpoint_is_resolved_against_the_page() {
    let _base = Patch::new("document", "baseURI", &"https://app.example/a/b?c".into());
    for (endpoint, absolute) in [
        ("/api/widget-token", "https://app.example/api/widget-token"),
        ("token", "https://app.example/a/token"),
        ("../token?x=1", "https://app.example/token?x=1"),
        ("?x", "https://app.example/a/b?x"),
        ("//other.example/token", "https://other.example/token"),
        ("https://other.example", "https://other.example/"),
    ] {
        assert_eq!(url(endpoint), absolute, "{endpoint}");
    }
}

#[wasm_bindgen_test]
fn without_a_document_it_is_resolved_against_the_location() {
    let _base = Patch::new("document", "baseURI", &JsValue::UNDEFINED);
    let origin = js("location.origin").as_string().unwrap();
    assert_eq!(url("/api/widget-token"), format!("{origin}/api/widget-token"));
}

#[wasm_bindgen_test]
fn a_remote_endpoint_must_be_https() {
    for endpoint in [
        "http://app.example/token",
        "ws://app.example",
        "ftp://app.example",
        "data:,token",
        "javascript:0",
        "http://localhost.example/",
        "http://127.0.0.1.example/",
        "http://mylocalhost/",
        "http://192.168.0.1/",
        "http://[::2]/",
        "http://app.example/.localhost/",
        "app://app.example?.localhost",
        "app://app.example#//localhost/",
        "app://localhost.app.example",
    ] {
        let fault = fault(&endpoint.into());
        assert!(fault.starts_with("endpoint is not https"), "{endpoint}: {fault}");
    }
    assert!(read(&"https://app.example/token".into()).is_ok());
}

#[wasm_bindgen_test]
fn a_local_endpoint_may_have_any_scheme() {
    for host in ["localhost", "app.localhost", "127.0.0.1", "127.1.2.3", "[::1]"] {
        let endpoint = format!("http://{host}:3000/token");
        assert_eq!(url(&endpoint), endpoint);
    }
}

#[wasm_bindgen_test]
fn a_remote_page_without_https_may_not_have_a_relative_endpoint() {
    let _base = Patch::new("document", "baseURI", &"http://app.example/".into());
    assert!(fault(&"/api/widget-token".into()).starts_with("endpoint is not https"));
}

#[wasm_bindgen_test]
fn the_workos_api_is_refused() {
    for endpoint in [
        "https://api.workos.com/widgets/token",
        "https://workos.com",
        "https://API.WorkOS.com/",
        "https://api.workos.com./",
        "https://api.workos.com:8443/",
        "https://user@api.workos.com/",
        "capacitor://workos.com",
    ] {
        assert!(fault(&endpoint.into()).starts_with("endpoint is WorkOS itself"), "{endpoint}");
    }
    for endpoint in [
        "https://notworkos.com/",
        "https://workos.com.example/",
        "https://app.example/?to=//api.workos.com/",
        "https://app.example/@workos.com/",
    ] {
        assert_eq!(url(endpoint), endpoint);
    }
}

#[wasm_bindgen_test]
fn a_password_is_refused() {
    for endpoint in ["https://user:word@app.example/", "https://user@app.example/"] {
        let fault = fault(&endpoint.into());
        assert_eq!(fault, "endpoint holds a user name or password");
    }
    assert!(fault(&"https://:word@app.example/".into()).contains("password"));
    assert!(read(&"https://app.example/user@app.example".into()).is_ok());
}

#[wasm_bindgen_test]
fn an_invalid_url_is_refused() {
    for endpoint in ["https://", "https://a:b/", "https://[::1"] {
        assert_eq!(fault(&endpoint.into()), "endpoint is not a URL", "{endpoint}");
    }
}

#[wasm_bindgen_test]
fn a_missing_endpoint_is_refused() {
    for endpoint in ["undefined", "null", "''", "5", "{}", "new URL('https://app.example/')"] {
        let fault = fault(&js(endpoint));
        assert!(fault.starts_with("endpoint is missing"), "{endpoint}: {fault}");
    }
}
