//! Size, resolution and turn that a picture states (PNG, ISO/IEC 15948; JPEG, ITU-T T.81, JFIF 1.02 and Exif 2.3; TIFF 6.0).

/// Resolution of pictures that state none: what scanners are set to.
const USUAL_DPI: f32 = 300.0;

/// What a picture states about itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Header {
    /// Pixels across, as the picture is to be seen.
    pub(crate) width: u32,
    /// Pixels down, as the picture is to be seen.
    pub(crate) height: u32,
    /// Pixels an inch.
    pub(crate) dpi: f32,
    /// How many degrees clockwise its pixels are to be turned for that.
    pub(crate) turn: u32,
}

impl Header {
    /// The header of every picture in the file, at most so many; none if there is no size.
    pub(crate) fn all(bytes: &[u8], most: usize) -> Vec<Self> {
        if is_tiff(bytes) {
            return tiff(bytes, most);
        }
        let (stated, orientation) =
            if bytes.starts_with(b"\x89PNG") { (png(bytes), 1) } else { (jpeg(bytes), exif_orientation(bytes)) };
        let header = stated.map(|(width, height, dpi)| Self::stated(width, height, dpi, orientation));
        header.into_iter().filter(|header| header.width > 0 && header.height > 0).take(most).collect()
    }

    /// A header from stored sizes and the orientation's number in TIFF; mirrored pictures are turned alone.
    pub(crate) fn stated(width: u32, height: u32, dpi: Option<f32>, orientation: u32) -> Self {
        let turn: u32 = match orientation {
            3 | 4 => 180,
            5 | 6 => 90,
            7 | 8 => 270,
            _ => 0,
        };
        let dpi = dpi.filter(|dpi| (50.0..=2_400.0).contains(dpi)).unwrap_or(USUAL_DPI);
        let (width, height) = if turn.is_multiple_of(180) { (width, height) } else { (height, width) };
        Self { width, height, dpi, turn }
    }
}

/// Whether the file is a TIFF picture.
pub(crate) fn is_tiff(bytes: &[u8]) -> bool {
    [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"].iter().any(|magic| bytes.starts_with(*magic))
}

#[cfg(feature = "render")]
fn tiff(bytes: &[u8], most: usize) -> Vec<Header> {
    let mut headers = Vec::new();
    let Ok(mut decoder) = tiff::decoder::Decoder::new(std::io::Cursor::new(bytes)) else { return headers };
    while headers.len() < most {
        headers.extend(crate::render::pictures::tiff_header(&mut decoder));
        if !decoder.more_images() || decoder.next_image().is_err() {
            break;
        }
    }
    headers
}

#[cfg(not(feature = "render"))]
fn tiff(_: &[u8], _: usize) -> Vec<Header> {
    Vec::new()
}

/// The orientation that a camera states in a JPEG file; 1 if it states none.
fn exif_orientation(bytes: &[u8]) -> u32 {
    let found = || {
        let mut at = 2_usize;
        loop {
            let (marker, length) = (bytes.get(at..at.checked_add(2)?)?, short(bytes, at.checked_add(2)?)? as usize);
            let body = bytes.get(at.checked_add(4)?..at.checked_add(2)?.checked_add(length)?)?;
            match marker {
                [0xFF, 0xE1] if body.starts_with(b"Exif\0\0") => return orientation(body.get(6..)?),
                [0xFF, 0xE0..=0xEF | 0xFE | 0xDB | 0xC4] => at = at.checked_add(2)?.checked_add(length)?,
                _ => return None,
            }
        }
    };
    found().unwrap_or(1)
}

/// The orientation in the first directory of a TIFF structure.
fn orientation(structure: &[u8]) -> Option<u32> {
    let little = structure.starts_with(b"II");
    let turned = |bytes: [u8; 2]| u32::from(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) });
    let short = |at: usize| Some(turned(structure.get(at..at.checked_add(2)?)?.try_into().ok()?));
    let long = |at: usize| {
        let (first, second) = (short(at)?, short(at.checked_add(2)?)?);
        Some(if little { second << 16 | first } else { first << 16 | second })
    };
    let directory = long(4)? as usize;
    let entries = (0..short(directory)? as usize).map(|entry| directory.saturating_add(2).saturating_add(12 * entry));
    let found = entries.take_while(|entry| *entry < structure.len()).find(|entry| short(*entry) == Some(0x0112))?;
    short(found.checked_add(8)?)
}

