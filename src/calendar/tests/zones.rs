//! The zones that a calendar file carries, against the database.

use super::*;

/// Reads a `VTIMEZONE` as RFC 5545 says: since when which offset, in seconds, in order.
fn offsets_by_calendar(zone: &Component<'_>) -> Vec<(Timestamp, i32)> {
    let seconds = |text: &str| {
        let number = |from: usize| {
            text.get(from..from + 2).map_or(0, |digits| digits.parse::<i32>().unwrap())
        };
        (number(1) * 3600 + number(3) * 60 + number(5)) * if text.starts_with('-') { -1 } else { 1 }
    };
    let mut onsets = Vec::new();
    for part in &zone.components {
        let (before, after) =
            (seconds(value(part, "TZOFFSETFROM")), seconds(value(part, "TZOFFSETTO")));
        let start = at(value(part, "DTSTART"));
        let mut times = vec![start];
        times.extend(
            part.properties.iter().filter(|p| p.name == "RDATE").map(|p| at(p.val.as_str())),
        );
        if let Some(rule) = value(part, "RRULE").strip_prefix("FREQ=YEARLY;BYMONTH=") {
            let (month, day) = rule.split_once(";BYDAY=").unwrap();
            let (nth, day) = day.split_at(day.len() - 2);
            let day = (0..7)
                .map(|n| Weekday::Monday.wrapping_add(n))
                .find(|d| super::rule::name(*d) == day)
                .unwrap();
            times.extend((start.year() + 1..2040).map(|year| {
                let month = date(year, month.parse().unwrap(), 1);
                month
                    .nth_weekday_of_month(nth.parse().unwrap(), day)
                    .unwrap()
                    .to_datetime(start.time())
            }));
        }
        let before = Offset::from_seconds(before).unwrap();
        onsets.extend(times.into_iter().map(|time| (before.to_timestamp(time).unwrap(), after)));
    }
    onsets.sort_unstable();
    onsets
}

#[test]
fn a_zone_says_what_the_database_says_for_ten_years() {
    // Zone, first start, how many of its kinds of time come again by a rule.
    let table = [
        ("Europe/London", "2026-12-01", 2),
        ("America/New_York", "2026-12-01", 2),
        ("America/New_York", "1999-12-01", 2),
        ("Australia/Lord_Howe", "2026-12-01", 2),
        ("Europe/Dublin", "2026-12-01", 2),
        ("America/Sao_Paulo", "2026-12-01", 0),
        ("America/Sao_Paulo", "2015-06-01", 0),
        ("Asia/Kolkata", "2026-12-01", 0),
        ("Pacific/Apia", "2026-12-01", 0),
        ("Pacific/Apia", "2011-01-01", 0),
        ("Africa/Casablanca", "2026-12-01", 0),
        ("Africa/Cairo", "2026-12-01", 1),
        ("Asia/Jerusalem", "2026-12-01", 1),
        ("America/Santiago", "2026-12-01", 0),
        ("Asia/Gaza", "2026-12-01", 0),
        ("Antarctica/Troll", "2026-12-01", 2),
        ("Etc/GMT+5", "2026-12-01", 0),
        ("Europe/London", "1800-12-01", 2),
    ];
    let mut rules_found = Vec::new();
    for (name, start, _) in table {
        let entry = entry(name, &format!("{start}T19:00:00"), Rule::Once);
        let file = unfold(&calendar(std::slice::from_ref(&entry), "One", now()));
        let read = read_calendar(&file).unwrap();
        let zone = &read.components[0];
        assert_eq!((zone.name.as_str(), value(zone, "TZID")), ("VTIMEZONE", name));
        rules_found.push((
            name,
            start,
            file.split("BEGIN:VEVENT").next().unwrap().matches("RRULE").count(),
        ));
        let first = entry.zone.to_timestamp(entry.start).unwrap();
        let last = entry.zone.to_timestamp(at("2036-11-23T12:00:00")).unwrap();
        let mut samples: Vec<Timestamp> = vec![first, last];
        for change in entry.zone.following(first).take_while(|change| change.timestamp() < last) {
            samples.extend([change.timestamp() - 1.second(), change.timestamp()]);
        }
        samples.extend(
            (0..).map(|n| first + (n * 24 * 11).hours()).take_while(|sample| *sample < last),
        );
        let onsets = offsets_by_calendar(zone);
        for sample in samples {
            let (_, found) = onsets[onsets.partition_point(|(onset, _)| *onset <= sample) - 1];
            assert_eq!(found, entry.zone.to_offset(sample).seconds(), "{name} at {sample}");
        }
    }
    assert_eq!(rules_found, table);
}

#[test]
fn a_fixed_offset_is_one_standard_time() {
    let mut entry = entry("UTC", "2026-12-01T19:30:00", repeats("FREQ=DAILY"));
    entry.zone = TimeZone::fixed(Offset::constant(-3));
    let file = calendar(&[entry.clone()], "One", now());
    assert!(file.contains("TZID:UTC-0300\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:-0300\r\nTZOFFSETTO:-0300\r\n"), "{file}");
    assert!(file.contains("DTSTART;TZID=UTC-0300:20261201T193000\r\n"));
    // Neither a name nor an offset: one occurrence, as an instant.
    entry.zone = TimeZone::posix("EST5EDT,M3.2.0,M11.1.0").unwrap();
    assert_eq!(lines(&entry, &["DTSTART", "RRULE"]), ["DTSTART:20261202T003000Z"]);
}
