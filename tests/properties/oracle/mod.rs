//! What is true of a world, kept apart from what the core thinks, and compared with it.

pub mod calls;
pub mod counts;
pub mod interest;
pub mod issued_tokens;
pub mod judge;
pub mod requests;
