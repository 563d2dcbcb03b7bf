//! Which meetings a search finds.
