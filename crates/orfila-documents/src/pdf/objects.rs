//! Small, forgiving look-ups in PDF dictionaries: references are followed, wrong types are absent.

use lopdf::{Dictionary, Document, Object, Stream};

/// The value of a key with references followed.
pub(crate) fn value<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    resolve(document, dictionary.get(key).ok()?)
}

pub(crate) fn resolve<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    document.dereference(object).ok().map(|(_, object)| object).filter(|object| !object.is_null())
}

pub(crate) fn dictionary<'a>(document: &'a Document, parent: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    match value(document, parent, key)? {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

pub(crate) fn stream<'a>(document: &'a Document, parent: &'a Dictionary, key: &[u8]) -> Option<&'a Stream> {
    value(document, parent, key)?.as_stream().ok()
}

pub(crate) fn name<'a>(document: &'a Document, parent: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
    value(document, parent, key)?.as_name().ok()
}

pub(crate) fn number(document: &Document, parent: &Dictionary, key: &[u8]) -> Option<f32> {
    value(document, parent, key)?.as_float().ok().filter(|number| number.is_finite())
}

pub(crate) fn array<'a>(document: &'a Document, parent: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
    value(document, parent, key)?.as_array().ok().map(Vec::as_slice)
}

/// An array of exactly `N` numbers.
pub(crate) fn numbers<const N: usize>(document: &Document, parent: &Dictionary, key: &[u8]) -> Option<[f32; N]> {
    let items = array(document, parent, key)?;
    if items.len() != N {
        return None;
    }
    let mut values = [0.0; N];
    for (value, item) in values.iter_mut().zip(items) {
        *value = resolve(document, item)?.as_float().ok().filter(|number| number.is_finite())?;
    }
    Some(values)
}
