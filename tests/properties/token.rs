//! A token that says of itself what the model needs to know.

/// The core holds it as a browser's token: it keeps, compares and hands it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub serial: u32,
    pub key: u32,
    /// Whose it is: counts up with every sign-out and every other user.
    pub epoch: u32,
    /// In true time, when the server made it.
    pub minted_ms: u64,
    /// In true time, from when on the server refuses it.
    pub expires_ms: u64,
}
