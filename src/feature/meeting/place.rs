//! Where a meeting of a group's own is, from what an organizer typed.

use crate::command::lex;
use crate::schedule::zone;
use url::Url;

/// The address and the link in a place: `Hall, 1 High St https://zoom.us/j/1`. A link is `http` or
/// `https`, has a host and no login.
pub fn split(typed: &str) -> (Option<String>, Option<String>) {
    let mut link = None;
    let words = typed.split_whitespace().filter(|word| {
        let found = safe_link(word.trim_end_matches([',', ';']));
        let is_link = link.is_none() && found.is_some();
        link = link.take().or(found);
        !is_link
    });
    let rest = words.collect::<Vec<_>>().join(" ");
    let rest = rest.trim_matches([' ', ',', ';', '–', '-']).to_owned();
    (Some(rest).filter(|rest| !rest.is_empty()), link)
}

fn safe_link(word: &str) -> Option<String> {
    let url = Url::parse(word).ok()?;
    let safe = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none();
    safe.then(|| url.into())
}

/// What was typed for a place, without the zone at its end: the text of a place takes the rest of
/// the line, so `"Community Hall" Europe/London` arrives in one piece. A zone is recognised when
/// the place stands in quotes before it, or when it is the last word and has a slash.
pub fn without_zone(typed: &str) -> (String, Option<String>) {
    let tokens = lex::lex(typed);
    let zone_of = |text: &str| zone::lookup(text).ok()?.iana_name().map(str::to_owned);
    if let [first, rest @ ..] = tokens.as_slice()
        && first.quoted
        && let Some(next) = rest.first()
        && let Some(zone) = typed.get(next.start..).and_then(|text| zone_of(text.trim()))
    {
        return (first.text.clone(), Some(zone));
    }
    if let [.., before, last] = tokens.as_slice()
        && !last.quoted
        && last.text.contains('/')
        && let Some(zone) = zone_of(&last.text)
    {
        return (typed.get(..before.end).unwrap_or_default().trim().to_owned(), Some(zone));
    }
    if let [only] = tokens.as_slice()
        && !only.quoted
        && only.text.contains('/')
        && let Some(zone) = zone_of(&only.text)
    {
        return (String::new(), Some(zone));
    }
    (typed.trim().to_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_an_address_a_link_or_both() {
        for (typed, address, link) in [
            ("Community Hall", Some("Community Hall"), None),
            ("https://zoom.us/j/1", None, Some("https://zoom.us/j/1")),
            ("Hall, https://zoom.us/j/1", Some("Hall"), Some("https://zoom.us/j/1")),
            ("javascript:alert(1)", Some("javascript:alert(1)"), None),
            ("https://user:pass@x.example/", Some("https://user:pass@x.example/"), None),
        ] {
            assert_eq!(split(typed), (address.map(str::to_owned), link.map(str::to_owned)));
        }
    }

    #[test]
    fn a_zone_behind_a_place_is_a_zone() {
        for (typed, place, zone) in [
            ("Community Hall", "Community Hall", None),
            ("Community Hall Europe/London", "Community Hall", Some("Europe/London")),
            ("\"Community Hall\" Europe/London", "Community Hall", Some("Europe/London")),
            ("\"Community Hall\" UTC", "Community Hall", Some("UTC")),
            ("America/New_York", "", Some("America/New_York")),
            ("Hall in London", "Hall in London", None),
            ("https://zoom.us/j/1", "https://zoom.us/j/1", None),
        ] {
            assert_eq!(without_zone(typed), (place.to_owned(), zone.map(str::to_owned)), "{typed}");
        }
    }
}
