//! The tests of `src/browser`.

mod clock;
mod driver;
mod driver_end;
mod driver_reentry;
mod driver_time;
mod page;
mod plain_object;
mod reply;
mod reply_expiry;
mod reply_headers;
mod reply_slots;
mod reply_words;
mod request;
mod request_failures;
mod request_options;
mod timer;
mod token;
mod value;
mod world;
