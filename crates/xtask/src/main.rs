//! Repository chores: `cargo xtask ci`, `cargo xtask corpus demo`, `cargo xtask bench documents`,
//! `cargo xtask bench extraction`, `cargo xtask mutate`.

mod bench;
mod ci;
mod demo_corpus;
mod fuzz;
mod mutate;
mod sheets;
mod tidy;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

/// Repository chores.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Everything that must pass before a change goes in: tidiness, format, lints, documentation, tests.
    Ci,
    /// The tidiness checks alone.
    Tidy,
    /// Builds a corpus.
    Corpus {
        /// Which one: `demo` or `sheets`.
        name: String,
        /// Where to; `corpora/demo` or `target/sheets` when left out.
        #[arg(long)]
        output: Option<PathBuf>,
    },
    /// Measures on real and generated documents, with other programs beside ours.
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Damages real files in thousands of repeatable ways and reads each in a process of its own.
    Mutate(mutate::Arguments),
    /// Feeds a reader with bytes that libFuzzer makes up.
    Fuzz(fuzz::Arguments),
    /// Reads one damaged file from stdin (started by `mutate`).
    #[command(hide = true)]
    Mutant {
        /// The file's name.
        file_name: String,
    },
}

fn main() -> anyhow::Result<()> {
    let root = root();
    match Arguments::parse().chore {
        Chore::Ci => ci::run(&root),
        Chore::Tidy => tidy::run(&root),
        Chore::Mutate(arguments) => mutate::run(&root, &arguments),
        Chore::Fuzz(arguments) => fuzz::run(&root, &arguments),
        Chore::Mutant { file_name } => mutate::child(&file_name),
        Chore::Bench(which) => bench::run(&root, &which),
        Chore::Corpus { name, output } => {
            let folder = |place: &str| output.clone().unwrap_or_else(|| root.join(place));
            match name.as_str() {
                "demo" => demo_corpus::build(&folder("corpora/demo")),
                "sheets" => sheets::build(&folder("target/sheets")),
                other => anyhow::bail!("there is no corpus `{other}`: write `demo` or `sheets`"),
            }
        }
    }
}

/// The root of the source tree.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}
