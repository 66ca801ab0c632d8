//! Platform parts.
