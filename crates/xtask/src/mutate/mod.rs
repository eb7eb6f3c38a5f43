//! `cargo xtask mutate`: damages real files in thousands of repeatable ways and reads each in a process of its own.
//! Nothing may panic, hang or take more than a gibibyte.

mod bytes;
mod markup;
mod objects;
mod random;
mod trial;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;

use random::Random;
pub(crate) use trial::child;
use trial::{Outcome, SECONDS};

/// More memory than this is a finding, in KiB.
const MOST_KIB: u64 = 1 << 20;

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Number of mutants.
    #[arg(long, default_value_t = 1_000)]
    count: u64,
    /// Seed: the same seed over the same files gives the same mutants.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// First mutant, to go on or to repeat one.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Mutants read at a time.
    #[arg(long, default_value_t = 1)]
    jobs: usize,
    /// Only seed files whose name contains this.
    #[arg(long)]
    only: Option<String>,
    /// Folder that gets the mutants with findings.
    #[arg(long)]
    keep: Option<PathBuf>,
}

struct Seed {
    name: String,
    bytes: Vec<u8>,
}

/// Runs the mutants and prints what came of them.
///
/// # Errors
/// No file to damage, a process that cannot be started, or any finding.
pub(crate) fn run(root: &Path, arguments: &Arguments) -> anyhow::Result<()> {
    let tally = tally(root, arguments)?;
    say(&tally.report());
    anyhow::ensure!(tally.findings == 0, "{} mutants crashed, hung or took too much memory", tally.findings);
    Ok(())
}

impl Arguments {
    /// The first mutants of seed 1, as the benchmark takes them.
    pub(crate) fn first(count: u64) -> Self {
        Self { count, seed: 1, from: 0, jobs: 1, only: None, keep: None }
    }
}

/// The first mutants of PDF files of seed 1, each with its number and the file's name.
///
/// # Errors
/// No file to damage.
pub(crate) fn damaged_pdfs(root: &Path, count: usize) -> anyhow::Result<Vec<(u64, String, Vec<u8>)>> {
    let mut seeds = seeds(root)?;
    seeds.retain(|seed| seed.name.ends_with(".pdf"));
    anyhow::ensure!(!seeds.is_empty(), "there is no file to damage");
    let mutants = (0..).map(|index| {
        let (name, bytes, _) = mutant(&seeds, 1, index);
        (index, name, bytes)
    });
    Ok(mutants.take(count).collect())
}

/// Runs the mutants and counts what came of them.
///
/// # Errors
/// No file to damage, or a process that cannot be started.
pub(crate) fn tally(root: &Path, arguments: &Arguments) -> anyhow::Result<Tally> {
    let mut seeds = seeds(root)?;
    seeds.retain(|seed| arguments.only.as_ref().is_none_or(|part| seed.name.contains(part.as_str())));
    anyhow::ensure!(!seeds.is_empty(), "there is no file to damage");
    say(&format!("{} files, {} mutants from seed {}", seeds.len(), arguments.count, arguments.seed));
    let next = AtomicU64::new(arguments.from);
    let end = arguments.from + arguments.count;
    let tally = Mutex::new(Tally::default());
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= end {
                return anyhow::Ok(());
            }
            let (name, bytes, kind) = mutant(&seeds, arguments.seed, index);
            let outcome = trial::run(&bytes, &name)?;
            let finding = tally.lock().unwrap_or_else(std::sync::PoisonError::into_inner).add(&outcome);
            if let Some(finding) = finding {
                say(&format!("mutant {index} of {name} ({kind}): {finding}"));
                keep(arguments.keep.as_deref(), index, &name, &bytes)?;
            }
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..arguments.jobs.max(1)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow::anyhow!("a worker panicked"))?)
    })?;
    Ok(tally.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}

