//! Products in bf16 with the tile unit of x86 processors (Intel AMX: eight registers of 16 rows of 64 bytes).
//!
//! Both factors are cut into tiles first: the left one into 16 rows of 32 values, the right one into 16 pairs of rows of
//! 16 values, the two rows of a pair interleaved, as the instruction `tdpbf16ps` wants them. Four sums of 16 x 16 are made
//! at a time. Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 1, chapter 18.
#![allow(unsafe_code)]

use std::arch::asm;
use std::sync::OnceLock;

use multiversion::multiversion;

use crate::bf16;
use crate::matmul::{Matrix, assert_fits};

/// Rows and columns of a block of the product: two tiles each way.
const BLOCK: usize = 32;
/// Length of the part of a sum that one pair of tiles makes.
const DEPTH: usize = 32;
/// Pairs of values of one tile: 16 rows of 16.
const TILE: usize = 256;
/// Pairs of values of one block of either factor: two tiles.
const BLOCK_PAIRS: usize = 2 * TILE;
/// Rows of the product that are made before the next ones begin, so that their left factor stays in the second cache.
const CHUNK_BLOCKS: usize = 8;
/// Depth blocks whose tiles are multiplied in one go.
const DEPTH_BLOCKS: usize = 48;

/// Whether the processor has bf16 tiles and the system has granted this process their use.
pub(crate) fn available() -> bool {
    static AVAILABLE: OnceLock<bool> = OnceLock::new();
    *AVAILABLE.get_or_init(|| has_tile_instructions() && request_permission())
}

fn has_tile_instructions() -> bool {
    const BF16: u32 = 1 << 22;
    const TILE: u32 = 1 << 24;
    let most = std::arch::x86_64::__cpuid(0).eax;
    let features = if most >= 7 { std::arch::x86_64::__cpuid_count(7, 0).edx } else { 0 };
    features & BF16 != 0 && features & TILE != 0
}

/// Linux lets a process use the tile registers only after it asked (`arch_prctl(ARCH_REQ_XCOMP_PERM, XTILEDATA)`).
fn request_permission() -> bool {
    const ARCH_REQ_XCOMP_PERM: libc::c_long = 0x1023;
    const XTILEDATA: libc::c_long = 18;
    // SAFETY: the call takes two numbers, touches no memory of ours, and gives an error where it is not known.
    unsafe { libc::syscall(libc::SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XTILEDATA) == 0 }
}

/// A right factor cut into tiles.
#[derive(Debug, Clone)]
pub(crate) struct Right {
    /// Block after block down the rows, then the next block of columns.
    tiles: Vec<u32>,
    rows: usize,
    columns: usize,
}

impl Right {
    pub(crate) fn pack(b: Matrix<'_>) -> Self {
        let (depths, blocks) = (b.rows.div_ceil(DEPTH), b.columns.div_ceil(BLOCK));
        let mut tiles = vec![0_u32; depths * blocks * BLOCK_PAIRS];
        if b.column_stride == 1 {
            pack_right_rows(b, depths, &mut tiles)
        } else {
            pack_right_columns(b, depths, &mut tiles)
        }
        Self { tiles, rows: b.rows, columns: b.columns }
    }
}

/// Packs a right factor whose rows are contiguous: two rows are interleaved, 16 columns at a time.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
fn pack_right_rows(b: Matrix<'_>, depths: usize, tiles: &mut [u32]) {
    let zeros = [0.0_f32; 16];
    for (index, tile) in tiles.chunks_exact_mut(TILE).enumerate() {
        let (block, half) = (index / 2, index % 2);
        let first_column = (block / depths) * BLOCK + half * 16;
        let width = b.columns.saturating_sub(first_column).min(16);
        for (pair, line) in tile.chunks_exact_mut(16).enumerate() {
            let row = (block % depths) * DEPTH + 2 * pair;
            if width == 0 || row >= b.rows {
                continue;
            }
            let even = &b.data[row * b.row_stride + first_column..][..width];
            let odd = if row + 1 < b.rows {
                &b.data[(row + 1) * b.row_stride + first_column..][..width]
            } else {
                &zeros[..width]
            };
            for ((to, low), high) in line.iter_mut().zip(even).zip(odd) {
                *to = u32::from(bf16::round(*low)) | (u32::from(bf16::round(*high)) << 16);
            }
        }
    }
}

