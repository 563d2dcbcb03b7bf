//! What is counted and timed: never content, never ids or names, and not which command somebody
//! used, which in a small group would say who is having a bad night.
//!
//! Nothing happens here until somebody listens, see [`health`](crate::health).

use crate::chat::event::EventBody;
use crate::ids::PlatformId;
use jiff::SignedDuration;
use metrics::{counter, gauge, histogram};
use std::time::Duration;

/// Every measure with its kind and what it says, in the words of the `/metrics` page.
pub const ALL: &[(&str, Measure, &str)] = &[
    ("hearth_turns_total", Measure::Count, "Events from chat platforms that were handled."),
    ("hearth_turn_seconds", Measure::Durations, "From taking up an event to having answered it."),
    ("hearth_turns_lost_total", Measure::Count, "Events whose handling ended in a defect."),
    (
        "hearth_deliveries_total",
        Measure::Count,
        "Steps of unasked messages, by what became of them.",
    ),
    (
        "hearth_delivery_lateness_seconds",
        Measure::Durations,
        "How long after its time a message went out.",
    ),
    ("hearth_jobs_total", Measure::Count, "Scheduled work that was done."),
    (
        "hearth_jobs_failed_total",
        Measure::Count,
        "Scheduled work that went wrong and is tried again.",
    ),
    ("hearth_platform_restarts_total", Measure::Count, "How often a platform was started again."),
    (
        "hearth_unread_total",
        Measure::Count,
        "Things from a chat platform that could not be read, by what they were.",
    ),
    ("hearth_platform_up", Measure::Level, "1 when a platform is connected."),
    ("hearth_outbox_waiting", Measure::Level, "Messages that wait to be sent."),
    ("hearth_scheduler_lag_seconds", Measure::Level, "How long work that is due has been waiting."),
];

/// How a measure is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Only goes up.
    Count,
    /// Goes up and down.
    Level,
    /// Many durations, in seconds.
    Durations,
}

/// The upper ends of the buckets for durations, in seconds: from an answer at once to a reminder
/// that is a day late.
pub const BUCKETS: &[f64] =
    &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 600.0, 3600.0, 86_400.0];

/// What an event is, as a label.
pub fn kind(body: &EventBody) -> &'static str {
    match body {
        EventBody::Invoked { .. } => "invoked",
        EventBody::Said { .. } => "said",
        EventBody::Answered { .. } => "answered",
        EventBody::Completing { .. } => "completing",
        EventBody::Entered => "entered",
        EventBody::Removed => "removed",
        EventBody::Moved { .. } => "moved",
        EventBody::Left => "left",
        EventBody::Redacted { .. } => "redacted",
    }
}

/// An event was handled.
pub fn turn(platform: PlatformId, kind: &'static str, passed: Duration) {
    counter!("hearth_turns_total", "platform" => platform.as_str(), "kind" => kind).increment(1);
    histogram!("hearth_turn_seconds", "platform" => platform.as_str()).record(passed.as_secs_f64());
}

/// The handling of an event ended in a defect.
pub fn turn_lost(platform: PlatformId) {
    counter!("hearth_turns_lost_total", "platform" => platform.as_str()).increment(1);
}

/// Something became of an unasked message.
pub fn delivery(platform: PlatformId, outcome: &'static str) {
    counter!("hearth_deliveries_total", "platform" => platform.as_str(), "outcome" => outcome)
        .increment(1);
}

/// A message went out so long after its time.
pub fn lateness(platform: PlatformId, late: SignedDuration) {
    histogram!("hearth_delivery_lateness_seconds", "platform" => platform.as_str())
        .record(late.as_secs_f64().max(0.0));
}

/// Scheduled work of one kind was done.
pub fn jobs(kind: &'static str, count: usize) {
    counter!("hearth_jobs_total", "kind" => kind).increment(count as u64);
}

/// Scheduled work went wrong.
pub fn job_failed(kind: &'static str) {
    counter!("hearth_jobs_failed_total", "kind" => kind).increment(1);
}

/// A platform was started again.
pub fn restart(platform: PlatformId) {
    counter!("hearth_platform_restarts_total", "platform" => platform.as_str()).increment(1);
}

/// Something came that could not be read.
pub fn unread(what: &'static str) {
    counter!("hearth_unread_total", "what" => what).increment(1);
}

/// Whether a platform is connected.
pub fn up(platform: PlatformId, connected: bool) {
    gauge!("hearth_platform_up", "platform" => platform.as_str()).set(if connected {
        1.0
    } else {
        0.0
    });
}

/// How many messages wait, and for how long due work has been waiting.
pub fn levels(waiting: u64, lag: Duration) {
    gauge!("hearth_outbox_waiting").set(waiting as f64);
    gauge!("hearth_scheduler_lag_seconds").set(lag.as_secs_f64());
}
