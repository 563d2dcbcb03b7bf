//! The body is shared with the main tests, which replay seeds and found cases.

#![no_main]

#[path = "../../tests/found/wire.rs"]
mod wire;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wire::run(bytes));
