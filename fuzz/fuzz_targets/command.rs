//! The body is shared with the main tests, which replay seeds and found cases.

#![no_main]

#[path = "../../tests/found/command.rs"]
mod command;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| command::run(bytes));