/// Packs a right factor whose columns are contiguous (a weight of shape (out, in) read as its transpose).
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
fn pack_right_columns(b: Matrix<'_>, depths: usize, tiles: &mut [u32]) {
    for (index, tile) in tiles.chunks_exact_mut(TILE).enumerate() {
        let (block, half) = (index / 2, index % 2);
        let first_column = (block / depths) * BLOCK + half * 16;
        let first_row = (block % depths) * DEPTH;
        let depth = b.rows.saturating_sub(first_row).min(DEPTH);
        for column in first_column..b.columns.min(first_column + 16) {
            let mut values = [0.0_f32; DEPTH];
            let start = column * b.column_stride + first_row * b.row_stride;
            if b.row_stride == 1 {
                values[..depth].copy_from_slice(&b.data[start..start + depth]);
            } else {
                for (at, value) in values[..depth].iter_mut().enumerate() {
                    *value = b.data[start + at * b.row_stride];
                }
            }
            for (pair, both) in values.chunks_exact(2).enumerate() {
                tile[pair * 16 + (column - first_column)] =
                    u32::from(bf16::round(both[0])) | (u32::from(bf16::round(both[1])) << 16);
            }
        }
    }
}

/// Packs some blocks of rows of a left factor from `first_row` on; `tiles` holds whole blocks of all depths.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl+avx2+fma", "x86_64+avx2+fma"))]
fn pack_left(a: Matrix<'_>, first_row: usize, depths: usize, tiles: &mut [u32]) {
    for (index, tile) in tiles.chunks_exact_mut(TILE).enumerate() {
        let (block, half) = (index / 2, index % 2);
        let (row, column) = (first_row + (block / depths) * BLOCK + 16 * half, (block % depths) * DEPTH);
        let (rows, depth) = (a.rows.saturating_sub(row).min(16), a.columns.saturating_sub(column).min(DEPTH));
        if rows < 16 || depth < DEPTH {
            tile.fill(0);
        }
        if rows == 0 || depth == 0 {
            continue;
        }
        match (a.column_stride, a.row_stride) {
            (1, _) => pack_rows(&a, (row, rows), (column, depth), tile),
            (_, 1) => pack_columns(&a, (row, rows), (column, depth), tile),
            _ => pack_values(&a, (row, rows), (column, depth), tile),
        }
    }
}

/// A tile of a left factor whose rows are contiguous.
#[inline(always)]
fn pack_rows(a: &Matrix<'_>, (row, rows): (usize, usize), (column, depth): (usize, usize), tile: &mut [u32]) {
    for (at, line) in bytemuck::cast_slice_mut::<u32, u16>(tile).chunks_exact_mut(DEPTH).take(rows).enumerate() {
        let source = &a.data[(row + at) * a.row_stride + column..][..depth];
        for (to, from) in line.iter_mut().zip(source) {
            *to = bf16::round(*from);
        }
    }
}

/// A tile of a left factor whose columns are contiguous: pairs of columns are interleaved, then turned.
#[inline(always)]
fn pack_columns(a: &Matrix<'_>, (row, rows): (usize, usize), (column, depth): (usize, usize), tile: &mut [u32]) {
    let mut turned = [[0_u32; 16]; 16];
    let mut both = [[0.0_f32; 16]; 2];
    for (pair, line) in turned.iter_mut().enumerate().take(depth.div_ceil(2)) {
        for (which, values) in both.iter_mut().enumerate() {
            let at = 2 * pair + which;
            if at < depth {
                values[..rows].copy_from_slice(&a.data[(column + at) * a.column_stride + row..][..rows]);
            } else {
                values.fill(0.0);
            }
        }
        for ((to, low), high) in line.iter_mut().zip(&both[0]).zip(&both[1]) {
            *to = u32::from(bf16::round(*low)) | (u32::from(bf16::round(*high)) << 16);
        }
    }
    for (down, line) in tile.chunks_exact_mut(16).take(rows).enumerate() {
        for (to, pair) in line.iter_mut().zip(&turned) {
            *to = pair[down];
        }
    }
}

