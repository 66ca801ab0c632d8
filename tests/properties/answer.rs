//! How the server replies to one request.

use crate::units::{Ms, spread};

/// The outcome of a request, as the scenario plans it.
#[derive(Clone, Debug)]
pub struct Answer {
    pub latency: Ms,
    /// The share of the latency that has passed when the server decides, in 256ths.
    pub decided_at: u8,
    /// Whether it arrives even though the request was aborted.
    pub comes_after_abort: bool,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Grant {
        life: Ms,
        form: Form,
    },
    /// The token that was granted last, if it is still valid: the server caches tokens.
    Again {
        life: Ms,
        form: Form,
    },
    Refusal {
        status: u16,
        retry_after: Asks,
        dated: bool,
    },
    Garbage(Garbage),
    /// A network error.
    NoNetwork,
    /// No reply at all.
    Lost,
}

/// How the reply states the token's lifetime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `expires_in`.
    In,
    /// `expires_at`, with `Date`.
    AtDated,
    /// `expires_at` alone: the local clock is used.
    AtUndated,
    /// The token's claims alone.
    Jwt,
    /// The token's claims, with `Date`.
    JwtDated,
    /// The token's claims, `expires_in` and `Date`.
    JwtAndIn,
    /// Not at all: the token lives for the default at least.
    Unsaid,
}

impl Form {
    const ALL: [Form; 7] = [
        Form::In,
        Form::AtDated,
        Form::Jwt,
        Form::JwtDated,
        Form::JwtAndIn,
        Form::Unsaid,
        Form::AtUndated,
    ];

    /// Whether it is exact only to a second.
    pub fn is_cut(self) -> bool {
        matches!(self, Form::AtDated | Form::Jwt | Form::JwtDated | Form::JwtAndIn)
    }

    /// Whether it can describe a token that is not new.
    pub fn fits_an_old_token(self) -> bool {
        matches!(self, Form::In | Form::AtDated | Form::JwtDated | Form::JwtAndIn)
    }
}

/// When to come back.
#[derive(Clone, Copy, Debug)]
pub enum Asks {
    Nothing,
    Seconds(Ms),
    Date(Ms),
    /// A slot of the request's own.
    Slot(Ms),
}

#[derive(Clone, Copy, Debug)]
pub enum Garbage {
    NoToken,
    SecretKey,
    Redirect,
}

/// Which answers are likely.
#[derive(Clone, Copy, Debug)]
pub struct Temper {
    /// The number of grants per 256 answers.
    pub grants: u8,
    /// The shortest lifetime, and the range above it.
    pub shortest_life: Ms,
    pub life: Ms,
    /// The longest latency.
    pub latency: Ms,
    /// The longest `Retry-After`.
    pub retry_after: Ms,
}

const STATUSES: [u16; 13] = [500, 429, 503, 502, 504, 408, 425, 400, 401, 403, 404, 422, 302];
const GARBAGE: [Garbage; 3] = [Garbage::NoToken, Garbage::SecretKey, Garbage::Redirect];

/// The random numbers of one answer: its kind, form, duration and so on.
pub type Dice = (u8, u8, u16, u16, u8);

impl Answer {
    pub fn from_dice((kind, form, length, latency, flags): Dice, temper: Temper) -> Self {
        let comes_after_abort = flags & 1 == 1;
        let dated = flags & 2 == 2;
        Answer {
            latency: Ms(1 + spread(latency, temper.latency.0)),
            decided_at: flags,
            comes_after_abort,
            kind: if kind <= temper.grants {
                grant(form, length, temper)
            } else {
                fault(kind, form, length, dated, temper)
            },
        }
    }
}

fn grant(form: u8, length: u16, temper: Temper) -> Kind {
    let life = Ms(temper.shortest_life.0 + spread(length, temper.life.0));
    let again = form >= 200;
    let form = Form::ALL[usize::from(form) % Form::ALL.len()];
    if again { Kind::Again { life, form } } else { Kind::Grant { life, form } }
}

fn fault(kind: u8, form: u8, length: u16, dated: bool, temper: Temper) -> Kind {
    let asked = Ms(spread(length, temper.retry_after.0));
    match kind % 8 {
        0 => Kind::Lost,
        1 => Kind::NoNetwork,
        2 => Kind::Garbage(GARBAGE[usize::from(form) % GARBAGE.len()]),
        way => Kind::Refusal {
            status: STATUSES[usize::from(form) % STATUSES.len()],
            retry_after: match way {
                3 | 4 => Asks::Nothing,
                5 => Asks::Date(asked),
                6 => Asks::Slot(asked),
                _ => Asks::Seconds(asked),
            },
            dated,
        },
    }
}
