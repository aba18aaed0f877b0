//! What stands on a page, as far as a test must look? Our own pages are plain enough for this.

/// What lies between the end of the tag that begins with `open` and `close`, the first time.
pub(crate) fn inside(html: &str, open: &str, close: &str) -> Option<String> {
    all_inside(html, open, close).into_iter().next()
}

/// The same, every time.
pub(crate) fn all_inside(html: &str, open: &str, close: &str) -> Vec<String> {
    let parts = html.split(open).skip(1);
    let found = parts.filter_map(|part| {
        let (_, rest) = part.split_once('>')?;
        Some(rest.split_once(close)?.0.to_owned())
    });
    found.collect()
}

/// What a person reads: no tags, entities as characters, every gap one space.
pub(crate) fn text(html: &str) -> String {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let mut plain = String::with_capacity(body.len());
    let mut rest = body.trim_start_matches(|c| c == '>' && html.len() != body.len());
    while let Some((words, tag)) = rest.split_once('<') {
        plain.push_str(words);
        let (name, after) = tag.split_once('>').unwrap_or((tag, ""));
        if breaks(name) {
            plain.push(' ');
        }
        rest = after;
    }
    plain.push_str(rest);
    unescaped(&plain).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether what follows the tag stands apart from what went before it.
fn breaks(tag: &str) -> bool {
    const WITHIN: [&str; 5] = ["span", "b", "a", "strong", "abbr"];
    let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap_or_default();
    !WITHIN.contains(&name)
}

fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'")];
    let pairs = pairs.into_iter().chain([("&#x27;", "'"), ("&#60;", "<"), ("&#62;", ">")]);
    let text = pairs.fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    text.replace("&#38;", "&").replace("&amp;", "&")
}

/// The values of an attribute, wherever it stands.
pub(crate) fn attributes(html: &str, name: &str) -> Vec<String> {
    let begins = format!(" {name}=\"");
    let parts = html.split(&begins).skip(1);
    parts.filter_map(|part| Some(unescaped(part.split_once('"')?.0))).collect()
}

/// The value of a hidden field.
pub(crate) fn hidden(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// Each of the seven lines of the answer: what is asked, and what is said with its source.
pub(crate) fn answer_lines(html: &str) -> Vec<(String, String)> {
    let lines = html.split("<div class=\"hw-answer__line\">").skip(1);
    let lines = lines.filter_map(|line| {
        let (line, _) = line.split_once("</div>")?;
        let (label, says) = line.split_once("</dt>")?;
        Some((text(label), text(says)))
    });
    lines.collect()
}

/// A card of the page by its place: "care", "people".
pub(crate) fn card(html: &str, id: &str) -> String {
    let open = format!("id=\"{id}\"");
    let from = html.split_once(&open).map_or("", |(_, rest)| rest);
    let (_, from) = from.split_once('>').unwrap_or(("", from));
    text(from.split_once("</section>").map_or(from, |(card, _)| card))
}
