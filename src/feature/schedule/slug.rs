//! Names of schedules: short, and easy to type.

use super::model::Kind;
use jiff::civil::DateTime;

/// `checkin-0900`, from what is posted and the time of day; with a number behind it when that is
/// taken.
pub(super) fn free(kind: Kind, first: DateTime, taken: &[String]) -> String {
    let base = format!("{}-{}", kind.as_str(), first.strftime("%H%M"));
    // One more than are taken is enough to find a free one.
    let numbered = (2..=taken.len() + 2).map(|number| format!("{base}-{number}"));
    let mut names = std::iter::once(base.clone()).chain(numbered);
    names.find(|slug| !taken.contains(slug)).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_of_a_name_gets_a_number() {
        let nine = "2026-06-01T09:00".parse().unwrap();
        let mut taken = Vec::new();
        for expected in ["checkin-0900", "checkin-0900-2", "checkin-0900-3"] {
            let slug = free(Kind::Checkin, nine, &taken);
            assert_eq!(slug, expected);
            taken.push(slug);
        }
        assert_eq!(free(Kind::Message, nine, &taken), "message-0900");
    }
}
