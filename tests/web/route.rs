//! A token route within the page: the `fetch` option.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use web_sys::{Request, RequestInit, Response, ResponseInit};

use crate::javascript::{js, set};

/// The body of a reply that grants this token.
pub fn granting(token: &str) -> String {
    format!(r#"{{"token":"{token}"}}"#)
}

/// A reply with a JSON body.
pub fn reply(status: u16, body: &str) -> JsValue {
    reply_with(status, body, "{}")
}

/// The same with these headers.
pub fn reply_with(status: u16, body: &str, headers: &str) -> JsValue {
    let init = ResponseInit::new();
    init.set_status(status);
    init.set_headers(&js(headers));
    Response::new_with_opt_str_and_init(Some(body), &init).unwrap().into()
}

/// What the route received, and how it answers.
#[derive(Clone, Default)]
pub struct Route(Rc<State>);

#[derive(Default)]
struct State {
    sent: RefCell<Vec<(String, RequestInit)>>,
    prepared: RefCell<VecDeque<Answer>>,
    open: RefCell<VecDeque<Open>>,
}

enum Answer {
    Reply(JsValue),
    Failure(JsValue),
}

struct Open {
    resolve: Function,
    reject: Function,
}

impl Route {
    /// The function that a manager calls. A request waits for its answer.
    pub fn fetch(&self) -> Function {
        let route = self.clone();
        let fetch = move |url: String, init: RequestInit| route.receive(url, init);
        Closure::<dyn Fn(String, RequestInit) -> Promise>::new(fetch)
            .into_js_value()
            .unchecked_into()
    }

    /// The options of a manager that sends to this route, and these.
    pub fn options(&self, options: &str) -> JsValue {
        let options = js(&format!("{{ endpoint: '/api/widget-token', ...{options} }}"));
        set(&options, "fetch", &self.fetch());
        options
    }

    /// Answers the oldest pending request, or else the next one.
    pub fn reply(&self, response: JsValue) {
        self.answer(Answer::Reply(response));
    }

    /// The same with a token.
    pub fn grant(&self, token: &str) {
        self.reply(reply(200, &granting(token)));
    }

    /// Fails it with this reason.
    pub fn fail(&self, reason: JsValue) {
        self.answer(Answer::Failure(reason));
    }

    /// The number of requests so far.
    pub fn count(&self) -> usize {
        self.0.sent.borrow().len()
    }

    /// A request as it was passed to `fetch`.
    pub fn init(&self, place: usize) -> RequestInit {
        self.0.sent.borrow()[place].1.clone()
    }

    /// A request as the browser would send it.
    pub fn request(&self, place: usize) -> Request {
        let (url, init) = self.0.sent.borrow()[place].clone();
        Request::new_with_str_and_init(&url, &init).unwrap()
    }

    /// Whether a request was aborted.
    pub fn is_aborted(&self, place: usize) -> bool {
        self.init(place).get_signal().unwrap().aborted()
    }

    fn receive(&self, url: String, init: RequestInit) -> Promise {
        let state = &self.0;
        state.sent.borrow_mut().push((url, init.clone()));
        let promise = Promise::new(&mut |resolve, reject| {
            state.open.borrow_mut().push_back(Open { resolve, reject });
        });
        if let Some(answer) = state.prepared.borrow_mut().pop_front() {
            self.answer(answer);
        }
        promise
    }

    fn answer(&self, answer: Answer) {
        let state = &self.0;
        let Some(open) = state.open.borrow_mut().pop_front() else {
            return state.prepared.borrow_mut().push_back(answer);
        };
        let (function, value) = match &answer {
            Answer::Reply(response) => (open.resolve, response),
            Answer::Failure(reason) => (open.reject, reason),
        };
        function.call1(&JsValue::UNDEFINED, value).unwrap();
    }
}
