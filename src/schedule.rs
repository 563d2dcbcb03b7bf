//! When things happen.
//!
//! A schedule is a rule in a civil time zone, never a stored instant plus a duration.
//! [`phrase`] reads what people type, [`recurrence`] turns it into instants, [`once`] reads
//! single times, and [`day`] decides which day an instant belongs to. All of it is pure:
//! nothing here reads a clock, and every function that needs one takes `now`.
//!
//! The rules, in one place:
//!
//! - A phrase is evaluated in civil time and only then placed in its zone.
//! - A time inside a gap moves forward by the gap: 02:30 becomes 03:30.
//! - A time inside a fold fires once, at the first pass.
//! - Two civil times that land on one instant fire once.

pub mod day;
pub mod once;
pub mod phrase;
pub mod preview;
pub mod recurrence;
pub mod timing;
pub mod zone;

pub use once::When;
pub use phrase::{Phrase, PhraseError};
pub use recurrence::{Occurrence, Recurrence};
pub use timing::Timing;
