//! A token that contains what the model needs to know about it.

use workos_widget_tokens::core::sharing;

/// For the core it is an opaque token: it stores, compares and returns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub serial: u32,
    pub key: u32,
    /// Whose it is: increases with every sign-out and every other user.
    pub epoch: u32,
    /// When the server issued it, in true time.
    pub minted_ms: u64,
    /// When the server begins to refuse it, in true time.
    pub expires_ms: u64,
}

impl sharing::Token for Token {
    fn fingerprint(&self) -> u64 {
        u64::from(self.serial)
    }
}
