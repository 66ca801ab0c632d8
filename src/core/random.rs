//! Random numbers for jitter, from a seed that the shell provides.

/// A xorshift generator: a few instructions, and good enough to spread requests. Not for secrets.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// Creates a generator; the same seed gives the same numbers.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        // The odd multiplier spreads small seeds; zero is xorshift's fixed point.
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Returns a number from 0 to `most`, inclusive.
    #[inline(never)]
    pub fn up_to(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        match most.checked_add(1) {
            Some(bound) => self.0.checked_rem(bound).unwrap_or(0),
            None => self.0,
        }
    }
}
