//! What a group owns, written out.
