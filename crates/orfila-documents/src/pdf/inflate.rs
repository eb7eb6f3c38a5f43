//! Deflated streams decoded to their end: a wrong checksum or a cut-off stream takes no byte with it that can still be
//! had. (lopdf drops up to 32 KiB before the place where its decoder notices a fault, without an error.)

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{Dictionary, Object, Stream};

/// The bytes of a stream.
#[derive(Debug, PartialEq)]
pub(crate) struct Inflated {
    pub(crate) bytes: Vec<u8>,
    /// Whether the compressed data break off or are broken, so that bytes after the last one are lost.
    pub(crate) cut: bool,
}

/// Why a stream gives no bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It has more bytes than allowed.
    TooLarge,
    /// It cannot be decoded; the reason in words.
    Broken(String),
}

/// Decodes a stream; the reason if it cannot be decoded at all or has more than `limit` bytes.
pub(crate) fn decode(stream: &Stream, limit: usize) -> Result<Inflated, Failure> {
    if is_plain_deflate(stream) {
        let whole = inflate(&stream.content, limit)?;
        if !whole.bytes.is_empty() || stream.content.is_empty() {
            return Ok(whole);
        }
    }
    let bytes = stream.get_plain_content_with_limit(limit).map_err(|error| failure(&error))?;
    Ok(Inflated { bytes, cut: false })
}

fn failure(error: &lopdf::Error) -> Failure {
    use lopdf::{DecompressError, Error};
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => Failure::TooLarge,
        other => Failure::Broken(other.to_string()),
    }
}

/// The bytes of a stream, as far as they can be had.
pub(crate) fn bytes(stream: &Stream, limit: usize) -> Result<Vec<u8>, Failure> {
    decode(stream, limit).map(|inflated| inflated.bytes)
}

/// Whether deflate is the only filter and no predictor follows it.
fn is_plain_deflate(stream: &Stream) -> bool {
    let only = matches!(stream.filters().as_deref(), Ok([b"FlateDecode" | b"Fl"]));
    only && !["DecodeParms", "DP"].iter().any(|key| predicts(&stream.dict, key.as_bytes()))
}

fn predicts(dictionary: &Dictionary, key: &[u8]) -> bool {
    match dictionary.get(key) {
        Err(_) | Ok(Object::Null) => false,
        Ok(Object::Dictionary(parameters)) => parameters.has(b"Predictor"),
        Ok(Object::Array(items)) => !items.iter().all(|item| matches!(item, Object::Null)),
        Ok(_) => true,
    }
}

/// Inflates with or without a zlib header; the checksum after the data is not asked for.
fn inflate(data: &[u8], limit: usize) -> Result<Inflated, Failure> {
    let headed = matches!(data, [first, second, ..] if first & 0x0F == 8 && (u16::from(*first) * 256 + u16::from(*second)) % 31 == 0);
    let data = if headed { data.get(2..).unwrap_or_default() } else { data };
    let mut decoder = Decompress::new(false);
    let mut bytes = Vec::with_capacity(data.len().saturating_mul(4).min(limit).min(1 << 20));
    loop {
        let (read, written) = (decoder.total_in(), bytes.len());
        let rest = data.get(usize::try_from(read).unwrap_or(usize::MAX)..).unwrap_or_default();
        if bytes.len() == bytes.capacity() {
            bytes.reserve(bytes.len().clamp(4096, 1 << 22));
        }
        let status = decoder.decompress_vec(rest, &mut bytes, FlushDecompress::None);
        if bytes.len() > limit {
            return Err(Failure::TooLarge);
        }
        match status {
            Ok(Status::StreamEnd) => return Ok(Inflated { bytes, cut: false }),
            Ok(_) if decoder.total_in() > read || bytes.len() > written => {}
            Ok(_) | Err(_) => return Ok(Inflated { bytes, cut: true }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn deflated(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).expect("memory takes it");
        encoder.finish().expect("memory takes it")
    }

    fn stream(content: Vec<u8>) -> Stream {
        let mut dictionary = Dictionary::new();
        dictionary.set("Filter", Object::Name(b"FlateDecode".to_vec()));
        Stream::new(dictionary, content)
    }

    #[test]
    fn a_wrong_checksum_takes_nothing() {
        let text: Vec<u8> = (0..100_000_u32).flat_map(|number| (number * 7919).to_le_bytes()).collect();
        let mut data = deflated(&text);
        let sound = decode(&stream(data.clone()), 1 << 20).expect("decodes");
        assert_eq!(sound, Inflated { bytes: text.clone(), cut: false });
        let end = data.len() - 1;
        data[end] ^= 0xFF;
        assert_eq!(decode(&stream(data), 1 << 20), Ok(Inflated { bytes: text, cut: false }));
    }

    #[test]
    fn cut_data_give_what_they_hold_and_say_so() {
        let text = b"BT (Flash point: 13) Tj ET\n".repeat(2_000);
        let data = deflated(&text);
        let half = decode(&stream(data[..data.len() / 2].to_vec()), 1 << 20).expect("decodes");
        assert!(half.cut && half.bytes.len() > text.len() / 4 && text.starts_with(&half.bytes));
        assert!(decode(&stream(data), 100).is_err());
    }
}
