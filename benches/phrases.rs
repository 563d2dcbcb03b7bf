//! The next occurrence of every form of phrase.

use crate::common::report::Report;
use crate::common::stats::{Times, time};
use hearth::schedule::{Phrase, Recurrence};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::hint::black_box;
use std::time::Duration;

/// Every form that the grammar knows, with bounds and without.
const FORMS: &[&str] = &[
    "daily 09:00",
    "daily 02:30",
    "weekdays 18:30",
    "weekends 10am",
    "mon,wed,fri 7:30 pm",
    "every 3 days 08:00 from 2026-01-01",
    "every 2 weeks tue 19:00 from 2026-01-06",
    "monthly 15 09:00",
    "monthly 31 09:00",
    "monthly first sat 19:00",
    "monthly last fri 20:00",
    "yearly 12-31 20:00",
    "yearly 02-29 20:00",
    "cron 0 9 * * 1-5",
    "cron */15 9-17 1,15 * *",
    "cron 30 2 29 2 *",
    "rrule FREQ=DAILY;BYHOUR=9;BYMINUTE=0",
    "rrule FREQ=MONTHLY;BYDAY=1SA;BYHOUR=19;BYMINUTE=0",
    "rrule FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;BYHOUR=19;BYMINUTE=0",
    "rrule FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;BYHOUR=12;BYMINUTE=0",
    "rrule FREQ=YEARLY;BYMONTH=3,9;BYDAY=-1SU;BYHOUR=8;BYMINUTE=0",
    "rrule FREQ=YEARLY;BYYEARDAY=100,-1;BYHOUR=9;BYMINUTE=0",
    "rrule FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;BYHOUR=9;BYMINUTE=0",
    "rrule FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=17;BYMINUTE=30",
    "rrule FREQ=DAILY;BYMONTH=1;BYHOUR=9;BYMINUTE=0",
    "rrule FREQ=HOURLY;INTERVAL=5;BYMINUTE=15",
    "daily 09:00 until 2030-06-30 except 2026-12-25,2027-01-01",
];

/// Zones with changes of an hour, of half an hour, and without.
const ZONES: &[&str] = &["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"];

/// Instants per form and zone, spread over three years.
const STEPS: i64 = 5_000;

pub(crate) fn measure(report: &mut Report) -> anyhow::Result<()> {
    let target = Duration::from_micros(10);
    for form in FORMS {
        let mut times = Vec::new();
        for zone in ZONES {
            let rule = Recurrence::new(Phrase::parse(form)?, TimeZone::get(zone)?);
            let start: Timestamp = "2026-01-01T00:00:00Z".parse()?;
            // 3 years in steps that meet every hour of the day; the first hundredth warms up.
            for step in -(STEPS / 100)..STEPS {
                let after = start.checked_add(SignedDuration::from_secs(step.abs() * 18_917))?;
                let (took, found) = time(|| rule.next_after(black_box(after)));
                anyhow::ensure!(black_box(found).is_some(), "{form} ends");
                if step >= 0 {
                    times.push(took);
                }
            }
        }
        report.p99(&format!("next of `{form}`"), target, &Times::new(times));
    }
    Ok(())
}
