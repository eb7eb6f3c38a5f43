//! Pixels, and how they are written.

use super::RenderError;

/// A picture: rows of pixels from the top left, three bytes (red, green, blue) a pixel.
#[derive(Clone, PartialEq)]
pub struct Bitmap {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Pixels an inch.
    pub dpi: f32,
    pub(crate) rgb: Vec<u8>,
}

impl std::fmt::Debug for Bitmap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Bitmap {} × {} at {} dpi", self.width, self.height, self.dpi)
    }
}

impl Bitmap {
    /// Red, green and blue of the pixel at column `x` and row `y`, both from 0.
    #[must_use]
    pub fn pixel(&self, x: u32, y: u32) -> Option<[u8; 3]> {
        let at = (y as usize).checked_mul(self.width as usize)?.checked_add(x as usize)?.checked_mul(3)?;
        let inside = x < self.width && y < self.height;
        inside.then(|| self.rgb.get(at..at + 3)?.try_into().ok()).flatten()
    }

    /// Whether all pixels have one colour.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.rgb.chunks_exact(3).all(|pixel| Some(pixel) == self.rgb.get(..3))
    }

    /// The picture as a PNG file: gray where it has no colour.
    ///
    /// # Errors
    /// [`RenderError::Encoding`] if it has no pixels.
    pub fn png(&self) -> Result<Vec<u8>, RenderError> {
        let gray = self.rgb.chunks_exact(3).all(|pixel| pixel.iter().all(|part| Some(part) == pixel.first()));
        if gray {
            return self.encode(png::ColorType::Grayscale, &self.luminance());
        }
        self.encode(png::ColorType::Rgb, &self.rgb)
    }

    fn encode(&self, colours: png::ColorType, samples: &[u8]) -> Result<Vec<u8>, RenderError> {
        let failed = |error: png::EncodingError| RenderError::Encoding(error.to_string());
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
        encoder.set_color(colours);
        encoder.set_depth(png::BitDepth::Eight);
        let per_metre = (self.dpi / 0.0254).round() as u32;
        let unit = png::Unit::Meter;
        encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(samples).map_err(failed)?;
        writer.finish().map_err(failed)?;
        Ok(file)
    }

    /// The picture as a portable graymap (netpbm P5), which takes no time to write and to read.
    #[must_use]
    pub fn graymap(&self) -> Vec<u8> {
        let mut file = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        file.extend(self.luminance());
        file
    }

    /// One byte a pixel, after ITU-R BT.601.
    fn luminance(&self) -> Vec<u8> {
        let gray = |pixel: &[u8]| match pixel {
            [red, green, blue] => {
                ((299 * u32::from(*red) + 587 * u32::from(*green) + 114 * u32::from(*blue) + 500) / 1000) as u8
            }
            _ => 255,
        };
        self.rgb.chunks_exact(3).map(gray).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gray_pictures_have_one_byte_a_pixel() {
        let gray = Bitmap { width: 2, height: 1, dpi: 300.0, rgb: vec![0, 0, 0, 255, 255, 255] };
        assert_eq!(gray.graymap(), b"P5\n2 1\n255\n\x00\xff");
        let colour = |bitmap: &Bitmap| bitmap.png().expect("a PNG").get(25).copied();
        assert_eq!(colour(&gray), Some(0));
        let red = Bitmap { rgb: vec![255, 0, 0, 255, 255, 255], ..gray.clone() };
        assert_eq!(colour(&red), Some(2));
        assert_eq!((red.pixel(0, 0), red.pixel(2, 0), red.pixel(0, 1)), (Some([255, 0, 0]), None, None));
        assert!(!gray.is_plain());
        assert!(Bitmap { width: 0, height: 0, rgb: Vec::new(), ..gray }.png().is_err());
    }
}
