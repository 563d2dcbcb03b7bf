//! Times of day: "7pm", "after 18:00", "evening".

/// From five in the afternoon.
pub(super) const EVENING: u32 = from(17);
/// Until noon.
const MORNING: u32 = before(12);

/// Bits of the hours from one on.
const fn from(hour: u32) -> u32 {
    ALL & !before(hour)
}

/// Bits of the hours before one.
const fn before(hour: u32) -> u32 {
    (1 << hour) - 1
}

const ALL: u32 = before(24);

/// The hours that a word for a part of the day means.
pub(super) fn part_of_day(word: &str) -> Option<u32> {
    Some(match word {
        "morning" | "mornings" => MORNING,
        "noon" | "midday" | "lunchtime" | "lunch" => 1 << 12,
        "afternoon" | "afternoons" => from(12) & before(17),
        "evening" | "evenings" | "night" | "nights" => EVENING,
        "midnight" => 1,
        _ => return None,
    })
}

/// Whether something is a time that must not be taken apart.
pub(super) fn looks(text: &str) -> bool {
    text.contains(':') && hour(text).is_some()
}

/// The hours that up to three words mean, and how many words that are.
pub(super) fn exact(first: &str, second: &str, third: &str) -> Option<(usize, u32)> {
    let relation: Option<fn(u32) -> u32> = match first {
        "after" | "from" | "since" => Some(from),
        "before" | "until" => Some(before),
        "at" | "around" | "about" => Some(|hour| 1 << hour),
        _ => None,
    };
    if let Some(relation) = relation {
        let (taken, hour) = spoken(second, third).or_else(|| {
            // A bare number is an hour only here; small ones may be of either half of the day,
            // and "after 6" is in the evening.
            let hour = second.parse::<u32>().ok().filter(|hour| *hour < 24)?;
            Some((1, if first == "before" || hour == 0 || hour > 11 { hour } else { hour + 12 }))
        })?;
        let bare = matches!(first, "at" | "around" | "about")
            && second.parse::<u32>().is_ok()
            && taken == 1;
        let hours = relation(hour)
            | if bare && hour > 12 && second.len() < 2 { 1 << (hour - 12) } else { 0 };
        return Some((taken + 1, hours));
    }
    let (taken, hour) = spoken(first, second)?;
    // "noon" alone is a part of the day, which names have as well.
    (!matches!(first, "noon" | "midnight")).then_some((taken, 1 << hour))
}

/// An hour in one word or two ("7 pm").
fn spoken(first: &str, second: &str) -> Option<(usize, u32)> {
    match first {
        "noon" | "midday" => return Some((1, 12)),
        "midnight" => return Some((1, 0)),
        _ => {}
    }
    if matches!(second, "am" | "pm")
        && let Some(hour) = hour(&format!("{first}{second}"))
    {
        return Some((2, hour));
    }
    hour(first).map(|hour| (1, hour))
}

/// `7pm`, `7:30pm`, `19:30`; not a bare number.
fn hour(text: &str) -> Option<u32> {
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (text, None),
    };
    let (hour, minute) = match digits.split_once(':') {
        Some((hour, minute)) => (hour, Some(minute)),
        None => (digits, None),
    };
    if minute
        .is_some_and(|minute| minute.len() != 2 || !minute.parse::<u32>().is_ok_and(|m| m < 60))
    {
        return None;
    }
    let hour: u32 = hour.parse().ok()?;
    match half {
        Some(half) if (1..=12).contains(&hour) => Some(hour % 12 + half),
        None if minute.is_some() && hour < 24 => Some(hour),
        _ => None,
    }
}
