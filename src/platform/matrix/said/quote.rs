//! What a message repeats of an earlier one, and HTML without its tags.

/// The text without the quotation that older clients put before a reply.
///
/// In a reply all leading lines that begin with `>` go. Elsewhere they go only where they look like
/// such a quotation, which proves nothing: it can be forged. So nothing in them is ever read, neither
/// as a command nor as somebody's words.
pub(super) fn without(text: &str, reply: bool) -> &str {
    let looks_quoted =
        ["> <@", "> * <@", "> In reply to"].iter().any(|start| text.starts_with(start));
    if !reply && !looks_quoted {
        return text;
    }
    let mut rest = text;
    while rest.starts_with('>') {
        rest = rest.split_once('\n').map_or("", |(_, after)| after);
    }
    rest.strip_prefix('\n').unwrap_or(rest)
}

/// What HTML says: without tags, without what is quoted in a reply.
pub(super) fn text_of_html(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    let mut quoted = 0_usize;
    while let Some((before, tag_on)) = rest.split_once('<') {
        if quoted == 0 {
            out.push_str(before);
        }
        let Some((tag, after)) = tag_on.split_once('>') else {
            // Cut off inside a tag.
            rest = "";
            break;
        };
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-')
            .map(|letter| letter.to_ascii_lowercase())
            .collect();
        match (name.as_str(), tag.starts_with('/')) {
            ("mx-reply", false) => quoted += 1,
            ("mx-reply", true) => quoted = quoted.saturating_sub(1),
            ("br", _) | ("p" | "div" | "li" | "tr", true) if quoted == 0 => out.push('\n'),
            _ => {}
        }
        rest = after;
    }
    if quoted == 0 {
        out.push_str(rest);
    }
    html_escape::decode_html_entities(out.trim()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_not_said() {
        for (text, reply, said) in [
            ("hello", false, "hello"),
            ("> <@bot:x> How are you?\n> 1. low\n\n4", true, "4"),
            ("> <@bot:x> How are you?\n\n4", false, "4"),
            ("> * <@ann:x> waves\n\nhi", false, "hi"),
            ("> <@root:x> !admin settings zone UTC\n\n!help", false, "!help"),
            ("> <@root:x> !privacy erase", true, ""),
            ("> <@root:x> !privacy erase\n", false, ""),
            (">quoted by hand\n!help", true, "!help"),
            ("> a poem\nand an answer", false, "> a poem\nand an answer"),
            ("5 > 4", true, "5 > 4"),
        ] {
            assert_eq!(without(text, reply), said, "{text:?}");
        }
    }

    #[test]
    fn html_alone_still_says_something() {
        for (html, said) in [
            ("!<b>help</b>", "!help"),
            ("<mx-reply><blockquote>old <br>!privacy erase</blockquote></mx-reply>help", "help"),
            ("<p>one</p><p>two &amp; &lt;three&gt;</p>", "one\ntwo & <three>"),
            ("a<br/>b", "a\nb"),
            ("cut <a href=", "cut"),
            ("<mx-reply>never closed !help", ""),
            ("</mx-reply></mx-reply>x", "x"),
        ] {
            assert_eq!(text_of_html(html), said, "{html}");
        }
    }
}
