//! The body is shared with the main tests, which replay seeds and found cases.

#![no_main]

#[path = "../../tests/found/phrase.rs"]
mod phrase;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| phrase::run(bytes));
