//! Damage to the objects of a PDF file: what a writer with defects or an attacker would change.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::bytes;
use super::random::Random;

/// Changes a PDF file's objects and writes it anew; `None` if it cannot be loaded or written.
pub(crate) fn damaged(file: &[u8], random: &mut Random) -> Option<(Vec<u8>, &'static str)> {
    let mut document = Document::load_mem(file).ok()?;
    let ids: Vec<ObjectId> = document.objects.keys().copied().collect();
    let mut kind = "";
    for _ in 0..=random.below(4) {
        kind = change(&mut document, &ids, random);
    }
    let mut written = Vec::new();
    document.save_to(&mut written).ok()?;
    Some((written, kind))
}

fn change(document: &mut Document, ids: &[ObjectId], random: &mut Random) -> &'static str {
    let Some(id) = random.pick(ids).copied() else { return "nothing" };
    match random.below(7) {
        0 => {
            document.objects.remove(&id);
            "an object removed"
        }
        1 => {
            let copy = random.pick(ids).and_then(|other| document.objects.get(other)).cloned();
            if let Some(copy) = copy {
                document.objects.insert(id, copy);
            }
            "an object in another's place"
        }
        2 => {
            let target = random.pick(ids).copied().unwrap_or(id);
            with_dictionary(document, ids, random, |dictionary, random| refer(dictionary, target, random));
            "a reference bent"
        }
        3 => {
            with_dictionary(document, ids, random, |dictionary, random| {
                dictionary.iter_mut().for_each(|(_, value)| disturb(value, random, 0));
            });
            "numbers changed in a dictionary"
        }
        4 | 5 => {
            stream(document, ids, random);
            "a stream changed after unpacking"
        }
        _ => {
            with_dictionary(document, ids, random, nest);
            "deep nesting"
        }
    }
}

/// The first dictionary at or after a random object.
fn with_dictionary(
    document: &mut Document,
    ids: &[ObjectId],
    random: &mut Random,
    change: impl FnOnce(&mut Dictionary, &mut Random),
) {
    let start = random.below(ids.len());
    for id in ids[start..].iter().chain(&ids[..start]) {
        match document.objects.get_mut(id) {
            Some(Object::Dictionary(dictionary)) => return change(dictionary, random),
            Some(Object::Stream(stream)) => return change(&mut stream.dict, random),
            _ => {}
        }
    }
}

fn refer(dictionary: &mut Dictionary, target: ObjectId, random: &mut Random) {
    let keys: Vec<Vec<u8>> = dictionary.iter().map(|(key, _)| key.clone()).collect();
    if let Some(key) = random.pick(&keys) {
        dictionary.set(key.clone(), Object::Reference(target));
    }
}

fn disturb(value: &mut Object, random: &mut Random, depth: usize) {
    const INTEGERS: &[i64] = &[0, -1, 1, 2, 255, 65_536, i32::MAX as i64, i32::MIN as i64, u32::MAX as i64, i64::MAX];
    const REALS: &[f32] = &[0.0, -1.0, 1e-30, 1e30, f32::MAX, f32::MIN, 0.5];
    match value {
        Object::Integer(number) if random.below(2) == 0 => *number = random.pick(INTEGERS).copied().unwrap_or(0),
        Object::Real(number) if random.below(2) == 0 => *number = random.pick(REALS).copied().unwrap_or(0.0),
        Object::Integer(number) if random.below(3) == 0 => *value = Object::Real(*number as f32 * 1000.0),
        Object::Array(items) if depth < 8 => items.iter_mut().for_each(|item| disturb(item, random, depth + 1)),
        Object::Dictionary(inner) if depth < 8 => {
            inner.iter_mut().for_each(|(_, item)| disturb(item, random, depth + 1));
        }
        _ => {}
    }
}

fn stream(document: &mut Document, ids: &[ObjectId], random: &mut Random) {
    const LARGEST: usize = 16 << 20;
    let start = random.below(ids.len());
    for id in ids[start..].iter().chain(&ids[..start]) {
        let Some(Object::Stream(stream)) = document.objects.get_mut(id) else { continue };
        let Ok(mut content) = stream.get_plain_content_with_limit(LARGEST) else { continue };
        if random.below(6) == 0 {
            let brackets: &[&[u8]] = &[b"[", b"<<", b"q ", b"(", b"BT ", b"/P BMC "];
            let bracket = random.pick(brackets).copied().unwrap_or_default();
            content.splice(0..0, bracket.repeat(200_000));
        } else {
            content = bytes::damaged(&content, random).0;
        }
        stream.set_plain_content(content);
        let _ = stream.compress();
        return;
    }
}

fn nest(dictionary: &mut Dictionary, random: &mut Random) {
    let mut nested = Object::Integer(1);
    for _ in 0..random.below(2_000) {
        nested = if random.below(2) == 0 {
            Object::Array(vec![nested])
        } else {
            let mut inner = Dictionary::new();
            inner.set("Kids", nested);
            Object::Dictionary(inner)
        };
    }
    let keys: Vec<Vec<u8>> = dictionary.iter().map(|(key, _)| key.clone()).collect();
    if let Some(key) = random.pick(&keys) {
        dictionary.set(key.clone(), nested);
    }
}
