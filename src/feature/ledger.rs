//! `admin deliveries` and `admin audit`: what was sent, late, retried and dropped, and why; who changed
//! what. Neither shows text, and the first shows nobody.

pub mod audit;
pub mod deliveries;
mod sql;