/// The real documents beside the repository; the demonstration corpus where they are missing.
fn seeds(root: &Path) -> anyhow::Result<Vec<Seed>> {
    let shared = root.join("../shared/documents");
    let folders = if shared.is_dir() {
        ["pdf", "xml", "html"].map(|folder| shared.join(folder)).to_vec()
    } else {
        vec![root.join("corpora/demo")]
    };
    let mut paths = Vec::new();
    for folder in folders {
        collect(&folder, &mut paths)?;
    }
    paths.sort();
    paths.into_iter().map(seed).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|ending| ["pdf", "xml", "html"].iter().any(|known| ending == *known)) {
            paths.push(path);
        }
    }
    Ok(())
}

fn seed(path: PathBuf) -> anyhow::Result<Seed> {
    let bytes = std::fs::read(&path).with_context(|| path.display().to_string())?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Seed { name, bytes })
}

/// Mutant `index`: its name, its bytes and what was done to it.
fn mutant(seeds: &[Seed], seed: u64, index: u64) -> (String, Vec<u8>, &'static str) {
    let mut random = Random::of(seed, index);
    let file = &seeds[random.below(seeds.len())];
    let (bytes, kind) = match random.below(10) {
        0 => {
            let other = &seeds[random.below(seeds.len())];
            (bytes::spliced(&file.bytes, &other.bytes, &mut random), "two files spliced")
        }
        1..=3 => bytes::damaged(&file.bytes, &mut random),
        _ if file.name.ends_with(".pdf") => {
            let objects = catch_unwind(AssertUnwindSafe(|| objects::damaged(&file.bytes, &mut random)));
            objects.ok().flatten().unwrap_or_else(|| bytes::damaged(&file.bytes, &mut Random::of(seed, index)))
        }
        _ => markup::damaged(&file.bytes, &mut random),
    };
    (file.name.clone(), bytes, kind)
}

fn keep(folder: Option<&Path>, index: u64, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let Some(folder) = folder else { return Ok(()) };
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(format!("{index}-{name}")), bytes).context("a mutant to keep")
}

/// Counts over all mutants.
#[derive(Default)]
pub(crate) struct Tally {
    /// By code; `crash` and `hang` among them.
    pub(crate) outcomes: BTreeMap<String, u64>,
    /// Mutants that crashed, hung or took too much memory.
    pub(crate) findings: u64,
    /// Pages read.
    pub(crate) pages: usize,
    /// Seconds of reading, by the clock.
    pub(crate) seconds: f64,
    /// Seconds of the slowest mutant.
    pub(crate) slowest: f64,
    /// Most memory of a process, in KiB.
    pub(crate) peak_kib: u64,
}

impl Tally {
    /// Counts an outcome and says what is wrong with it, if anything.
    fn add(&mut self, outcome: &Outcome) -> Option<String> {
        let (key, finding) = match outcome {
            Outcome::Hang => ("hang".to_owned(), Some(format!("still reading after {SECONDS} s"))),
            Outcome::Crash(reason) => ("crash".to_owned(), Some(reason.clone())),
            Outcome::Ended { code, pages, peak_kib, seconds } => {
                self.pages += pages;
                self.seconds += seconds;
                self.slowest = self.slowest.max(*seconds);
                self.peak_kib = self.peak_kib.max(*peak_kib);
                let much = (*peak_kib > MOST_KIB).then(|| format!("took {} MiB", peak_kib / 1024));
                (code.clone(), much)
            }
        };
        *self.outcomes.entry(key).or_default() += 1;
        self.findings += u64::from(finding.is_some());
        finding
    }

    fn report(&self) -> String {
        let outcomes: Vec<String> = self.outcomes.iter().map(|(code, count)| format!("{code} {count}")).collect();
        format!(
            "{}\n{} findings; {} pages in {:.1} s ({:.0} pages/s), slowest {:.2} s, peak {} MiB",
            outcomes.join(", "),
            self.findings,
            self.pages,
            self.seconds,
            self.pages as f64 / self.seconds.max(1e-9),
            self.slowest,
            self.peak_kib / 1024
        )
    }
}

#[expect(clippy::print_stdout, reason = "a chore's report")]
fn say(line: &str) {
    println!("{line}");
}
