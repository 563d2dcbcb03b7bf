//! What features ask of the outbox.
