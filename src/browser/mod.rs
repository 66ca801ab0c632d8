//! The platform: clocks, timer, and the loop that runs the core.

pub mod clock;
pub mod driver;
pub mod host;
pub mod timer;
