//! Size and resolution that a picture states (PNG, ISO/IEC 15948; JPEG, ITU-T T.81 and JFIF 1.02).

/// Resolution of pictures that state none: what scanners are set to.
const USUAL_DPI: f32 = 300.0;

/// What a picture states about itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Header {
    /// Pixels across.
    pub(super) width: u32,
    /// Pixels down.
    pub(super) height: u32,
    /// Pixels an inch.
    pub(super) dpi: f32,
}

/// The header; `None` if there is no size in it.
pub(super) fn of(bytes: &[u8]) -> Option<Header> {
    let (width, height, dpi) = if bytes.starts_with(b"\x89PNG") { png(bytes)? } else { jpeg(bytes)? };
    let sensible = dpi.filter(|dpi| (50.0..=2_400.0).contains(dpi)).unwrap_or(USUAL_DPI);
    (width > 0 && height > 0).then_some(Header { width, height, dpi: sensible })
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

    #[test]
    fn sizes_and_resolutions_are_read() {
        let mut picture = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x09\xb0\0\0\x0d\xb4\x08\0\0\0\0crc4".to_vec();
        let plain = Header { width: 2480, height: 3508, dpi: 300.0 };
        assert_eq!(of(&picture), Some(plain));
        picture.extend(b"\0\0\0\x09pHYs\0\0\x1e\xc3\0\0\x1e\xc3\x01crc4\0\0\0\0IDAT");
        assert_eq!(of(&picture).map(|header| header.dpi.round()), Some(200.0));
        let photograph =
            b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x01\0\x96\0\x96\0\0\xff\xc4\0\x03\0\xff\xc0\0\x0b\x08\0\x40\0\x20\x01";
        assert_eq!(of(photograph), Some(Header { width: 32, height: 64, dpi: 150.0 }));
        for end in 0..photograph.len() - 1 {
            let _ = of(&photograph[..end]);
        }
        assert_eq!(of(b"\x89PNG"), None);
        assert_eq!(of(b"\xff\xd8\xff\xff\xff"), None);
    }
}