type Stated = (u32, u32, Option<f32>);

fn png(bytes: &[u8]) -> Option<Stated> {
    let (width, height) = (long(bytes, 16)?, long(bytes, 20)?);
    let mut at = 8_usize;
    let mut dpi = None;
    // The resolution stands before the pixels.
    while let (Some(length), Some(kind)) = (long(bytes, at), bytes.get(at.saturating_add(4)..at.saturating_add(8))) {
        if kind == b"IDAT" {
            break;
        }
        if kind == b"pHYs" && bytes.get(at.saturating_add(16)) == Some(&1) {
            dpi = long(bytes, at.saturating_add(8)).map(|per_metre| per_metre as f32 * 0.0254);
        }
        at = at.saturating_add(12).saturating_add(length as usize);
    }
    Some((width, height, dpi))
}

fn jpeg(bytes: &[u8]) -> Option<Stated> {
    let mut at = 2_usize;
    let mut dpi = None;
    while let Some(marker) = bytes.get(at.saturating_add(1)) {
        if bytes.get(at) != Some(&0xFF) {
            return None;
        }
        let body = at.saturating_add(4);
        match marker {
            0xFF => {
                at += 1;
                continue;
            }
            0xE0 if bytes.get(body..body.saturating_add(5)) == Some(b"JFIF\0") => {
                let unit = match bytes.get(body.saturating_add(7))? {
                    1 => Some(1.0),
                    2 => Some(2.54),
                    _ => None,
                };
                dpi = unit.zip(short(bytes, body.saturating_add(8))).map(|(unit, density)| unit * density as f32);
            }
            // Start of frame, of all kinds; 0xC4, 0xC8 and 0xCC are tables.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                let (height, width) = (short(bytes, body.saturating_add(1))?, short(bytes, body.saturating_add(3))?);
                return Some((width, height, dpi));
            }
            _ => {}
        }
        at = at.saturating_add(2).saturating_add(short(bytes, at.saturating_add(2))?.max(2) as usize);
    }
    None
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn short(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Option<Header> {
        Header::all(bytes, 9).into_iter().next()
    }

    #[test]
    fn sizes_and_resolutions_are_read() {
        let mut picture = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x09\xb0\0\0\x0d\xb4\x08\0\0\0\0crc4".to_vec();
        let plain = Header { width: 2480, height: 3508, dpi: 300.0, turn: 0 };
        assert_eq!(of(&picture), Some(plain));
        picture.extend(b"\0\0\0\x09pHYs\0\0\x1e\xc3\0\0\x1e\xc3\x01crc4\0\0\0\0IDAT");
        assert_eq!(of(&picture).map(|header| header.dpi.round()), Some(200.0));
        let photograph =
            b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x01\0\x96\0\x96\0\0\xff\xc4\0\x03\0\xff\xc0\0\x0b\x08\0\x40\0\x20\x01";
        assert_eq!(of(photograph), Some(Header { width: 32, height: 64, dpi: 150.0, turn: 0 }));
        let mut turned =
            b"\xff\xd8\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        turned.extend(b"\xff\xc0\0\x0b\x08\0\x40\0\x20\x01");
        assert_eq!(of(&turned), Some(Header { width: 64, height: 32, dpi: 300.0, turn: 90 }));
        for end in 0..turned.len() {
            let _ = of(&turned[..end]);
        }
        for end in 0..photograph.len() - 1 {
            let _ = of(&photograph[..end]);
        }
        assert_eq!(of(b"\x89PNG"), None);
        assert_eq!(of(b"\xff\xd8\xff\xff\xff"), None);
    }
}
