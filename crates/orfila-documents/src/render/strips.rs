//! Strips of TIFF pictures that are packed by LZW (TIFF 6.0, section 13) with the predictor of section 14.

use std::io::{Read, Seek};

use tiff::decoder::Decoder;
use tiff::tags::Tag;

use super::RenderError;

const LZW: u32 = 5;
const WHITE_IS_ZERO: u32 = 0;

/// The samples of a picture in LZW strips; `None` for other pictures.
pub(super) fn packed<R: Read + Seek>(bytes: &[u8], decoder: &mut Decoder<R>) -> Result<Option<Vec<u8>>, RenderError> {
    let mut number = |tag, otherwise| {
        decoder.find_tag(tag).ok().flatten().and_then(|value| value.into_u32().ok()).unwrap_or(otherwise)
    };
    if number(Tag::Compression, 1) != LZW {
        return Ok(None);
    }
    let (bits, samples) = (bits(decoder), sample_count(decoder));
    let mut number = |tag, otherwise| {
        decoder.find_tag(tag).ok().flatten().and_then(|value| value.into_u32().ok()).unwrap_or(otherwise)
    };
    let chunky = samples == 1 || number(Tag::PlanarConfiguration, 1) == 1;
    let (predictor, white) = (number(Tag::Predictor, 1), number(Tag::PhotometricInterpretation, 1) == WHITE_IS_ZERO);
    let (width, height) = decoder.dimensions().map_err(|error| RenderError::NotOpened(error.to_string()))?;
    let row = (width as usize).saturating_mul(samples).saturating_mul(bits).div_ceil(8);
    let size = row.saturating_mul(height as usize);
    let list = |decoder: &mut Decoder<R>, tag| decoder.find_tag_unsigned_vec::<u64>(tag).ok().flatten();
    let strips = list(decoder, Tag::StripOffsets).zip(list(decoder, Tag::StripByteCounts));
    let Some((offsets, counts)) = strips.filter(|_| chunky && bits <= 8 && (predictor == 1 || bits == 8)) else {
        return Err(RenderError::NotOpened("packed pictures of this kind are not read".to_owned()));
    };
    let mut found = Vec::with_capacity(size.min(1 << 28));
    for (offset, count) in offsets.into_iter().zip(counts) {
        let strip = strip(bytes, offset, count).unwrap_or_default();
        unpack(strip, size.saturating_sub(found.len()), &mut found);
    }
    found.resize(size.min(found.len()), 0);
    if predictor == 2 {
        found.chunks_mut(row.max(1)).for_each(|row| add_up(row, samples));
    }
    if white {
        found.iter_mut().for_each(|byte| *byte = !*byte);
    }
    Ok(Some(found))
}

fn bits<R: Read + Seek>(decoder: &mut Decoder<R>) -> usize {
    let all = decoder.find_tag_unsigned_vec::<u16>(Tag::BitsPerSample).ok().flatten();
    usize::from(all.and_then(|all| all.first().copied()).unwrap_or(1)).max(1)
}

fn sample_count<R: Read + Seek>(decoder: &mut Decoder<R>) -> usize {
    let count = decoder.find_tag_unsigned::<u16>(Tag::SamplesPerPixel).ok().flatten();
    usize::from(count.unwrap_or(1)).max(1)
}

fn strip(bytes: &[u8], offset: u64, count: u64) -> Option<&[u8]> {
    let from = usize::try_from(offset).ok()?;
    let to = from.saturating_add(usize::try_from(count).ok()?).min(bytes.len());
    bytes.get(from..to)
}

/// Unpacks a strip, at most `most` bytes; what is broken ends it.
fn unpack(strip: &[u8], most: usize, found: &mut Vec<u8>) {
    const STEP: usize = 1 << 16;
    let mut decoder = weezl::decode::Decoder::with_tiff_size_switch(weezl::BitOrder::Msb, 8);
    let (mut rest, end) = (strip, found.len().saturating_add(most));
    let mut buffer = vec![0; STEP];
    while found.len() < end {
        let step = decoder.decode_bytes(rest, &mut buffer);
        rest = rest.get(step.consumed_in..).unwrap_or_default();
        found.extend(buffer.iter().take(step.consumed_out.min(end - found.len())));
        let on = matches!(step.status, Ok(weezl::LzwStatus::Ok));
        if !on || step.consumed_in == 0 && step.consumed_out == 0 {
            break;
        }
    }
}

/// Each sample is stored as what it is more than that of the pixel before.
fn add_up(row: &mut [u8], samples: usize) {
    for at in samples..row.len() {
        row[at] = row[at].wrapping_add(row[at - samples]);
    }
}
