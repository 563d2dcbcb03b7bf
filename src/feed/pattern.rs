//! Language that says a meeting is not simply weekly: "first Saturday", "monthly".
//!
//! Nothing is scheduled from it. A name that says so is asked about; a note that says so is
//! shown, because it often tells only of a birthday night.

/// Whether the text speaks of a month or an nth weekday. English only, like the feeds that
/// it was measured on.
pub(crate) fn is_monthly(text: &str) -> bool {
    let mut words =
        text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    // The word before, and whether an ordinal is still open: "1st and 3rd Wed".
    let mut before = "";
    let mut ordinal = false;
    words.any(|word| {
        let is = |other: &str| word.eq_ignore_ascii_case(other);
        let was = |other: &str| before.eq_ignore_ascii_case(other);
        let found = is("monthly")
            || is("bimonthly")
            || (is("month")
                && (was("the") || was("a") || was("per") || was("every") || was("each")))
            || (ordinal && is_day(word));
        ordinal = is_ordinal(word)
            || (is("other") && was("every"))
            || (ordinal && (is("and") || is("or") || is("the")));
        before = word;
        found
    })
}

fn is_ordinal(word: &str) -> bool {
    const ORDINALS: [&str; 13] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "last",
        "1st",
        "2nd",
        "3rd",
        "4th",
        "5th",
        "alternate",
        "alternating",
    ];
    ORDINALS.iter().any(|ordinal| word.eq_ignore_ascii_case(ordinal))
}

/// A day, in full or short, one or several.
fn is_day(word: &str) -> bool {
    super::when::day_by_name(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monthly_language() {
        for (text, monthly) in [
            ("District 19 Monthly Business Meeting", true),
            ("Steering Committee (2nd Thursday)", true),
            ("Mill Cabin \"First Saturday Monthly Meeting\"", true),
            ("First Saturday - Eating meeting", true),
            ("Birthday night: last Sat.", true),
            ("1st and 3rd Wed", true),
            ("2nd & 4th Fridays", true),
            ("Every other Tuesday", true),
            ("meets one Sunday of the month", true),
            ("Virtual meeting that meets one Monday a month", true),
            ("Last Stop Men's Step Study", false),
            ("First Place Speaker Discussion", false),
            ("Sunday Night 3rd Step Group", false),
            ("Wake Up on 3rd St.", false),
            ("First Step Monday", false),
            ("Room on the second floor, Monday", false),
            ("", false),
        ] {
            assert_eq!(is_monthly(text), monthly, "{text}");
        }
    }
}
