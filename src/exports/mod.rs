//! What JavaScript sees of the module. The public classes themselves are written by
//! hand in `src/npm`, where options are read too, and call what is exported here.

pub mod engine;
