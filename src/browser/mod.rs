//! The platform: clocks, timer, network, wake-ups, and the loop that runs the core.

pub mod clock;
pub mod driver;
pub mod host;
pub mod lifecycle;
pub mod timer;
pub mod token;
