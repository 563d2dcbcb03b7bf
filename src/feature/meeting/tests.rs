//! What the tests of meetings share.

use super::model::{Meeting, own_listing};
use crate::feed::Attendance;
use crate::ids::{GroupId, MeetingId};
use crate::schedule::{Phrase, Recurrence};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A meeting that no store knows: an hour at the times of a phrase.
pub(super) fn meeting(phrase: &str, zone: &str) -> Meeting {
    let tz = TimeZone::get(zone).expect(zone);
    Meeting {
        id: MeetingId(7),
        group: GroupId(1),
        feed: None,
        slug: "circle".into(),
        name: "Circle".into(),
        recurrence: Some(Recurrence::new(Phrase::parse(phrase).expect(phrase), tz.clone())),
        zone: tz,
        minutes: 60,
        attendance: Attendance::InPerson,
        listing: own_listing("Circle", zone, None, 60),
        fingerprint: String::new(),
        removed_at: None,
        created_at: Timestamp::UNIX_EPOCH,
        changed_at: Timestamp::UNIX_EPOCH,
    }
}
