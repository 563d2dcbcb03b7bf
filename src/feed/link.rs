//! Links as feeds carry them, made safe to open: http or https, no login, no wrapping.

use url::{Host, Url};

use super::{WarningKind, provider};

/// The longest link that is kept, in bytes.
const MAX_LINK: usize = 2048;

/// A link after cleaning, and what had to be done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) url: String,
    /// Its host is a known meeting provider.
    pub(crate) provider: bool,
    pub(crate) host: String,
    /// It stood inside another link.
    pub(crate) unwrapped: bool,
    /// Remains of a redirect, entities or words were taken off.
    pub(crate) tidied: bool,
}

impl Link {
    /// The warning that this link deserves, if any.
    pub(crate) fn warning(&self) -> Option<WarningKind> {
        if self.unwrapped {
            Some(WarningKind::WrappedLink)
        } else {
            self.tidied.then_some(WarningKind::TidiedLink)
        }
    }
}

/// Reads a link; `None` when there is none that may be opened.
pub(crate) fn link(raw: &str) -> Option<Link> {
    let raw = raw.trim();
    if raw.len() > MAX_LINK * 4 {
        return None;
    }
    let decoded = html_escape::decode_html_entities(raw);
    let found = candidate(&decoded)?;
    let mut tidied = found != raw;
    let mut url = Url::parse(&found).ok()?;
    let mut unwrapped = false;
    for _ in 0..3 {
        let Some(inner) = wrapped(&url) else { break };
        url = Url::parse(inner.trim()).ok()?;
        unwrapped = true;
    }
    if let Some(clean) = without_residue(url.as_str()) {
        url = Url::parse(&clean).ok()?;
        tidied = true;
    }
    let host = match url.host()? {
        Host::Domain(name) if name.contains('.') => name.to_owned(),
        _ => return None,
    };
    let safe = matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
        && url.as_str().len() <= MAX_LINK;
    safe.then(|| Link {
        provider: provider::is_known(&host),
        host,
        url: url.into(),
        unwrapped,
        tidied,
    })
}

/// Every link in a text, in order.
pub(crate) fn links(text: &str) -> impl Iterator<Item = Link> {
    text.split(|letter: char| {
        letter.is_whitespace() || matches!(letter, '<' | '>' | '"' | '(' | ')')
    })
    .filter(|word| word.contains("://"))
    .filter_map(|word| link(word.trim_end_matches(['.', ',', ';', '\''])))
}

/// The text that should be a link: as it is, without the words around it, or with the
/// scheme that was left out.
fn candidate(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let start = lower.find("https://").or_else(|| lower.find("http://"));
    if let Some(start) = start {
        // What stands before may be words ("Zoom: https://…"), never another scheme.
        if text[..start].contains(['/', '<', '@']) {
            return None;
        }
        let rest = &text[start..];
        let end = rest
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '<' | '"' | '>'))
            .unwrap_or(rest.len());
        return Some(rest[..end].to_owned());
    }
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let plain =
        host.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-'));
    let ending = host.rsplit('.').next().unwrap_or_default();
    (plain
        && host.contains('.')
        && ending.len() >= 2
        && ending.chars().all(|letter| letter.is_ascii_alphabetic())
        && !text.contains(char::is_whitespace))
    .then(|| format!("https://{text}"))
}

/// The link that a mail filter or a search engine put into its own.
fn wrapped(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let key: &[&str] = if host.ends_with(".safelinks.protection.outlook.com") {
        &["url"]
    } else if matches!(host, "www.google.com" | "google.com") && url.path() == "/url" {
        &["q", "url"]
    } else {
        return None;
    };
    url.query_pairs()
        .find(|(name, _)| key.contains(&name.as_ref()))
        .map(|(_, value)| value.into_owned())
}

/// The link without what a Google redirect leaves behind: `sa`, `sntz` and `usg`, also when
/// they stand in the path. `None` when there is nothing to take off.
fn without_residue(link: &str) -> Option<String> {
    let residue =
        |part: &str| matches!(part.split_once('='), Some(("sa" | "sntz" | "usg" | "ust", _)));
    let (before, fragment) = match link.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (link, None),
    };
    let (path, query) = match before.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (before, None),
    };
    let keep = |text: &str, first_too: bool| {
        let kept: Vec<&str> = text
            .split('&')
            .enumerate()
            .filter(|(place, part)| (*place == 0 && !first_too) || !residue(part))
            .map(|(_, part)| part)
            .collect();
        kept.join("&")
    };
    let mut clean = keep(path, false);
    if let Some(query) = query.map(|query| keep(query, true)).filter(|query| !query.is_empty()) {
        clean.push('?');
        clean.push_str(&query);
    }
    if let Some(fragment) = fragment {
        clean.push('#');
        clean.push_str(fragment);
    }
    (clean != link && !link.ends_with('?')).then_some(clean)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_are_opened_plainly() {
        for (raw, expected) in [
            ("https://zoom.us/j/1", "https://zoom.us/j/1"),
            (" http://example.org ", "http://example.org/"),
            ("https://zoom.us/j/1?pwd=a&amp;x=2", "https://zoom.us/j/1?pwd=a&x=2"),
            ("https://zoom.us/j/2178&amp;sa=D&amp;sntz=1&amp;usg=AF", "https://zoom.us/j/2178"),
            ("https://zoom.us/j/1?pwd=a&sa=D&usg=b#top", "https://zoom.us/j/1?pwd=a#top"),
            (
                "https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fus02web.zoom.us%2Fj%2F59%3Fpwd%3DVE&amp;data=02%7C01",
                "https://us02web.zoom.us/j/59?pwd=VE",
            ),
            ("https://www.google.com/url?q=https://meet.jit.si/a&sa=D", "https://meet.jit.si/a"),
            ("Zoom: https://zoom.us/j/1 (open at 7)", "https://zoom.us/j/1"),
            ("zoom.us/j/1", "https://zoom.us/j/1"),
        ] {
            assert_eq!(link(raw).map(|link| link.url).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn what_may_not_be_opened_is_no_link() {
        for raw in [
            "javascript:alert(1)//https://zoom.us",
            "ftp://example.org/",
            "https://me:secret@zoom.us/j/1",
            "data:text/html,hi",
            "Meeting ID 123",
            "https://",
            "http://localhost/",
            "http://127.0.0.1/",
            "zoomus",
            "",
            "someone@example.org",
            "https://gcc02.safelinks.protection.outlook.com/?url=javascript%3Aalert",
        ] {
            assert_eq!(link(raw), None, "{raw}");
        }
    }

    #[test]
    fn what_was_done_is_told() {
        assert_eq!(link("https://zoom.us/j/1").and_then(|link| link.warning()), None);
        assert_eq!(
            link("https://zoom.us/j/1&amp;sa=D").and_then(|link| link.warning()),
            Some(WarningKind::TidiedLink)
        );
        let found: Vec<String> = links("Join https://zoom.us/j/1, or (https://example.org/x).")
            .map(|link| link.url)
            .collect();
        assert_eq!(found, ["https://zoom.us/j/1", "https://example.org/x"]);
    }

    proptest! {
        #[test]
        fn any_text(raw in any::<String>()) {
            if let Some(link) = link(&raw) {
                prop_assert!(link.url.starts_with("http"));
            }
        }

        #[test]
        fn clean_links_stay(path in "[a-z0-9/]{0,20}", query in "[a-z0-9]{1,5}=[a-z0-9]{0,5}") {
            let first = link(&format!("https://zoom.us/{path}?{query}")).expect("a link");
            prop_assert_eq!(link(&first.url).map(|link| link.url), Some(first.url));
        }
    }
}
