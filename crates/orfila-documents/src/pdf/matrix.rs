//! Affine transforms of PDF user space (ISO 32000-1, 8.3.3).

/// The transform `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix {
    pub(crate) a: f32,
    pub(crate) b: f32,
    pub(crate) c: f32,
    pub(crate) d: f32,
    pub(crate) e: f32,
    pub(crate) f: f32,
}

impl Matrix {
    pub(crate) const IDENTITY: Self = Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    pub(crate) fn new(values: [f32; 6]) -> Self {
        let [a, b, c, d, e, f] = values;
        Self { a, b, c, d, e, f }
    }

    /// First `self`, then `outer`.
    pub(crate) fn then(&self, outer: &Self) -> Self {
        Self {
            a: self.a * outer.a + self.b * outer.c,
            b: self.a * outer.b + self.b * outer.d,
            c: self.c * outer.a + self.d * outer.c,
            d: self.c * outer.b + self.d * outer.d,
            e: self.e * outer.a + self.f * outer.c + outer.e,
            f: self.e * outer.b + self.f * outer.d + outer.f,
        }
    }

    pub(crate) fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// A shift by `(x, y)`, then `self`.
    pub(crate) fn shifted(&self, x: f32, y: f32) -> Self {
        let (e, f) = self.apply(x, y);
        Self { e, f, ..*self }
    }

    /// How much it enlarges lengths, on average.
    pub(crate) fn scale(&self) -> f32 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }

    /// Whether axes stay parallel to axes, so that boxes stay boxes.
    pub(crate) fn is_upright(&self) -> bool {
        let small = 1e-3 * self.scale().max(f32::MIN_POSITIVE);
        (self.b.abs() <= small && self.c.abs() <= small) || (self.a.abs() <= small && self.d.abs() <= small)
    }

    pub(crate) fn is_finite(&self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f].iter().all(|value| value.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transforms_compose_from_the_inside_out() {
        let scale = Matrix::new([2.0, 0.0, 0.0, 3.0, 0.0, 0.0]);
        let shift = Matrix::new([1.0, 0.0, 0.0, 1.0, 10.0, 20.0]);
        assert_eq!(scale.then(&shift).apply(1.0, 1.0), (12.0, 23.0));
        assert_eq!(shift.then(&scale).apply(1.0, 1.0), (22.0, 63.0));
        assert_eq!(scale.shifted(1.0, 1.0).apply(0.0, 0.0), (2.0, 3.0));
    }
}
