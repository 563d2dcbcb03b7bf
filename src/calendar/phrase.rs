//! What people type for a recurring time, as calendar entries.

use super::{Days, Entry, Repeat, RruleText, Rule};
use crate::schedule::phrase::{self, End, Phrase};
use crate::schedule::recurrence::{Occurrence, Recurrence};
use jiff::civil::Time;
use jiff::{Timestamp, ToSpan};

/// How far ahead occurrences are listed one by one where no rule can say them, in years.
const LISTED_YEARS: i64 = 2;

/// The most occurrences that are listed one by one.
const MOST_LISTED: usize = 400;

/// The entries of a recurring time, from its first occurrence after `now` on: like `template`,
/// but for zone, start, rule and, where there are several, `uid`.
///
/// One entry for each time of day, because few calendars understand several in one rule. What
/// RFC 5545 cannot say (`cron`, a rule with its own `COUNT`, two days above 28 in a month) is one
/// entry that lists the next two years. Empty when nothing is to come.
pub fn entries_of(template: &Entry, recurrence: &Recurrence, now: Timestamp) -> Vec<Entry> {
    let entry = |first: &Occurrence, rule: Rule| Entry {
        zone: recurrence.zone().clone(),
        start: first.civil,
        rule,
        ..template.clone()
    };
    let first_at = |time: Option<Time>| {
        let end = ahead(recurrence, now);
        recurrence
            .after(now)
            .take_while(|next| next.at <= end)
            .find(|next| time.is_none_or(|time| next.civil.time() == time))
    };
    match recurrence.phrase().rule() {
        phrase::Rule::Plain { days, times } => {
            let repeat = repeat(days, recurrence.phrase());
            let many = times.as_slice().len() > 1;
            let entries: Option<Vec<Entry>> = times
                .as_slice()
                .iter()
                .filter_map(|time| first_at(Some(*time)))
                .map(|first| {
                    let mut entry = entry(&first, repeat.rule(first.civil)?);
                    if many {
                        entry.uid = format!(
                            "{:02}{:02}-{}",
                            first.civil.hour(),
                            first.civil.minute(),
                            entry.uid
                        );
                    }
                    Some(entry)
                })
                .collect();
            if let Some(entries) = entries.filter(|entries| !entries.is_empty()) {
                return entries;
            }
        }
        phrase::Rule::Rrule(rrule) if recurrence.phrase().except().is_empty() => {
            let end = match rrule.end {
                None => Some(None),
                Some(End::Civil(end)) => Some(Some(end)),
                Some(End::Count(_) | End::Instant(_)) => None,
            };
            let until = recurrence.phrase().until().map(|day| day.at(23, 59, 59, 0));
            if let (Some(end), Some(first), Some(text)) =
                (end, first_at(None), RruleText::new(&rrule.bare))
            {
                let until = end.into_iter().chain(until).min();
                return vec![entry(
                    &first,
                    Rule::Repeats { rrule: text, until, except: Vec::new() },
                )];
            }
        }
        phrase::Rule::Rrule(_) | phrase::Rule::Cron(_) => {}
    }
    let end = ahead(recurrence, now);
    let listed: Vec<Occurrence> =
        recurrence.after(now).take_while(|next| next.at <= end).take(MOST_LISTED).collect();
    listed
        .first()
        .map(|first| entry(first, Rule::Dates(listed.iter().map(|next| next.civil).collect())))
        .into_iter()
        .collect()
}

/// The end of what is listed or looked through.
fn ahead(recurrence: &Recurrence, now: Timestamp) -> Timestamp {
    let end = recurrence.zone().to_datetime(now).saturating_add(LISTED_YEARS.years());
    super::gap::instant(recurrence.zone(), end).unwrap_or(now)
}

