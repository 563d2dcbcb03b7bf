//! The body is shared with the main tests, which replay seeds and found cases.

#![no_main]

#[path = "../../tests/found/config.rs"]
mod config;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| config::run(bytes));