/// A tile of a left factor with any strides.
#[inline(always)]
fn pack_values(a: &Matrix<'_>, (row, rows): (usize, usize), (column, depth): (usize, usize), tile: &mut [u32]) {
    for (down, line) in bytemuck::cast_slice_mut::<u32, u16>(tile).chunks_exact_mut(DEPTH).take(rows).enumerate() {
        for (at, to) in line.iter_mut().take(depth).enumerate() {
            *to = bf16::round(a.at(row + down, column + at));
        }
    }
}

/// `target = a b`, or `target += a b`; `finish` gets the finished rows (only where the rows of `target` follow each other).
pub(crate) fn multiply(
    a: Matrix<'_>,
    b: &Right,
    target: &mut [f32],
    row_stride: usize,
    accumulate: bool,
    finish: impl Fn(&mut [f32]),
) {
    assert_eq!(a.columns, b.rows, "columns of the left factor must be the rows of the right one");
    assert_fits(target.len(), a.rows, b.columns, row_stride);
    if a.rows == 0 || b.columns == 0 {
        return;
    }
    if a.columns == 0 {
        if !accumulate {
            (0..a.rows).for_each(|row| target[row * row_stride..][..b.columns].fill(0.0));
        }
        return (0..a.rows).for_each(|row| finish(&mut target[row * row_stride..][..b.columns]));
    }
    let _configured = Configured::new();
    let depths = a.columns.div_ceil(DEPTH);
    let mut left = vec![0_u32; depths * BLOCK_PAIRS * CHUNK_BLOCKS.min(a.rows.div_ceil(BLOCK))];
    for first in (0..a.rows).step_by(BLOCK * CHUNK_BLOCKS) {
        let rows = (a.rows - first).min(BLOCK * CHUNK_BLOCKS);
        let blocks = rows.div_ceil(BLOCK);
        pack_left(a, first, depths, &mut left[..blocks * depths * BLOCK_PAIRS]);
        for start in (0..depths).step_by(DEPTH_BLOCKS) {
            let span = start..depths.min(start + DEPTH_BLOCKS);
            for column in (0..b.columns).step_by(BLOCK) {
                let right = &b.tiles[(column / BLOCK) * depths * BLOCK_PAIRS..][..depths * BLOCK_PAIRS];
                let right = &right[span.start * BLOCK_PAIRS..span.end * BLOCK_PAIRS];
                for block in 0..blocks {
                    let left = &left[block * depths * BLOCK_PAIRS..][..depths * BLOCK_PAIRS];
                    let left = &left[span.start * BLOCK_PAIRS..span.end * BLOCK_PAIRS];
                    let row = first + block * BLOCK;
                    let size = (BLOCK.min(a.rows - row), BLOCK.min(b.columns - column));
                    let part = &mut target[row * row_stride + column..];
                    multiply_block(left, right, part, row_stride, size, accumulate || start > 0);
                }
            }
        }
        if row_stride == b.columns {
            finish(&mut target[first * row_stride..(first + rows) * row_stride]);
        } else {
            (first..first + rows).for_each(|row| finish(&mut target[row * row_stride..][..b.columns]));
        }
    }
}

/// One block of the product; `size` is how much of it lies within the product.
fn multiply_block(
    left: &[u32],
    right: &[u32],
    target: &mut [f32],
    row_stride: usize,
    size: (usize, usize),
    accumulate: bool,
) {
    if size == (BLOCK, BLOCK) {
        return tile_product(left, right, target, row_stride, accumulate);
    }
    let mut whole = [0.0_f32; BLOCK * BLOCK];
    tile_product(left, right, &mut whole, BLOCK, false);
    for (row, line) in whole.chunks_exact(BLOCK).take(size.0).enumerate() {
        let part = &mut target[row * row_stride..][..size.1];
        for (to, from) in part.iter_mut().zip(line) {
            *to = if accumulate { *to + from } else { *from };
        }
    }
}

