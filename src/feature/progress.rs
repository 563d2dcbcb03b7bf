//! A member's own history, for nobody else. It shows what there is: no day is missed, nothing falls
//! to zero, nobody is compared with anybody.

pub mod command;
mod labels;
mod sql;
