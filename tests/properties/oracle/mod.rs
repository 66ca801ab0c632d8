//! The truth about a world, tracked independently of the core, and compared with it.

pub mod calls;
pub mod counts;
pub mod interest;
pub mod issued_tokens;
pub mod judge;
pub mod requests;
