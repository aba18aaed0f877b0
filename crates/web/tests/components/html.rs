//! HTML made comparable: what a browser would show alike is written alike.

/// `html` with one tag or text to a line, attributes sorted, space folded, entities decoded.
pub(crate) fn folded(html: &str) -> String {
    let mut lines = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        lines.push(words(text));
        let close = tag.find('>').unwrap();
        lines.push(sorted(&tag[..=close]));
        rest = &tag[close + 1..];
    }
    lines.push(words(rest));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn words(text: &str) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    ["&#39;=\u{27}", "&#34;=\"", "&quot;=\"", "&#60;=<", "&lt;=<", "&#62;=>", "&gt;=>"]
        .iter()
        .filter_map(|pair| pair.split_once('='))
        .fold(folded, |text, (entity, letter)| text.replace(entity, letter))
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

/// A tag with its attributes in order.
fn sorted(tag: &str) -> String {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/');
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let mut attributes = attributes(rest);
    attributes.sort();
    attributes.insert(0, name.to_owned());
    format!("<{}>", attributes.join(" "))
}

fn attributes(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = match rest.find(['=', ' ', '\n']) {
            Some(equals) if rest[equals..].starts_with("=\"") => {
                let value = &rest[equals + 2..];
                equals + 2 + value.find('"').unwrap() + 1
            }
            Some(space) => space,
            None => rest.len(),
        };
        found.push(words(&rest[..end]));
        rest = rest[end..].trim();
    }
    found
}
