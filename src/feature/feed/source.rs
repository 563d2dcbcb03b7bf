//! Where a feed comes from.

use crate::feed::slug::slugify;
use url::Url;

/// The path that every BMLT server answers at.
const BMLT: &str = "client_interface/json";

/// An address as it was typed, or none when it is not one of the web. Chat programs let people put
/// an address in `<…>` so that it shows no preview.
pub fn url(typed: &str) -> Option<&str> {
    let typed = typed.trim().trim_start_matches('<').trim_end_matches('>');
    let lower = typed.get(..8).unwrap_or(typed).to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://")).then_some(typed)
}

/// Whether an address is that of a BMLT server, whose feeds are those of NA.
pub fn is_bmlt(url: &str) -> bool {
    url.contains(BMLT)
}

/// Where a BMLT server says what its formats mean; none for other addresses.
pub fn formats(url: &str) -> Option<String> {
    let mut url = Url::parse(url).ok()?;
    if !is_bmlt(url.path()) {
        return None;
    }
    url.set_query(Some("switcher=GetFormats"));
    url.set_fragment(None);
    Some(url.into())
}

/// A short name for a feed: of the host of an address, or of the name of a file.
pub fn slug(source: &str) -> String {
    let name = match url(source).and_then(|url| Url::parse(url).ok()) {
        Some(url) => {
            let host = url.host_str().unwrap_or_default();
            host.strip_prefix("www.").unwrap_or(host).to_owned()
        }
        None => source.rsplit_once('.').map_or(source, |(stem, _)| stem).to_owned(),
    };
    let mut slug = slugify(&name);
    slug.truncate(40);
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "feed".to_owned() } else { slug.to_owned() }
}

/// An address for display and for names of files: without its query, which may hold a key.
pub fn shown(source: &str) -> String {
    match Url::parse(source) {
        Ok(mut url) if url.has_host() => {
            url.set_query(None);
            url.set_fragment(None);
            url.into()
        }
        _ => source.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_an_address_or_not() {
        for (typed, expected) in [
            ("https://aa.example/feed", Some("https://aa.example/feed")),
            ("<https://aa.example/feed>", Some("https://aa.example/feed")),
            ("HTTP://aa.example", Some("HTTP://aa.example")),
            ("file", None),
            ("ftp://aa.example", None),
            ("ähttps://", None),
            ("", None),
        ] {
            assert_eq!(url(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_server_of_na_is_asked_for_its_formats() {
        let search = "https://na.example/main_server/client_interface/json/?switcher=GetSearchResults&services=2#x";
        let expected = "https://na.example/main_server/client_interface/json/?switcher=GetFormats";
        assert_eq!(formats(search).as_deref(), Some(expected));
        assert_eq!(formats("https://aa.example/wp-json/feed"), None);
    }

    #[test]
    fn a_feed_is_named_after_its_host_or_file() {
        for (source, expected) in [
            ("https://www.aa.example/feed.json", "aa-example"),
            ("spring list.json", "spring-list"),
            ("….json", "feed"),
        ] {
            assert_eq!(slug(source), expected, "{source}");
        }
        assert_eq!(shown("https://aa.example/f?key=1"), "https://aa.example/f");
        assert_eq!(shown("list.json"), "list.json");
    }
}
