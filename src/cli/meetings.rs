//! Meetings on the command line.
