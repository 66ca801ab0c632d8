//! JavaScript as a page writes it: values by expression, members by name.

use std::panic::Location;

use js_sys::{Array, Function, JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, EventTarget, MessageChannel};

/// An object that throws the string `trapped` on any access.
pub const TRAPPED: &str = "new Proxy({}, new Proxy({}, { get() { throw 'trapped'; } }))";
/// An object that throws a `TypeError` on any access.
pub const REVOKED: &str =
    "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()";

/// The value of an expression.
pub fn js(expression: &str) -> JsValue {
    js_sys::eval(&format!("({expression})")).unwrap()
}

/// A function, by its expression.
pub fn function(expression: &str) -> Function {
    js(expression).dyn_into().unwrap()
}

/// A member of an object.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

/// A member that is a string.
pub fn text(object: &JsValue, name: &str) -> String {
    get(object, name).as_string().unwrap()
}

/// A member that is a number.
pub fn number(object: &JsValue, name: &str) -> f64 {
    get(object, name).as_f64().unwrap()
}

/// Adds a member to an object.
pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    assert!(Reflect::set(object, &name.into(), value).unwrap());
}

/// Calls a method by name.
pub fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = get(object, name).dyn_into().expect(name);
    method.apply(object, &arguments.iter().collect())
}

/// Calls a function without a receiver.
pub fn invoke(function: &JsValue, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: &Function = function.dyn_ref().unwrap();
    function.apply(&JsValue::UNDEFINED, &arguments.iter().collect())
}

/// A value as JSON.
pub fn json(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

/// The names of an object's own members, in their order.
pub fn names(object: &JsValue) -> Vec<String> {
    let names = invoke(&js("Object.keys"), std::slice::from_ref(object)).unwrap();
    Array::from(&names).iter().map(|name| name.as_string().unwrap()).collect()
}

/// Whether an object and its members are frozen.
pub fn is_frozen(object: &JsValue) -> bool {
    invoke(&js("Object.isFrozen"), std::slice::from_ref(object)).unwrap().is_truthy()
}

/// The outcome of a promise.
pub async fn settled(promise: impl Into<JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&promise.into())).await
}

/// Dispatches an event with this name to a target.
pub fn dispatch(target: &JsValue, name: &str) {
    let event = Event::new(name).unwrap();
    target.unchecked_ref::<EventTarget>().dispatch_event(&event).unwrap();
}

/// Lets the browser run its pending tasks.
pub async fn next_task() {
    let channel = MessageChannel::new().unwrap();
    let port = channel.port1();
    let message = Promise::new(&mut |resolve, _| port.set_onmessage(Some(&resolve)));
    channel.port2().post_message(&JsValue::NULL).unwrap();
    JsFuture::from(message).await.unwrap();
    port.set_onmessage(None);
    port.close();
}

/// Waits until a condition becomes true. A test whose condition never does fails, so that the next
/// can run: after half a minute or so, because a message between tabs passes through another process,
/// which may be busy.
#[track_caller]
pub fn until(is_so: impl Fn() -> bool) -> impl Future<Output = ()> {
    let caller = Location::caller();
    async move {
        for _ in 0..1_000_000 {
            if is_so() {
                return;
            }
            next_task().await;
        }
        panic!("{caller} waited for a condition that never became true");
    }
}
