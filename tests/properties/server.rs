//! The server, which knows the true time.

use workos_widget_tokens::core::cache::FetchId;
use workos_widget_tokens::core::error::Code;
use workos_widget_tokens::core::lifetime::{Claims, Expiry};
use workos_widget_tokens::core::reply::{Reply, RetryAfter};

use crate::answer::{Answer, Asks, Form, Garbage, Kind};
use crate::clocks::{Moment, server_ms_at};
use crate::flight::{Flight, Grant, Outcome};
use crate::token::Token;
use crate::units::{HOUR, Ms, SECOND, cut};

#[derive(Debug)]
pub struct Server {
    answers: Vec<Answer>,
    default_lifetime_ms: u64,
    served: usize,
    minted: u32,
    /// The last token of each key.
    kept: Vec<Option<Token>>,
    pub is_put_right: bool,
    pub is_reachable: bool,
}

impl Server {
    pub fn new(answers: Vec<Answer>, keys: usize, default_lifetime_ms: u64) -> Self {
        Server {
            answers,
            default_lifetime_ms,
            served: 0,
            minted: 0,
            kept: vec![None; keys],
            is_put_right: false,
            is_reachable: true,
        }
    }

    /// Receives a request, and decides at once on its outcome.
    pub fn take(&mut self, fetch: FetchId, epoch: u32, sent: Moment) -> Flight {
        let answer = self.next_answer();
        let latency_ms = answer.latency.0;
        let decided_ms = sent.true_ms + latency_ms * u64::from(answer.decided_at) / 256;
        let arrives_ms = sent.true_ms + latency_ms;
        let replied_ms = decided_ms + (arrives_ms - decided_ms) / 2;
        let outcome = match answer.kind {
            Kind::Grant { life, form } => {
                self.grant(fetch, epoch, None, life, form, decided_ms, replied_ms)
            }
            Kind::Again { life, form } => {
                let kept = self.kept[fetch.key.0 as usize].filter(|kept| {
                    form.fits_an_old_token() && kept.epoch == epoch && kept.expires_ms > decided_ms
                });
                self.grant(fetch, epoch, kept, life, form, decided_ms, replied_ms)
            }
            Kind::Refusal { status, retry_after, dated } => {
                refusal(status, retry_after, dated, replied_ms)
            }
            Kind::Garbage(garbage) => garbled(garbage),
            Kind::NoNetwork => Outcome::Failed(Code::Network),
            Kind::Lost => Outcome::Failed(Code::Timeout),
        };
        let is_lost = matches!(answer.kind, Kind::Lost);
        Flight {
            fetch,
            sent,
            inputs: 0,
            arrives_ms: (!is_lost).then_some(arrives_ms),
            outcome,
            comes_after_abort: answer.comes_after_abort,
            is_live: true,
        }
    }

    fn next_answer(&mut self) -> Answer {
        if !self.is_reachable {
            return Answer {
                latency: Ms(2),
                decided_at: 0,
                comes_after_abort: false,
                kind: Kind::NoNetwork,
            };
        }
        if self.is_put_right {
            return Answer {
                latency: Ms(50),
                decided_at: 128,
                comes_after_abort: false,
                kind: Kind::Grant { life: Ms(HOUR), form: Form::In },
            };
        }
        self.served += 1;
        self.answers[(self.served - 1) % self.answers.len()].clone()
    }

    #[allow(clippy::too_many_arguments, reason = "a grant is made of these")]
    fn grant(
        &mut self,
        fetch: FetchId,
        epoch: u32,
        kept: Option<Token>,
        life: Ms,
        form: Form,
        decided_ms: u64,
        replied_ms: u64,
    ) -> Outcome {
        let token = kept.unwrap_or_else(|| self.mint(fetch, epoch, life, form, decided_ms));
        self.kept[fetch.key.0 as usize] = Some(token);
        let expires_ms = server_ms_at(token.expires_ms);
        let remaining_ms = i64::try_from(token.expires_ms - decided_ms).unwrap();
        let date = Some(cut(server_ms_at(replied_ms)));
        let claims = Claims {
            expires_ms: Some(expires_ms),
            issued_ms: Some(cut(server_ms_at(token.minted_ms))),
        };
        let at = Expiry::At(expires_ms);
        let (server_ms, claims, expiry) = match form {
            Form::In => (None, Claims::default(), Expiry::In(remaining_ms)),
            Form::AtDated => (date, Claims::default(), at),
            Form::AtUndated => (None, Claims::default(), at),
            Form::Jwt => (None, claims, Expiry::Unsaid),
            Form::JwtDated => (date, claims, Expiry::Unsaid),
            Form::JwtAndIn => (date, claims, Expiry::In(remaining_ms)),
            Form::Unsaid => (None, Claims::default(), Expiry::Unsaid),
        };
        let reply = Reply {
            status: 200,
            server_ms,
            token: Some(token),
            claims,
            expiry,
            ..Reply::default()
        };
        let by_local_clock = form == Form::AtUndated;
        Outcome::Granted(reply, Grant { token, is_cut: form.is_cut(), by_local_clock })
    }

    fn mint(&mut self, fetch: FetchId, epoch: u32, life: Ms, form: Form, minted_ms: u64) -> Token {
        self.minted += 1;
        let expires_ms = match form {
            // `exp` and `iat` are whole seconds apart.
            Form::Jwt | Form::JwtDated | Form::JwtAndIn => {
                minted_ms / SECOND * SECOND + life.0.div_ceil(SECOND) * SECOND
            }
            Form::Unsaid => minted_ms + life.0.max(self.default_lifetime_ms),
            Form::In | Form::AtDated | Form::AtUndated => minted_ms + life.0,
        };
        Token { serial: self.minted, key: fetch.key.0, epoch, minted_ms, expires_ms }
    }
}

fn refusal(status: u16, asks: Asks, dated: bool, replied_ms: u64) -> Outcome {
    let server_ms = dated.then(|| cut(server_ms_at(replied_ms)));
    let retry_after = match asks {
        Asks::Nothing => RetryAfter::Unsaid,
        Asks::Seconds(Ms(ms)) => RetryAfter::InMs(ms),
        Asks::Slot(Ms(ms)) => RetryAfter::slot(ms as f64).unwrap(),
        Asks::Date(Ms(ms)) => RetryAfter::At(cut(server_ms_at(replied_ms + ms))),
    };
    Outcome::Refused(Reply { status, server_ms, retry_after, ..Reply::default() })
}

fn garbled(garbage: Garbage) -> Outcome {
    match garbage {
        Garbage::NoToken => Outcome::Refused(Reply { status: 200, ..Reply::default() }),
        Garbage::SecretKey => Outcome::Failed(Code::SecretExposed),
        Garbage::Redirect => {
            let token = Token { serial: 0, key: 0, epoch: 0, minted_ms: 0, expires_ms: 0 };
            Outcome::Refused(Reply { status: 302, token: Some(token), ..Reply::default() })
        }
    }
}
