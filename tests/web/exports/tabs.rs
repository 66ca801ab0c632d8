//! `shareAcrossTabs`: two managers of one page, as if each had a tab of its own.

use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::javascript::{call, get, js, number, settled, until};
use crate::manager::{KEY, Manager};
use crate::route::Route;
use crate::virtual_time::VirtualTime;

/// Longer than a tab waits for an answer.
const ASKED_MS: f64 = 100.0;

fn sharing(route: &Route, user: &str) -> Manager {
    Manager::with(route, &format!("{{ user: '{user}', shareAcrossTabs: true }}"))
}

fn stat(manager: &Manager, name: &str) -> f64 {
    number(&manager.call("stats", &[]).unwrap(), name)
}

fn peek(manager: &Manager) -> JsValue {
    call(&manager.source(KEY), "peek", &[]).unwrap()
}

/// A manager that has fetched a token, and is done with its question.
async fn with_token(time: &VirtualTime, route: &Route, user: &str) -> Manager {
    let manager = sharing(route, user);
    route.grant("widget_1");
    let token = manager.get_token(KEY);
    time.advance(ASKED_MS);
    assert_eq!(settled(token).await.unwrap(), "widget_1");
    manager
}

#[wasm_bindgen_test]
async fn a_token_is_taken_from_another_tab_of_the_same_user() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let first = with_token(&time, &route, "taken").await;
    let second = sharing(&route, "taken");
    assert_eq!(settled(second.get_token(KEY)).await.unwrap(), "widget_1");
    assert_eq!((route.count(), stat(&first, "shared"), stat(&second, "shared")), (1, 0.0, 1.0));
    assert_eq!(get(&peek(&first), "shared"), false);
    assert_eq!(get(&peek(&second), "shared"), true);
    first.call("dispose", &[]).unwrap();
    second.call("dispose", &[]).unwrap();
}

#[wasm_bindgen_test]
async fn a_rejection_and_a_sign_out_reach_the_other_tab() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let first = with_token(&time, &route, "leaving").await;
    let second = sharing(&route, "leaving");
    settled(second.get_token(KEY)).await.unwrap();
    call(&second.source(KEY), "invalidate", &[js("'widget_1'")]).unwrap();
    until(|| get(&peek(&first), "token").is_undefined()).await;
    second.call("clear", &[]).unwrap();
    until(|| peek(&first).is_undefined()).await;
    first.call("dispose", &[]).unwrap();
    second.call("dispose", &[]).unwrap();
}

/// Creates a manager, and `globalThis.forger`: a script on its channel.
fn with_forger(route: &Route, user: &str) -> Manager {
    js(
        "globalThis.RealChannel = BroadcastChannel, globalThis.BroadcastChannel = class extends RealChannel { constructor(name) { super(name); globalThis.channelName = name; } }, 0",
    );
    let manager = sharing(route, user);
    js(
        "globalThis.BroadcastChannel = RealChannel, globalThis.forger = new BroadcastChannel(channelName), 0",
    );
    manager
}

#[wasm_bindgen_test]
async fn a_sign_out_caused_by_another_tab_is_not_announced_again() {
    let route = Route::default();
    let first = with_forger(&route, "echo");
    let second = sharing(&route, "echo");
    js(
        "globalThis.signOuts = 0, globalThis.ended = 0, forger.onmessage = ({ data }) => data === 'end' ? ended++ : data[0] === 5 && signOuts++, 0",
    );
    // A request that waits is how it is seen that a sign-out has arrived.
    let waiting = settled(second.get_token(KEY));
    first.call("clear", &[]).unwrap();
    assert_eq!(get(&waiting.await.unwrap_err(), "code"), "cleared");
    second.call("clear", &[]).unwrap();
    js("new BroadcastChannel(channelName).postMessage('end'), 0");
    until(|| js("ended").as_f64() == Some(1.0)).await;
    assert_eq!(js("signOuts").as_f64(), Some(1.0));
}

#[wasm_bindgen_test]
async fn a_token_fetched_after_a_sign_out_in_another_tab_is_dropped_when_the_user_is_named() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let first = with_forger(&route, "again");
    let second = sharing(&route, "again");
    js("globalThis.signOuts = 0, forger.onmessage = ({ data }) => data[0] === 5 && signOuts++, 0");
    let waiting = settled(second.get_token(KEY));
    first.call("clear", &[]).unwrap();
    assert_eq!(get(&waiting.await.unwrap_err(), "code"), "cleared");
    // By now the page's cookie may be another user's.
    route.grant("widget_other");
    let token = second.get_token(KEY);
    time.advance(ASKED_MS);
    assert_eq!(settled(token).await.unwrap(), "widget_other");
    second.call("setUser", &[js("'again'")]).unwrap();
    assert!(peek(&second).is_undefined());
    until(|| js("signOuts").as_f64() == Some(1.0)).await;
    // The same user again drops nothing.
    route.grant("widget_1");
    let token = second.get_token(KEY);
    // Two fetches of a key are a second apart.
    time.advance(2_000.0);
    time.advance(ASKED_MS);
    settled(token).await.unwrap();
    second.call("setUser", &[js("'again'")]).unwrap();
    assert_eq!(get(&peek(&second), "token"), "widget_1");
    second.call("dispose", &[]).unwrap();
}