/// The tile registers set to 16 rows of 64 bytes on this thread, given back on drop.
struct Configured;

impl Configured {
    fn new() -> Self {
        #[repr(C, align(64))]
        struct Configuration([u8; 64]);
        let mut bytes = [0_u8; 64];
        bytes[0] = 1;
        for tile in 0..8 {
            bytes[16 + 2 * tile] = 64;
            bytes[48 + tile] = 16;
        }
        let configuration = Configuration(bytes);
        // SAFETY: `available` was true (callers check), so the instruction exists and is permitted; it reads 64 bytes.
        unsafe { asm!("ldtilecfg [{0}]", in(reg) configuration.0.as_ptr(), options(nostack, readonly)) };
        Self
    }
}

impl Drop for Configured {
    fn drop(&mut self) {
        // SAFETY: as for `ldtilecfg`; it touches tile registers only, which hold nothing between two products.
        unsafe { asm!("tilerelease", options(nostack, nomem)) };
    }
}

/// Sums of 32 x 32 over all depth blocks of `left` and `right`.
fn tile_product(left: &[u32], right: &[u32], target: &mut [f32], row_stride: usize, accumulate: bool) {
    let depths = left.len() / BLOCK_PAIRS;
    assert!(depths > 0 && right.len() == left.len() && left.len() == depths * BLOCK_PAIRS, "tiles do not fit");
    assert_fits(target.len(), BLOCK, BLOCK, row_stride);
    let stride = row_stride * size_of::<f32>();
    let upper = target.as_mut_ptr();
    // SAFETY: the assert on `target` makes row 16 lie within it.
    let lower = unsafe { upper.add(16 * row_stride) };
    // SAFETY: tiles are configured as 16 rows of 64 bytes (`Configured` lives in `multiply`). Loads of `left` and `right`
    // read 2048 bytes a depth block, which the first assert holds within the slices; loads and stores of the sums touch 32
    // rows of 32 values, which the second assert holds within `target`, borrowed alone.
    unsafe {
        asm!(
            "test {accumulate}, {accumulate}",
            "jz 3f",
            "tileloadd tmm0, [{upper} + {stride}]",
            "tileloadd tmm1, [{upper} + {stride} + 64]",
            "tileloadd tmm2, [{lower} + {stride}]",
            "tileloadd tmm3, [{lower} + {stride} + 64]",
            "jmp 2f",
            "3:",
            "tilezero tmm0",
            "tilezero tmm1",
            "tilezero tmm2",
            "tilezero tmm3",
            "2:",
            "tileloadd tmm4, [{left} + {line}]",
            "tileloadd tmm6, [{right} + {line}]",
            "tdpbf16ps tmm0, tmm4, tmm6",
            "tileloadd tmm7, [{right} + {line} + 1024]",
            "tdpbf16ps tmm1, tmm4, tmm7",
            "tileloadd tmm5, [{left} + {line} + 1024]",
            "tdpbf16ps tmm2, tmm5, tmm6",
            "tdpbf16ps tmm3, tmm5, tmm7",
            "add {left}, 2048",
            "add {right}, 2048",
            "dec {depths}",
            "jnz 2b",
            "tilestored [{upper} + {stride}], tmm0",
            "tilestored [{upper} + {stride} + 64], tmm1",
            "tilestored [{lower} + {stride}], tmm2",
            "tilestored [{lower} + {stride} + 64], tmm3",
            left = inout(reg) left.as_ptr() => _,
            right = inout(reg) right.as_ptr() => _,
            depths = inout(reg) depths => _,
            accumulate = in(reg) usize::from(accumulate),
            line = in(reg) 64_usize,
            upper = in(reg) upper, lower = in(reg) lower, stride = in(reg) stride,
            out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
            out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
            options(nostack),
        );
    }
}
