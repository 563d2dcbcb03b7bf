//! How much is kept, in plain words.

use super::sql::Kept;
use crate::chat::message::Line;
use crate::words::Words;

/// What there is, one line for each kind; nothing about kinds of which there is nothing.
pub(super) fn lines(words: &Words, kept: &Kept) -> Vec<Line> {
    let all: [(i64, fn(&Words, i64) -> Line); 9] = [
        (kept.accounts, |words, n| words.privacy_kept_accounts(n)),
        (kept.groups, |words, n| words.privacy_kept_groups(n)),
        (kept.checkins, |words, n| words.privacy_kept_checkins(n)),
        (kept.reminders, |words, n| words.privacy_kept_reminders(n)),
        (kept.meeting_reminders, |words, n| words.privacy_kept_meeting_reminders(n)),
        (kept.attendance, |words, n| words.privacy_kept_attendance(n)),
        (kept.prompts, |words, n| words.privacy_kept_prompts(n)),
        (kept.messages, |words, n| words.privacy_kept_messages(n)),
        (kept.derived, |words, n| words.privacy_kept_derived(n)),
    ];
    let mut lines = vec![words.privacy_kept_profile()];
    lines.extend(all.into_iter().filter(|(n, _)| *n > 0).map(|(n, say)| say(words, n)));
    lines
}