fn repeat(days: &phrase::Days, phrase: &Phrase) -> Repeat {
    let (days, every) = match days {
        phrase::Days::Daily { every } => (Days::Daily, *every),
        phrase::Days::Weekly { every, on } => (Days::Weekly { on: on.iter().collect() }, *every),
        phrase::Days::Monthly { every, on } => (Days::Monthly { on: on.clone() }, *every),
        phrase::Days::MonthlyNth { every, nth, on } => (
            Days::MonthlyNth {
                nth: nth.iter().map(|nth| nth.number()).collect(),
                on: on.iter().collect(),
            },
            *every,
        ),
        phrase::Days::Yearly { month, day } => (Days::Yearly { month: *month, day: *day }, 1),
    };
    Repeat { days, every, until: phrase.until(), except: phrase.except().to_vec() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::entry;
    use super::*;
    use jiff::civil::DateTime;
    use jiff::tz::TimeZone;

    /// The civil times that a calendar makes of an entry, to the end of 2028.
    fn expand(entry: &Entry) -> Vec<DateTime> {
        match &entry.rule {
            Rule::Once => vec![entry.start],
            Rule::Dates(dates) => dates.clone(),
            Rule::Repeats { rrule, until, except } => {
                let end = until.unwrap_or(DateTime::constant(2028, 12, 31, 23, 59, 59, 0));
                let stamp = super::super::write::local;
                let text = format!(
                    "DTSTART:{}Z\nRRULE:{};UNTIL={}Z",
                    stamp(entry.start),
                    rrule.as_str(),
                    stamp(end)
                );
                let dates = text.parse::<rrule::RRuleSet>().unwrap().all(2_000).dates;
                let dates = dates.iter().map(|date| {
                    TimeZone::UTC.to_datetime(Timestamp::from_second(date.timestamp()).unwrap())
                });
                dates.filter(|date| !except.contains(date)).collect()
            }
        }
    }

    #[test]
    fn a_calendar_has_the_occurrences_that_the_schedule_has() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        // What was typed, and how many entries it makes.
        let table = [
            ("daily 09:00", 1),
            ("weekdays 18:30", 1),
            ("mon,wed,fri 7:30 pm except 2026-12-25,2027-01-01", 1),
            ("daily 02:30, 14:00", 2),
            ("every 2 weeks tue 19:00 from 2026-12-01", 1),
            ("every 2 weeks mon,sun 19:00 from 2026-12-02 until 2027-06-30", 1),
            ("every 3 days 08:00 from 2026-01-01", 1),
            ("monthly 15 09:00", 1),
            ("monthly 31 09:00", 1),
            ("monthly 30 09:00", 1),
            ("monthly first sat 19:00", 1),
            ("monthly last fri 20:00", 1),
            ("yearly 12-31 20:00", 1),
            ("yearly 02-29 20:00", 1),
            ("cron 0 9 * * 1-5", 1),
            ("rrule FREQ=MONTHLY;BYDAY=1SA;BYHOUR=19;BYMINUTE=0", 1),
            ("rrule FREQ=WEEKLY;BYDAY=MO;BYHOUR=19;BYMINUTE=0;UNTIL=20270301", 1),
            ("daily 09:00 until 2026-11-01", 0),
        ];
        for (text, count) in table {
            let phrase = Phrase::parse(text).unwrap();
            let recurrence = Recurrence::new(phrase, TimeZone::get("Europe/London").unwrap());
            let entries =
                entries_of(&entry("UTC", "2026-01-01T00:00:00", Rule::Once), &recurrence, now);
            assert_eq!(entries.len(), count, "{text}");
            let mut found: Vec<DateTime> = entries.iter().flat_map(expand).collect();
            found.sort_unstable();
            let expected: Vec<DateTime> =
                recurrence.after(now).map(|next| next.civil).take(found.len().min(300)).collect();
            assert_eq!(found[..expected.len()], expected, "{text}");
            assert!(count == 0 || !expected.is_empty(), "{text}");
            let uids: std::collections::BTreeSet<_> =
                entries.iter().map(|entry| &entry.uid).collect();
            assert_eq!(uids.len(), count, "{text}");
        }
    }
}
