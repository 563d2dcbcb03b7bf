//! The body is shared with the main tests, which replay seeds and found cases.

#![no_main]

#[path = "../../tests/found/feed_json.rs"]
mod feed_json;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| feed_json::run(bytes));
