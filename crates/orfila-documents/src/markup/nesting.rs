//! Pages whose elements are nested thousands deep: finding an element's place takes time with its depth, so that such a
//! page would take time with the square of its length. Tags beyond a depth are left out; their text stays.

use std::borrow::Cow;

/// Deepest nesting kept.
const DEEPEST: usize = 5_000;

/// Elements that never hold others, or that end without an end tag.
const UNCOUNTED: &[&str] = &[
    "a", "area", "base", "body", "br", "button", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr",
    "html", "img", "input", "li", "link", "meta", "nobr", "optgroup", "option", "p", "param", "rp", "rt", "source",
    "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "noscript"];

/// The page without the tags of elements nested deeper than `DEEPEST`.
pub(crate) fn flattened(page: &str) -> Cow<'_, str> {
    let mut kept: Option<String> = None;
    let mut copied = 0;
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(start) = find(page, at, "<") {
        let Some((name, closing, end)) = tag(page, start) else {
            at = start + 1;
            continue;
        };
        at = end;
        if !closing && RAW.contains(&name.as_str()) {
            at = find(page, end, &format!("</{name}")).unwrap_or(page.len());
            continue;
        }
        let counted = !UNCOUNTED.contains(&name.as_str()) && !page[start..end].ends_with("/>");
        if !counted {
            continue;
        }
        if !closing {
            depth += 1;
        }
        if depth > DEEPEST {
            let text = kept.get_or_insert_with(|| String::with_capacity(page.len()));
            text.push_str(&page[copied..start]);
            copied = end;
        }
        if closing {
            depth = depth.saturating_sub(1);
        }
    }
    match kept {
        None => Cow::Borrowed(page),
        Some(mut text) => {
            text.push_str(&page[copied..]);
            Cow::Owned(text)
        }
    }
}

fn find(page: &str, from: usize, word: &str) -> Option<usize> {
    page.get(from..)?.find(word).map(|offset| from + offset)
}

/// Name, whether it is an end tag, and the byte after the tag that starts at `start`.
fn tag(page: &str, start: usize) -> Option<(String, bool, usize)> {
    const LONGEST_NAME: usize = 40;
    let rest = page.get(start + 1..)?;
    let closing = rest.starts_with('/');
    let named = if closing { &rest[1..] } else { rest };
    let length = named.bytes().take(LONGEST_NAME).take_while(u8::is_ascii_alphanumeric).count();
    if !named.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let end = named.find(['<', '>']).filter(|end| named[*end..].starts_with('>'))?;
    Some((named[..length].to_ascii_lowercase(), closing, start + 1 + usize::from(closing) + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_tags_go_and_text_stays() {
        let deep = "<div>".repeat(20_000) + "x<b>y</b>" + &"</div>".repeat(20_000) + "<p>z";
        let flat = flattened(&deep);
        assert!(flat.len() < 60_000 && flat.contains("xy") && flat.ends_with("<p>z"), "{}", flat.len());
        assert_eq!(flat.matches("<div>").count(), flat.matches("</div>").count());
    }

    #[test]
    fn usual_pages_stay_as_they_are() {
        let wide = "<p>a<br><li>b<a href='x'>c<img>".repeat(10_000);
        let script = format!("<script>{}</script><div>x</div>", "'<div>' < 5".repeat(10_000));
        for page in [wide.as_str(), script.as_str(), "", "a < b <", "<div", "<svg>".repeat(3).as_str()] {
            assert!(matches!(flattened(page), Cow::Borrowed(_)));
        }
    }
}
