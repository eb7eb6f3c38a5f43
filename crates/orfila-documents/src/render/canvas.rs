//! One request, drawn by hayro.

use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, font::GlyphRun, interpret_page,
};
use hayro::hayro_syntax::{Pdf, page::Page};
use hayro::kurbo::{Affine, BezPath, Rect};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings, hayro_interpret::util::TransformExt as _, render_into};
use orfila_records::BoundingBox;

use super::{Bitmap, POINTS_AN_INCH, RenderError, Request, Resolution};

/// Draws one request.
pub(super) fn draw<'a>(
    file: &'a Pdf,
    cache: &RenderCache<'a>,
    request: &Request,
    most_pixels: u64,
) -> Result<Bitmap, RenderError> {
    let pages = file.pages();
    let index = (request.page.0 as usize).wrapping_sub(1);
    let page = pages.get(index).ok_or(RenderError::NoSuchPage { page: request.page.0, pages: pages.len() })?;
    let (width, height) = page.render_dimensions();
    let whole = BoundingBox { x0: 0.0, y0: 0.0, x1: width, y1: height };
    let bounds = request.bounds.map_or(whole, |bounds| overlap(&bounds, &whole));
    let dpi = match request.resolution {
        Resolution::Dpi(dpi) => dpi,
        Resolution::Native { least, most, otherwise } => native(page, &bounds).unwrap_or(otherwise).clamp(least, most),
    };
    let (width, height) = pixels(&bounds, dpi, most_pixels)?;
    let scale = f64::from(dpi / POINTS_AN_INCH);
    let shift = Affine::translate((-f64::from(bounds.x0) * scale, -f64::from(bounds.y0) * scale));
    let transform = shift * Affine::scale(scale) * page.initial_transform(true).to_kurbo();
    let rgb = paint(page, cache, transform, (width, height));
    Ok(Bitmap { width: u32::from(width), height: u32::from(height), dpi, rgb })
}

fn overlap(a: &BoundingBox, b: &BoundingBox) -> BoundingBox {
    BoundingBox { x0: a.x0.max(b.x0), y0: a.y0.max(b.y0), x1: a.x1.min(b.x1), y1: a.y1.min(b.y1) }
}

/// Width and height of the picture of `bounds`; the rasteriser counts them in 16 bits.
fn pixels(bounds: &BoundingBox, dpi: f32, limit: u64) -> Result<(u16, u16), RenderError> {
    let side = |points: f32| (points * dpi / POINTS_AN_INCH - 0.01).ceil();
    let (width, height) = (side(bounds.width()), side(bounds.height()));
    if !(dpi.is_finite() && dpi > 0.0 && width >= 1.0 && height >= 1.0) {
        return Err(RenderError::NoPixels);
    }
    let pixels = (width as u64).saturating_mul(height as u64);
    let most = f32::from(u16::MAX);
    if pixels > limit || width > most || height > most {
        return Err(RenderError::TooManyPixels { pixels, limit });
    }
    Ok((width as u16, height as u16))
}

fn paint<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>, transform: Affine, (width, height): (u16, u16)) -> Vec<u8> {
    let mut context = RenderContext::new(width, height);
    let settings = RenderSettings { hinting: false, ..RenderSettings::default() };
    render_into(page, cache, &InterpreterSettings::default(), &settings, &mut context, transform);
    context.flush();
    let mut pixmap = Pixmap::new(width, height);
    let on_white = RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..RasterizerSettings::default() };
    context.render_with(&mut pixmap, &mut Resources::default(), on_white);
    let rgba = pixmap.data_as_u8_slice();
    let mut rgb = Vec::with_capacity(rgba.len() / 4 * 3);
    rgba.chunks_exact(4).for_each(|pixel| rgb.extend(pixel.iter().take(3)));
    rgb
}

/// The resolution of the finest image that reaches into `bounds`; one that is hardly larger than a dot does not count.
fn native<'a>(page: &'a Page<'a>, bounds: &BoundingBox) -> Option<f32> {
    let (width, height) = page.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let interpreter = InterpreterCache::new();
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, area, &interpreter, page.xref(), InterpreterSettings::default());
    let mut probe = Probe { bounds: *bounds, finest: None };
    interpret_page(page, &mut context, &mut probe);
    probe.finest
}

/// Draws nothing and looks how fine the images are.
struct Probe {
    bounds: BoundingBox,
    finest: Option<f32>,
}

impl<'a> Device<'a> for Probe {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        const SMALLEST: f64 = 4.0;
        let [a, b, c, d, _, _] = props.transform.as_coeffs();
        let (across, down) = (f64::from(image.width()), f64::from(image.height()));
        let square = Rect::new(0.0, 0.0, across, down);
        let place = props.transform.transform_rect_bbox(square);
        let inside = place.x0 < f64::from(self.bounds.x1)
            && place.x1 > f64::from(self.bounds.x0)
            && place.y0 < f64::from(self.bounds.y1)
            && place.y1 > f64::from(self.bounds.y0);
        // One pixel is one unit of the image's space.
        let step = a.hypot(b).max(c.hypot(d));
        if inside && place.width() > SMALLEST && place.height() > SMALLEST && step > 0.0 {
            let dpi = (f64::from(POINTS_AN_INCH) / step) as f32;
            self.finest = Some(self.finest.map_or(dpi, |finest| finest.max(dpi)));
        }
    }
}
