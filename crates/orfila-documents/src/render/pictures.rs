//! Files that are pictures of pages (PNG, JPEG, TIFF) as pixels, each as fine as it is.

use std::io::Cursor;

use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult};
use tiff::tags::Tag;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::strips;
use super::{Bitmap, RenderError, Request, Resolution};
use crate::picture::header::{Header, is_tiff};

/// Whether a file is a picture and no document.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xFF\xD8\xFF") || is_tiff(bytes)
}

/// One picture of a file, or a stretch of it.
pub(super) fn draw(bytes: &[u8], request: &Request, most_pixels: u64) -> Result<Bitmap, RenderError> {
    let index = (request.page.0 as usize).wrapping_sub(1);
    let whole = decode(bytes, index, most_pixels)?;
    let dpi = match request.resolution {
        Resolution::Dpi(dpi) if dpi.is_finite() && dpi > 0.0 => dpi,
        Resolution::Dpi(_) => return Err(RenderError::NoPixels),
        Resolution::Native { least, most, .. } => whole.dpi.clamp(least, most),
    };
    if request.bounds.is_none() && (dpi - whole.dpi).abs() < 0.5 {
        return Ok(whole);
    }
    whole.stretch(request.bounds.as_ref(), dpi, most_pixels)
}

/// The picture with this index, turned as it says itself.
fn decode(bytes: &[u8], index: usize, most_pixels: u64) -> Result<Bitmap, RenderError> {
    if is_tiff(bytes) {
        return tiff_picture(bytes, index, most_pixels);
    }
    let header = Header::all(bytes, 2).into_iter().next().ok_or(RenderError::NoPixels)?;
    allowed(header.width, header.height, most_pixels)?;
    if index > 0 {
        return Err(RenderError::NoSuchPage { page: index as u32 + 1, pages: 1 });
    }
    let rgb = if bytes.starts_with(b"\x89PNG") { png_pixels(bytes)? } else { jpeg_pixels(bytes)? };
    let Header { width, height, dpi, turn } = header;
    // The header tells the size as a reader sees it; the pixels lie as they are stored.
    let (stored_width, stored_height) = if turn.is_multiple_of(180) { (width, height) } else { (height, width) };
    Ok(Bitmap { width: stored_width, height: stored_height, dpi, rgb }.turned(turn))
}

/// Refuses pictures that are too large.
pub(super) fn allowed(width: u32, height: u32, limit: u64) -> Result<(), RenderError> {
    let pixels = u64::from(width).saturating_mul(u64::from(height));
    match pixels {
        0 => Err(RenderError::NoPixels),
        pixels if pixels > limit => Err(RenderError::TooManyPixels { pixels, limit }),
        _ => Ok(()),
    }
}

fn not_opened(error: impl std::fmt::Display) -> RenderError {
    RenderError::NotOpened(error.to_string())
}

fn png_pixels(bytes: &[u8]) -> Result<Vec<u8>, RenderError> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(not_opened)?;
    let size = reader.output_buffer_size().ok_or(RenderError::NoPixels)?;
    let mut samples = vec![0; size];
    let frame = reader.next_frame(&mut samples).map_err(not_opened)?;
    samples.truncate(frame.buffer_size());
    Ok(on_white(&samples, frame.color_type.samples()))
}

fn jpeg_pixels(bytes: &[u8]) -> Result<Vec<u8>, RenderError> {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
    JpegDecoder::new_with_options(ZCursor::new(bytes), options).decode().map_err(not_opened)
}

/// Samples of gray, gray with alpha, RGB or RGB with alpha as RGB on white paper.
fn on_white(samples: &[u8], count: usize) -> Vec<u8> {
    let blend = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        ((value * alpha + 255 * (255 - alpha)) / 255) as u8
    };
    let mut rgb = Vec::with_capacity(samples.len() / count.max(1) * 3);
    for pixel in samples.chunks_exact(count.max(1)) {
        match pixel {
            [gray] => rgb.extend([*gray; 3]),
            [gray, alpha] => rgb.extend([blend(*gray, *alpha); 3]),
            [red, green, blue] => rgb.extend([*red, *green, *blue]),
            [red, green, blue, alpha, ..] => rgb.extend([*red, *green, *blue].map(|part| blend(part, *alpha))),
            [] => {}
        }
    }
    rgb
}

fn tiff_picture(bytes: &[u8], index: usize, most_pixels: u64) -> Result<Bitmap, RenderError> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(not_opened)?;
    for page in 0..index {
        if !decoder.more_images() {
            return Err(RenderError::NoSuchPage { page: index as u32 + 1, pages: page + 1 });
        }
        decoder.next_image().map_err(not_opened)?;
    }
    let (width, height) = decoder.dimensions().map_err(not_opened)?;
    allowed(width, height, most_pixels)?;
    let mut limits = tiff::decoder::Limits::default();
    limits.decoding_buffer_size = usize::try_from(most_pixels.saturating_mul(4)).unwrap_or(usize::MAX);
    limits.intermediate_buffer_size = limits.decoding_buffer_size;
    let mut decoder = decoder.with_limits(limits);
    let header = tiff_header(&mut decoder)?;
    let colours = decoder.colortype().map_err(not_opened)?;
    let palette = palette(&mut decoder);
    let samples = match strips::packed(bytes, &mut decoder)? {
        Some(samples) => samples,
        None => eight_bit(decoder.read_image().map_err(not_opened)?)?,
    };
    let rgb = tiff_pixels(&samples, colours, palette.as_deref(), (width, height))?;
    if rgb.len() != width as usize * height as usize * 3 {
        return Err(RenderError::NotOpened("the picture's pixels break off".to_owned()));
    }
    Ok(Bitmap { width, height, dpi: header.dpi, rgb }.turned(header.turn))
}

