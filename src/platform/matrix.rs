//! Matrix's edge.

pub mod ask;
pub mod describe;
pub mod point;
pub mod render;
pub mod said;
