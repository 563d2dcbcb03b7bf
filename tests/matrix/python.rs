//! The Python in which the homeserver and the members run.

use crate::python::Scripts;
use std::path::PathBuf;

pub(crate) use crate::python::scratch;

const SCRIPTS: Scripts = Scripts { name: "matrix", what: "a real homeserver and real clients" };

/// The scripts and what they require.
pub(crate) fn folder() -> PathBuf {
    SCRIPTS.folder()
}

/// The interpreter of their environment.
pub(crate) fn interpreter() -> anyhow::Result<PathBuf> {
    SCRIPTS.interpreter()
}
