//! Repository chores: `cargo xtask corpus demo`.

mod demo_corpus;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Builds a corpus.
    Corpus {
        /// Which one: `demo`.
        name: String,
        /// Where to; `corpora/demo` when left out.
        #[arg(long)]
        output: Option<PathBuf>,
    },
}

fn main() -> anyhow::Result<()> {
    let Chore::Corpus { name, output } = Arguments::parse().chore;
    anyhow::ensure!(name == "demo", "there is no corpus `{name}`: write `demo`");
    let folder = output.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../corpora/demo")));
    demo_corpus::build(&folder)
}
