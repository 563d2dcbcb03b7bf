//! What the sender makes of what platforms do.
