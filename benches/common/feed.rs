//! A Meeting Guide feed that nobody published.

use serde_json::json;

const NAMES: &[&str] = &[
    "Harbour Lights",
    "Morning Meditation",
    "Night Owls",
    "Women's Circle",
    "Men's Step Study",
    "Young People",
    "Big Book Study",
    "Living Sober",
    "One Day at a Time",
    "Easy Does It",
    "Keep Coming Back",
    "First Things First",
    "Newcomers Welcome",
    "Candlelight",
    "Sunrise",
    "Tradition Twelve",
    "As Bill Sees It",
    "Serenity at Noon",
    "Rainbow Fellowship",
    "Back to Basics",
];
const TOWNS: &[&str] = &[
    "Westport",
    "Ashford",
    "Millbrook",
    "Kingsley",
    "Oak Harbor",
    "Riverton",
    "Fairview",
    "Zürich",
    "San José",
    "Greenfield",
    "Lakewood",
    "Brighton",
    "Salem",
    "Clinton",
    "Georgetown",
    "Dover",
];
const ZONES: &[&str] = &[
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/London",
    "Europe/Berlin",
    "Australia/Sydney",
    "UTC",
];
const TYPES: &[&[&str]] = &[
    &["O"],
    &["C", "W"],
    &["O", "M"],
    &["C", "B"],
    &["O", "Y"],
    &["O", "ST"],
    &["D", "X"],
    &["W", "O"],
];

/// A feed of this many meetings, each once a week.
pub(crate) fn meetings(count: usize) -> String {
    let mut lines = Vec::with_capacity(count);
    for number in 0..count {
        // Spread by primes, so that names, towns, days and times go together in many ways.
        let pick = |list: &[&'static str], prime: usize| list[number * prime / 7 % list.len()];
        let (name, town) = (pick(NAMES, 11), pick(TOWNS, 13));
        let (hour, minute) = (6 + number * 13 % 17, number % 4 * 15);
        let mut record = json!({
            "slug": format!("m{number}"),
            "name": format!("{name} {town}"),
            "day": number * 5 % 7,
            "time": format!("{hour:02}:{minute:02}"),
            "timezone": pick(ZONES, 3),
            "types": TYPES[number * 19 / 5 % TYPES.len()],
            "region": town,
        });
        if number % 3 == 0 {
            record["conference_url"] = format!("https://zoom.us/j/{}", 1_000_000 + number).into();
        } else {
            record["formatted_address"] =
                format!("{} Quay St, {town}, USA", 1 + number % 900).into();
            record["location"] = format!("Hall {}", number % 50).into();
        }
        lines.push(record.to_string());
    }
    format!("[{}]", lines.join(",\n"))
}
