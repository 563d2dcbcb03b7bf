//! The bot as what people run.

pub(crate) use crate::process::Process;
