//! A way to reach somebody.

use serde::{Deserialize, Serialize};
use url::Url;

/// What one does to use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Phone.
    Call,
    /// Text message.
    Text,
    /// Chat in a browser.
    Chat,
    /// Video in a browser.
    Video,
    /// Text telephone.
    Tty,
    /// `WhatsApp`: a number, or a page that leads to it.
    Whatsapp,
    /// E-mail.
    Email,
    /// A web page.
    Web,
}

impl Kind {
    /// The name used in text forms and in the words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Text => "text",
            Self::Chat => "chat",
            Self::Video => "video",
            Self::Tty => "tty",
            Self::Whatsapp => "whatsapp",
            Self::Email => "email",
            Self::Web => "web",
        }
    }
}

/// A way to reach somebody. The value is kept as it is typed inside the country and shown without
/// a change: short codes work only there, and `+` before one makes it somebody else's number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Raw")]
pub struct Channel {
    kind: Kind,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    keyword: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    kind: Kind,
    value: String,
    keyword: Option<String>,
    note: Option<String>,
}

/// A value that cannot be used as its kind says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadChannel {
    /// Not a number as one types it.
    #[error("not a number as it is typed: {0}")]
    Number(String),
    /// A short code with `+` before it.
    #[error("a short code works only inside its country, so it has no “+”: {0}")]
    ShortCodeAbroad(String),
    /// Not an `http` or `https` address.
    #[error("not a web address: {0}")]
    Address(String),
    /// Not an e-mail address.
    #[error("not an e-mail address: {0}")]
    Email(String),
    /// A keyword is one word, and only for texts.
    #[error("not a keyword for a text: {0}")]
    Keyword(String),
}

/// The fewest digits of an international number. Real ones have eight and more; ten leaves out the
/// short codes that a public data set writes as `+33333114` and `+1741741`.
const INTERNATIONAL_DIGITS: usize = 10;

impl Channel {
    /// A checked channel. `keyword` is what to write in a text, `note` a short remark.
    pub fn new(
        kind: Kind,
        value: &str,
        keyword: Option<&str>,
        note: Option<&str>,
    ) -> Result<Self, BadChannel> {
        let value = value.trim();
        match kind {
            Kind::Call | Kind::Text | Kind::Tty => number(value)?,
            Kind::Whatsapp if !value.contains("://") => number(value)?,
            Kind::Email => email(value)?,
            Kind::Chat | Kind::Video | Kind::Web | Kind::Whatsapp => address(value)?,
        }
        let keyword = keyword.map(str::trim).filter(|k| !k.is_empty());
        if let Some(word) = keyword
            && (kind != Kind::Text || word.contains(char::is_whitespace))
        {
            return Err(BadChannel::Keyword(shown(word)));
        }
        let note = note.map(str::trim).filter(|n| !n.is_empty());
        Ok(Self {
            kind,
            value: value.to_owned(),
            keyword: keyword.map(str::to_owned),
            note: note.map(str::to_owned),
        })
    }

    /// What one does.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The number or address, as typed.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// What to write in the text, such as `HOME`.
    pub fn keyword(&self) -> Option<&str> {
        self.keyword.as_deref()
    }

    /// A short remark, such as `press 2 for Spanish`.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }

    /// Whether the value is an address for a browser.
    pub fn is_link(&self) -> bool {
        match self.kind {
            Kind::Chat | Kind::Video | Kind::Web => true,
            Kind::Whatsapp => self.value.contains("://"),
            Kind::Call | Kind::Text | Kind::Tty | Kind::Email => false,
        }
    }

    /// Whether the value is a number in international form.
    pub fn is_international(&self) -> bool {
        self.value.starts_with('+')
    }
}

/// As much of it as an error shows.
fn shown(value: &str) -> String {
    value.chars().take(60).collect()
}

fn number(value: &str) -> Result<(), BadChannel> {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let (plus, rest) = match value.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, value),
    };
    let typed = rest
        .bytes()
        .all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-' | b'(' | b')' | b'.' | b'*' | b'#'));
    if !typed || !(2..=15).contains(&digits) {
        return Err(BadChannel::Number(shown(value)));
    }
    if plus && digits < INTERNATIONAL_DIGITS {
        return Err(BadChannel::ShortCodeAbroad(shown(value)));
    }
    Ok(())
}

/// Checks an address for a browser.
pub(super) fn address(value: &str) -> Result<(), BadChannel> {
    let web = Url::parse(value)
        .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if web && !value.contains(char::is_whitespace) {
        Ok(())
    } else {
        Err(BadChannel::Address(shown(value)))
    }
}

fn email(value: &str) -> Result<(), BadChannel> {
    let whole = value.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && !host.contains('@')
            && !host.starts_with('.')
            && !host.ends_with('.')
    });
    if whole && !value.contains(char::is_whitespace) {
        Ok(())
    } else {
        Err(BadChannel::Email(shown(value)))
    }
}

impl TryFrom<Raw> for Channel {
    type Error = BadChannel;

    fn try_from(raw: Raw) -> Result<Self, BadChannel> {
        Self::new(raw.kind, &raw.value, raw.keyword.as_deref(), raw.note.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_codes_are_never_international() {
        for code in ["+988", "+1988", "+1741741", "+33333114", "+4985258", "+ 116 123"] {
            let refused = Channel::new(Kind::Call, code, None, None);
            assert_eq!(refused, Err(BadChannel::ShortCodeAbroad(code.to_owned())));
        }
        for typed in
            ["988", "13 11 14", "0 800 23 13 13", "1-800-662-4357", "678-678", "+44 20 7946 0000"]
        {
            let channel = Channel::new(Kind::Call, typed, None, None).expect("a number");
            assert_eq!(channel.value(), typed, "kept as typed");
        }
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        for (kind, value) in [
            (Kind::Call, "nine one one"),
            (Kind::Call, ""),
            (Kind::Text, "1"),
            (Kind::Call, "1234567890123456"),
            (Kind::Web, "javascript:alert(1)"),
            (Kind::Web, "example.org"),
            (Kind::Chat, "via site"),
            (Kind::Email, "jo"),
            (Kind::Email, "jo@ex@ample.org"),
        ] {
            assert!(Channel::new(kind, value, None, None).is_err(), "{kind:?} {value}");
        }
        assert!(
            Channel::new(Kind::Call, "988", Some("HOME"), None).is_err(),
            "nobody calls a keyword"
        );
        assert!(Channel::new(Kind::Text, "741741", Some("two words"), None).is_err());
    }

    #[test]
    fn the_stored_form_is_read_back_and_checked() {
        let home = Channel::new(Kind::Text, "741741", Some("HOME"), None).expect("a channel");
        let json = serde_json::to_string(&home).expect("json");
        assert_eq!(json, r#"{"kind":"text","value":"741741","keyword":"HOME"}"#);
        assert_eq!(serde_json::from_str::<Channel>(&json).expect("the same"), home);
        assert!(serde_json::from_str::<Channel>(r#"{"kind":"call","value":"+1988"}"#).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_taken_or_refused(value in "\\PC*") {
            for kind in [Kind::Call, Kind::Web, Kind::Email, Kind::Whatsapp] {
                let _ = Channel::new(kind, &value, Some(&value), Some(&value));
            }
        }
    }
}
