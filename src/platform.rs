//! The chat platforms: each an edge, each replaceable. The core names none of their types.

pub mod console;

#[cfg(feature = "discord")]
pub mod discord {
    //! Discord's edge. Nothing is here yet: the core does not know that it is missing.
}

#[cfg(feature = "matrix")]
pub mod matrix;
