//! A token of which there are few, so that some are equal.

use proptest::prelude::*;
use workos_widget_tokens::core::sharing;

/// The core compares it and hands it out, and that is all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token(pub u8);

impl sharing::Token for Token {
    fn fingerprint(&self) -> u64 {
        self.0.into()
    }
}

pub fn token() -> impl Strategy<Value = Token> {
    any::<u8>().prop_map(Token)
}
