//! Encrypted files whose trailer holds the encryption dictionary itself instead of a reference to it, as MuPDF writes
//! them: lopdf asks for a reference, so that the file gets an update that puts the dictionary into an object.

use lopdf::{Dictionary, Document, Object, StringFormat};

/// Deepest nesting of an encryption dictionary.
const DEEPEST: usize = 8;

/// The file with its encryption dictionary as an object of its own; `None` if it has a reference already or none.
pub(crate) fn with_reference(bytes: &[u8], document: &Document) -> Option<Vec<u8>> {
    let encryption = document.trailer.get(b"Encrypt").ok()?.as_dict().ok()?;
    let previous = previous_table(bytes)?;
    let number = document.trailer.get(b"Size").ok()?.as_i64().ok().filter(|size| (1..8_000_000).contains(size))?;
    let mut file = bytes.to_vec();
    file.extend_from_slice(b"\n");
    let place = file.len();
    file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    write(&Object::Dictionary(encryption.clone()), &mut file, 0)?;
    file.extend_from_slice(b"\nendobj\n");
    let table = file.len();
    let mut trailer = Dictionary::new();
    for key in ["Root", "Info", "ID"] {
        if let Ok(value) = document.trailer.get(key.as_bytes()) {
            trailer.set(key, value.clone());
        }
    }
    trailer.set("Size", number + 1);
    trailer.set("Prev", previous);
    trailer.set("Encrypt", Object::Reference((u32::try_from(number).ok()?, 0)));
    file.extend_from_slice(format!("xref\n{number} 1\n{place:010} 00000 n \ntrailer\n").as_bytes());
    write(&Object::Dictionary(trailer), &mut file, 0)?;
    file.extend_from_slice(format!("\nstartxref\n{table}\n%%EOF\n").as_bytes());
    Some(file)
}

/// The place of the last cross-reference table, as the file states it.
fn previous_table(bytes: &[u8]) -> Option<i64> {
    const WORD: &[u8] = b"startxref";
    let at = bytes.windows(WORD.len()).rposition(|window| window == WORD)? + WORD.len();
    let digits: Vec<u8> = bytes
        .get(at..)?
        .iter()
        .copied()
        .skip_while(u8::is_ascii_whitespace)
        .take_while(u8::is_ascii_digit)
        .take(18)
        .collect();
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

/// Writes an object of an encryption dictionary or a trailer.
fn write(object: &Object, file: &mut Vec<u8>, depth: usize) -> Option<()> {
    if depth > DEEPEST {
        return None;
    }
    match object {
        Object::Dictionary(dictionary) => {
            file.extend_from_slice(b"<<");
            for (key, value) in dictionary.iter() {
                write(&Object::Name(key.clone()), file, depth + 1)?;
                file.push(b' ');
                write(value, file, depth + 1)?;
            }
            file.extend_from_slice(b">>");
        }
        Object::Array(items) => {
            file.push(b'[');
            for item in items {
                write(item, file, depth + 1)?;
                file.push(b' ');
            }
            file.push(b']');
        }
        Object::Name(name) => {
            file.push(b'/');
            name.iter().for_each(|byte| match byte {
                byte if byte.is_ascii_alphanumeric() => file.push(*byte),
                byte => file.extend_from_slice(format!("#{byte:02X}").as_bytes()),
            });
        }
        Object::String(text, StringFormat::Literal | StringFormat::Hexadecimal) => {
            file.push(b'<');
            text.iter().for_each(|byte| file.extend_from_slice(format!("{byte:02X}").as_bytes()));
            file.push(b'>');
        }
        Object::Integer(number) => file.extend_from_slice(number.to_string().as_bytes()),
        Object::Real(number) => file.extend_from_slice(number.to_string().as_bytes()),
        Object::Boolean(value) => file.extend_from_slice(value.to_string().as_bytes()),
        Object::Reference((number, generation)) => {
            file.extend_from_slice(format!("{number} {generation} R").as_bytes());
        }
        Object::Null => file.extend_from_slice(b"null"),
        Object::Stream(_) => return None,
    }
    Some(())
}
