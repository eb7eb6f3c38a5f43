//! Cookies: the token that forms must carry, and the curator's name.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use super::failure::Failure;
use crate::state::ServerState;

const TOKEN_COOKIE: &str = "orfila_token";
const ACTOR_COOKIE: &str = "orfila_actor";
/// Longest name of a curator, in characters.
pub(crate) const LONGEST_NAME: usize = 100;

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let values = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(';')).find_map(|pair| {
        let (known, value) = pair.trim().split_once('=')?;
        (known == name).then_some(value)
    })
}

/// Percent-encodes everything but letters, digits and `-._~`.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// The curator's name from the cookie; empty if there is none.
pub(crate) fn actor(headers: &HeaderMap) -> String {
    let name = cookie(headers, ACTOR_COOKIE).and_then(decode).unwrap_or_default();
    name.chars().filter(|character| !character.is_control()).take(LONGEST_NAME).collect()
}

fn set_cookie(headers: &mut HeaderMap, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// Remembers the curator's name for a year.
pub(crate) fn remember(headers: &mut HeaderMap, actor: &str) {
    let name = encode(actor);
    set_cookie(headers, &format!("{ACTOR_COOKIE}={name}; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly"));
}

/// Gives the browser the token that forms must send back.
pub(crate) fn give_token(headers: &mut HeaderMap, state: &str) {
    set_cookie(headers, &format!("{TOKEN_COOKIE}={state}; Path=/; SameSite=Strict; HttpOnly"));
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

/// Refuses a form that does not come from a page of this start: its token and the cookie must both be ours.
pub(crate) fn check(state: &ServerState, headers: &HeaderMap, form_token: &str) -> Result<(), Failure> {
    let ours = |token: &str| same(token, state.secret());
    if ours(form_token) && cookie(headers, TOKEN_COOKIE).is_some_and(ours) {
        return Ok(());
    }
    let detail = "The form does not come from a page of this server, or the server was started again since. Nothing was \
                  decided. Go back, load the page again, and decide again; cookies must be allowed.";
    Err(Failure::new(StatusCode::FORBIDDEN, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_the_cookie() {
        for name in ["Ada", "Jörg; Path=/evil", "小林 \"x\"", "a%b=c"] {
            let mut headers = HeaderMap::new();
            remember(&mut headers, name);
            let set = headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
            let pair = set.split(';').next().unwrap().to_owned();
            let mut request = HeaderMap::new();
            request.insert(header::COOKIE, HeaderValue::from_str(&format!("a=b; {pair}")).unwrap());
            assert_eq!(actor(&request), name);
        }
        assert_eq!(decode("%4"), None);
        assert_eq!(decode("%zz"), None);
        assert_eq!(decode("%ff"), None);
    }
}