#[wasm_bindgen_test]
async fn an_answer_is_untrusted() {
    let (_time, route) = (VirtualTime::begin(), Route::default());
    let manager = with_forger(&route, "strangers");
    // A life of a minute, of which more than a minute is over.
    js("globalThis.jwt = `e30.${btoa(JSON.stringify({ iat: 1000, exp: 1060 }))}.s`, 0");
    js("forger.onmessage = ({ data: [kind, key, number] }) => {
        if (kind !== 0) return;
        const offer = (...rest) => forger.postMessage([1, key, number, ...rest]);
        for (const token of ['', 'sk_1', 'two words', 'tökén', 7, {}, null, jwt]) offer(500000, 600000, token);
        offer(600001, 600000, 'more left than there was');
        offer(NaN, 600000, 'nothing-left');
        offer('x', {}, 'no-numbers');
        forger.postMessage([1, key, number + 1, 500000, 600000, 'another-question']);
        forger.postMessage([1, key + ' ', number, 500000, 600000, 'another-key']);
        offer(500000, 600000, 'widget_2');
    }, 0");
    assert_eq!(settled(manager.get_token(KEY)).await.unwrap(), "widget_2");
    assert_eq!((route.count(), stat(&manager, "shared")), (0, 1.0));
    manager.call("dispose", &[]).unwrap();
}

#[wasm_bindgen_test]
async fn malformed_messages_are_ignored() {
    let (time, route) = (VirtualTime::begin(), Route::default());
    let manager = with_forger(&route, "forged");
    route.grant("widget_1");
    let token = manager.get_token(KEY);
    time.advance(ASKED_MS);
    assert_eq!(settled(token).await.unwrap(), "widget_1");
    let key = "JSON.stringify({organizationId: 'org_1', widgetScope: 'sso'})";
    for message in [
        "1",
        "null",
        "[]",
        "[9]",
        "{}",
        "[[1]]",
        "'text'",
        "[-1, null]",
        "new Date()",
        "[NaN, 1, 2]",
        "[1, KEY, 7, 500000, 600000, 'unasked']",
        "[1, KEY, 7, -1, NaN, {}]",
        "[1, KEY, 7, 1, 1, 'sk_1']",
        "[2, KEY, 7, 0, 0]",
        "[3, KEY, '7', 0, 0]",
        "[4, KEY, 7, 0, 0]",
        "[4, KEY, 1e300, 0, 0]",
        "[1, {}, 7, 1, 1, 'unasked']",
        "Array(100000).fill(1)",
        "[0n, KEY, 1n, 0n, 0n]",
        "[0, KEY, {}, 'x', 0]",
    ] {
        js(&format!("forger.postMessage({}), 0", message.replace("KEY", key)));
    }
    // The manager still answers a request, which it receives after all of the above.
    js("globalThis.answers = 0, forger.onmessage = ({ data }) => data[0] === 1 && answers++, 0");
    js(&format!("forger.postMessage([0, {key}, 1, 0, 0]), 0"));
    until(|| js("answers").as_f64() > Some(0.0)).await;
    assert_eq!(get(&peek(&manager), "token"), "widget_1");
    assert_eq!(stat(&manager, "shared"), 0.0);
    manager.call("dispose", &[]).unwrap();
}

#[wasm_bindgen_test]
async fn without_a_broadcast_channel_each_tab_works_alone() {
    let (_time, route) = (VirtualTime::begin(), Route::default());
    js("globalThis.RealChannel = BroadcastChannel, globalThis.BroadcastChannel = undefined, 0");
    let manager = sharing(&route, "alone");
    js("globalThis.BroadcastChannel = RealChannel, 0");
    route.grant("widget_1");
    // No question, and no wait for its answer.
    assert_eq!(settled(manager.get_token(KEY)).await.unwrap(), "widget_1");
}

#[wasm_bindgen_test]
fn sharing_needs_a_user() {
    let route = Route::default();
    for options in ["{ shareAcrossTabs: true }", "{ shareAcrossTabs: true, user: null }"] {
        let thrown = Manager::try_new(&route.options(options)).err().unwrap();
        assert_eq!(get(&thrown, "code"), "invalid_options");
    }
}
