//! The body is shared with the main tests, which replay seeds and found cases.

#![no_main]

#[path = "../../tests/found/feed_ics.rs"]
mod feed_ics;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| feed_ics::run(bytes));
