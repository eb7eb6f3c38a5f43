//! Pixels, and how they are written.

use orfila_records::BoundingBox;

use super::{POINTS_AN_INCH, RenderError};

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

    /// The picture turned clockwise by so many degrees, a multiple of 90.
    #[must_use]
    pub fn turned(&self, degrees: u32) -> Self {
        let (width, height) = (self.width as usize, self.height as usize);
        let quarters = degrees / 90 % 4;
        let (new_width, new_height) = if quarters.is_multiple_of(2) { (width, height) } else { (height, width) };
        let from = |x: usize, y: usize| match quarters {
            0 => (x, y),
            1 => (y, height - 1 - x),
            2 => (width - 1 - x, height - 1 - y),
            _ => (width - 1 - y, x),
        };
        let mut rgb = Vec::with_capacity(self.rgb.len());
        for (x, y) in (0..new_height).flat_map(|y| (0..new_width).map(move |x| (x, y))) {
            let (x, y) = from(x, y);
            let at = (y * width + x) * 3;
            rgb.extend(self.rgb.get(at..at + 3).unwrap_or(&[255; 3]));
        }
        Self { width: new_width as u32, height: new_height as u32, dpi: self.dpi, rgb }
    }

    /// A stretch of the picture (in points; `None` for all of it) at `dpi` pixels an inch, every pixel the mean of those
    /// it stands for.
    pub(super) fn stretch(&self, bounds: Option<&BoundingBox>, dpi: f32, limit: u64) -> Result<Self, RenderError> {
        let pixels = self.dpi / POINTS_AN_INCH;
        let (across, down) = (self.width as f32, self.height as f32);
        let (x0, y0, x1, y1) = match bounds {
            Some(area) => (area.x0 * pixels, area.y0 * pixels, area.x1 * pixels, area.y1 * pixels),
            None => (0.0, 0.0, across, down),
        };
        let (x0, y0, x1, y1) = (x0.max(0.0), y0.max(0.0), x1.min(across), y1.min(down));
        let scale = dpi / self.dpi;
        let (width, height) = (((x1 - x0) * scale).round(), ((y1 - y0) * scale).round());
        if !(width >= 1.0 && height >= 1.0) {
            return Err(RenderError::NoPixels);
        }
        let count = (width as u64).saturating_mul(height as u64);
        if count > limit {
            return Err(RenderError::TooManyPixels { pixels: count, limit });
        }
        let (width, height) = (width as u32, height as u32);
        let mut rgb = Vec::with_capacity(count as usize * 3);
        for row in 0..height {
            let rows = (y0 + row as f32 / scale, y0 + (row + 1) as f32 / scale);
            for column in 0..width {
                let columns = (x0 + column as f32 / scale, x0 + (column + 1) as f32 / scale);
                rgb.extend(self.mean(columns, rows));
            }
        }
        Ok(Self { width, height, dpi, rgb })
    }

    /// The mean of the pixels between two columns and two rows, of one at least.
    fn mean(&self, columns: (f32, f32), rows: (f32, f32)) -> [u8; 3] {
        let range = |(from, to): (f32, f32), most: u32| {
            let from = (from as u32).min(most.saturating_sub(1));
            from..(to.ceil() as u32).min(most).max(from + 1)
        };
        let (mut sums, mut count) = ([0_u64; 3], 0_u64);
        for y in range(rows, self.height) {
            for pixel in range(columns, self.width).filter_map(|x| self.pixel(x, y)) {
                sums.iter_mut().zip(pixel).for_each(|(sum, part)| *sum += u64::from(part));
                count += 1;
            }
        }
        sums.map(|sum| (sum / count.max(1)) as u8)
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
    fn pictures_are_turned_and_cut() {
        let pixels = |bitmap: &Bitmap| bitmap.rgb.chunks_exact(3).map(|pixel| pixel[0]).collect::<Vec<_>>();
        let gray = |values: &[u8]| values.iter().flat_map(|value| [*value; 3]).collect::<Vec<u8>>();
        let wide = Bitmap { width: 3, height: 2, dpi: 72.0, rgb: gray(&[1, 2, 3, 4, 5, 6]) };
        for (degrees, width, expected) in [
            (0, 3, [1, 2, 3, 4, 5, 6]),
            (90, 2, [4, 1, 5, 2, 6, 3]),
            (180, 3, [6, 5, 4, 3, 2, 1]),
            (270, 2, [3, 6, 2, 5, 1, 4]),
        ] {
            let turned = wide.turned(degrees);
            assert_eq!((turned.width, pixels(&turned)), (width, expected.to_vec()), "{degrees}");
        }
        let part = BoundingBox { x0: 1.0, y0: 0.0, x1: 3.0, y1: 2.0 };
        let cut = |bounds: Option<&BoundingBox>, dpi| wide.stretch(bounds, dpi, 1_000).map(|bitmap| pixels(&bitmap));
        assert_eq!(cut(Some(&part), 72.0), Ok(vec![2, 3, 5, 6]));
        assert_eq!(cut(Some(&part), 36.0), Ok(vec![4]));
        assert_eq!(cut(None, 144.0).map(|pixels| pixels.len()), Ok(24));
        assert_eq!(cut(None, 7_200.0), Err(RenderError::TooManyPixels { pixels: 60_000, limit: 1_000 }));
        assert_eq!(cut(Some(&BoundingBox { x0: 9.0, ..part }), 72.0), Err(RenderError::NoPixels));
    }

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