/// Size, resolution and turn of the picture that the decoder stands at.
pub(crate) fn tiff_header<R: std::io::Read + std::io::Seek>(decoder: &mut Decoder<R>) -> Result<Header, RenderError> {
    let (width, height) = decoder.dimensions().map_err(not_opened)?;
    let mut number = |tag| decoder.find_tag(tag).ok().flatten();
    let resolution = number(Tag::XResolution).and_then(|value| match value {
        tiff::decoder::ifd::Value::Rational(above, below) if below > 0 => Some(above as f32 / below as f32),
        other => other.into_f32().ok(),
    });
    let unit = number(Tag::ResolutionUnit).and_then(|value| value.into_u32().ok()).unwrap_or(2);
    let dpi = resolution.map(|resolution| if unit == 3 { 2.54 * resolution } else { resolution });
    let orientation = number(Tag::Orientation).and_then(|value| value.into_u32().ok()).unwrap_or(1);
    Ok(Header::stated(width, height, dpi.filter(|_| unit != 1), orientation))
}

fn palette<R: std::io::Read + std::io::Seek>(decoder: &mut Decoder<R>) -> Option<Vec<u16>> {
    decoder.find_tag(Tag::ColorMap).ok().flatten()?.into_u16_vec().ok()
}

/// Samples of eight bits; those of sixteen lose the lower half.
fn eight_bit(samples: DecodingResult) -> Result<Vec<u8>, RenderError> {
    match samples {
        DecodingResult::U8(samples) => Ok(samples),
        DecodingResult::U16(samples) => Ok(samples.into_iter().map(|sample| (sample >> 8) as u8).collect()),
        _ => Err(not_opened("samples of this kind are not read")),
    }
}

fn tiff_pixels(
    samples: &[u8],
    colours: ColorType,
    palette: Option<&[u16]>,
    (width, height): (u32, u32),
) -> Result<Vec<u8>, RenderError> {
    let unpacked = |bits: u8| unpack(samples, bits, width as usize, height as usize);
    match colours {
        ColorType::Gray(bits @ (1 | 2 | 4)) => {
            let most = (1_u16 << bits) - 1;
            let gray = |sample: u8| (u16::from(sample) * 255 / most) as u8;
            Ok(unpacked(bits).into_iter().flat_map(|sample| [gray(sample); 3]).collect())
        }
        ColorType::Gray(_) => Ok(on_white(samples, 1)),
        ColorType::GrayA(_) => Ok(on_white(samples, 2)),
        ColorType::RGB(8 | 16) | ColorType::YCbCr(8) => Ok(on_white(samples, 3)),
        ColorType::RGBA(8 | 16) => Ok(on_white(samples, 4)),
        ColorType::Palette(bits @ (1 | 2 | 4 | 8)) => {
            let map = palette.ok_or_else(|| not_opened("the colours of the picture are missing"))?;
            let colours = map.len() / 3;
            let part = |at: usize| map.get(at).map_or(255, |value| (value >> 8) as u8);
            let colour = |sample: u8| [0, 1, 2].map(|part_of| part(part_of * colours + usize::from(sample)));
            Ok(unpacked(bits).into_iter().flat_map(colour).collect())
        }
        ColorType::CMYK(8) => Ok(samples.chunks_exact(4).flat_map(printed).collect()),
        other => Err(not_opened(format!("pictures of the kind {other:?} are not read"))),
    }
}

/// Inks as light.
fn printed(inks: &[u8]) -> [u8; 3] {
    let ink = |at: usize| 255 - u32::from(inks.get(at).copied().unwrap_or(0));
    [0, 1, 2].map(|at| (ink(at) * ink(3) / 255) as u8)
}

/// One sample a byte; rows begin at a byte.
fn unpack(samples: &[u8], bits: u8, width: usize, height: usize) -> Vec<u8> {
    let bits = usize::from(bits.clamp(1, 8));
    let row_bytes = (width * bits).div_ceil(8).max(1);
    let mask = ((1_u16 << bits) - 1) as u8;
    let mut unpacked = Vec::with_capacity(width * height);
    for row in samples.chunks_exact(row_bytes).take(height) {
        let sample = |at: usize| row.get(at * bits / 8).map_or(0, |byte| byte >> (8 - bits - at * bits % 8) & mask);
        unpacked.extend((0..width).map(sample));
    }
    unpacked
}
