//! The command line. Names that stay: see README, "Command line".

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands::pages::PageRange;

/// Chemical knowledge extraction: documents in; grounded records, search, graph and prediction out.
///
/// Results go to stdout, progress and errors to stderr. Exit status: 0 all well; 1 done, with failures listed;
/// 2 wrong use; 3 environment (a file, folder or model is missing or broken).
#[derive(Debug, Parser)]
#[command(name = "orfila", version, arg_required_else_help = true, after_help = "Example:\n  orfila demo")]
pub(crate) struct Arguments {
    /// The project folder: journal, search index and settings. Made on first use.
    #[arg(long, global = true, value_name = "DIR", default_value = "orfila-project")]
    pub(crate) project: PathBuf,
    /// Settings to read after the project's own `orfila.toml`.
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Write results as JSON, one object a line.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Say more on stderr; twice for everything.
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Take the demonstration corpus through everything: reading, records, search, dossier, graph, prediction.
    #[command(after_help = "Example:\n  orfila demo --dir /tmp/orfila-demo")]
    Demo {
        /// Where to make the demonstration project; it is emptied first if a demo made it.
        #[arg(long, value_name = "DIR", default_value = ".demo")]
        dir: PathBuf,
    },
    /// Show a document as Orfila sees it: reading order, tables, boxes, problems.
    #[command(
        after_help = "Examples:\n  orfila read corpora/demo/documents/*.pdf --format text\n  orfila read sheet.pdf --format html --pages 1-3 > sheet.html\n  orfila read paper.pdf --images figures"
    )]
    Read(Read),
    /// Read records out of single documents; no project is needed.
    #[command(
        after_help = "Examples:\n  orfila extract corpora/demo/documents/*.pdf --format annotations --output /tmp/annotations\n  echo '{\"id\":\"1\",\"path\":\"a.pdf\"}' | orfila extract --stream"
    )]
    Extract(Extract),
    /// Take documents into the project. Resumable: what is in the journal is not read again.
    #[command(after_help = "Example:\n  orfila ingest corpora/demo/documents --jobs 2")]
    Ingest {
        /// Files, or folders with everything in them.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Documents read at the same time; the default is the number of processors.
        #[arg(long, value_name = "N")]
        jobs: Option<usize>,
        /// What reads the records.
        #[arg(long, value_enum, default_value_t = ExtractorName::Model)]
        extractor: ExtractorName,
    },
    /// Search substances, records and passages.
    #[command(
        after_help = "Examples:\n  orfila search benzene\n  orfila search 'kind:hazard ld50:<300 mg/kg'\n  orfila search 'volume:[1 t/a TO 10 kt/a]' --facet region"
    )]
    Search {
        /// Words, \"phrases\", identifiers, `field:value`, `field:[low TO high unit]`.
        query: String,
        /// Show the counts of this facet only; may be repeated.
        #[arg(long, value_name = "NAME")]
        facet: Vec<String>,
        /// At most so many hits.
        #[arg(long, default_value_t = 10)]
        limit: usize,
        /// Leave out so many hits first.
        #[arg(long, default_value_t = 0)]
        offset: usize,
    },
    /// Everything known about one substance, each value with its proof.
    #[command(after_help = "Example:\n  orfila dossier 71-43-2 --format markdown")]
    Dossier {
        /// A CASRN, an EC number, a name, or a key from a search (`cas:71-43-2`).
        id: String,
        /// Form of the output.
        #[arg(long, value_enum, default_value_t = DossierFormat::Markdown)]
        format: DossierFormat,
    },
    /// Curate records without a browser.
    #[command(subcommand)]
    Review(Review),
    /// The knowledge graph.
    #[command(subcommand)]
    Graph(Graph),
    /// Train models.
    #[command(subcommand)]
    Train(Train),
    /// Measure models.
    #[command(subcommand)]
    Evaluate(Evaluate),
    /// Predict hazards of structures, with interval and applicability domain.
    #[command(
        after_help = "Examples:\n  orfila predict --smiles 'CC(C)(c1ccc(O)cc1)c1ccc(O)cc1'\n  orfila predict structures.smi"
    )]
    Predict {
        /// A file with one SMILES a line (a name may follow after white space); `-` reads stdin.
        #[arg(value_name = "FILE", required_unless_present = "smiles")]
        file: Option<PathBuf>,
        /// One structure as SMILES.
        #[arg(long, value_name = "SMILES", conflicts_with = "file")]
        smiles: Option<String>,
    },
    /// Serve the HTTP API and the web pages.
    #[command(after_help = "Example:\n  orfila serve --addr 127.0.0.1:8080")]
    Serve {
        /// Address to listen on.
        #[arg(long, default_value = "127.0.0.1:8080")]
        addr: String,
        /// Let other machines reach it. There is no login yet: everybody who reaches the address can decide.
        #[arg(long)]
        allow_remote: bool,
    },
    /// Print the JSON Schema of what Orfila writes.
    #[command(after_help = "Example:\n  orfila schema record")]
    Schema {
        /// `record`, `document` or `decision`.
        #[arg(default_value = "record")]
        name: String,
    },
    /// Annotated corpora: build data sets of them, check our own passages, compare two hands.
    #[command(subcommand)]
    Corpus(CorpusCommand),
    /// Check the journal's chain of events.
    #[command(subcommand)]
    Audit(Audit),
    /// Delete the search index and make it again from the journal.
    #[command(after_help = "Example:\n  orfila rebuild")]
    Rebuild,
    /// Say what is there, what is missing, and how to mend it.
    #[command(after_help = "Example:\n  orfila doctor")]
    Doctor,
    /// Read one document from stdin under limits and write it to stdout; started by the other commands.
    #[command(name = "isolated-reader", hide = true)]
    IsolatedReader {
        /// The file's name.
        #[arg(long)]
        file_name: String,
        /// Limits as JSON.
        #[arg(long)]
        limits: String,
        /// Extract records too.
        #[arg(long)]
        extract: bool,
        /// The folder of the language model to extract with.
        #[arg(long)]
        model: Option<PathBuf>,
        /// Draw these parts of pages (JSON) instead of reading.
        #[arg(long)]
        draw: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Documents: PDF, JATS or other XML, HTML, text, CSV, XLSX; pictures of pages (PNG, JPEG, TIFF) where Tesseract is installed.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = ReadFormat::Text)]
    pub(crate) format: ReadFormat,
    /// Only these pages, for example `3`, `1-3` or `1-3,7`.
    #[arg(long, value_name = "PAGES")]
    pub(crate) pages: Option<PageRange>,
    /// Write the figures into this folder, as PNG files as fine as the images in them.
    #[arg(long, value_name = "DIR")]
    pub(crate) images: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Extract {
    /// Documents: PDF, JATS or other XML, HTML, text, CSV, XLSX.
    #[arg(value_name = "FILE", required_unless_present = "stream", conflicts_with = "stream")]
    pub(crate) files: Vec<PathBuf>,
    /// Form of the output: `annotations` as the gold files have it, `jsonl` the full records.
    #[arg(long, value_enum, default_value_t = ExtractFormat::Jsonl)]
    pub(crate) format: ExtractFormat,
    /// Write one file a document into this folder instead of stdout.
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Read one JSON object a line from stdin (`id` and `path`, `uri` or base64 `bytes`), write one a line to stdout.
    #[arg(long)]
    pub(crate) stream: bool,
    /// What reads the records.
    #[arg(long, value_enum, default_value_t = ExtractorName::Model)]
    pub(crate) extractor: ExtractorName,
    /// Documents read at the same time; the default is the number of processors.
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReadFormat {
    /// Passages in reading order with page and kind.
    Text,
    /// The whole document.
    Json,
    /// The pages with everything that was found drawn over them; a file that stands alone.
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExtractFormat {
    /// One JSON object a document in the form of the gold files.
    Annotations,
    /// One record a line.
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExtractorName {
    /// Grammars alone, no model; records state no confidence.
    Grammar,
    /// Grammars, and the language model for what they did not read and for how sure each field is: the shipped one, or that of
    /// `extractor.model` in the settings.
    Model,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DossierFormat {
    /// A page that stands alone.
    Html,
    /// One JSON object.
    Json,
    /// Markdown.
    Markdown,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Review {
    /// The next record to look at, with its quotes.
    #[command(after_help = "Example:\n  orfila review next")]
    Next {
        /// Show so many.
        #[arg(long, default_value_t = 1)]
        limit: usize,
    },
    /// One record with its quotes and decisions.
    #[command(after_help = "Example:\n  orfila review show RECORD")]
    Show {
        /// The record's identifier.
        record: String,
    },
    /// Accept a record as it is.
    #[command(after_help = "Example:\n  orfila review accept RECORD --actor ada")]
    Accept(Deciding),
    /// Set one field to another value.
    #[command(
        after_help = "Example:\n  orfila review correct RECORD --field /payload/species --value mouse --reason 'the table says mouse' --actor ada"
    )]
    Correct {
        #[command(flatten)]
        deciding: Deciding,
        /// The field as a JSON pointer into the record.
        #[arg(long)]
        field: String,
        /// Its value: JSON, or plain text.
        #[arg(long)]
        value: String,
    },
    /// Reject a record.
    #[command(after_help = "Example:\n  orfila review reject RECORD --reason 'a page number' --actor ada")]
    Reject(Deciding),
    /// Take back the last decision about a record.
    #[command(after_help = "Example:\n  orfila review undo RECORD --actor ada")]
    Undo(Deciding),
    /// How far curation has come.
    #[command(after_help = "Example:\n  orfila review stats")]
    Stats,
}

#[derive(Debug, Args)]
pub(crate) struct Deciding {
    /// The record's identifier.
    pub(crate) record: String,
    /// Who decides; the default is the user's login name.
    #[arg(long)]
    pub(crate) actor: Option<String>,
    /// Why; needed to correct and to reject.
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// The last decision you saw; if there is another by now, nothing is decided.
    #[arg(long, value_name = "DECISION")]
    pub(crate) after: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Graph {
    /// What a node is connected with.
    #[command(after_help = "Example:\n  orfila graph neighbours 71-43-2")]
    Neighbours {
        /// A name, a CASRN or a node key.
        node: String,
        /// How far.
        #[arg(long, default_value_t = 1)]
        depth: usize,
    },
    /// A shortest path between two nodes, each step with its record.
    #[command(after_help = "Example:\n  orfila graph path benzene toluene")]
    Path {
        /// Where it begins.
        from: String,
        /// Where it ends.
        to: String,
    },
    /// The graph as GraphML on stdout or into a file.
    #[command(after_help = "Example:\n  orfila graph export --output graph.graphml")]
    Export {
        /// Write to this file.
        #[arg(long)]
        output: Option<PathBuf>,
    },
    /// Numbers of nodes and edges of each kind.
    #[command(after_help = "Example:\n  orfila graph stats")]
    Stats,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Train {
    /// The language model that marks spans and relations, as a recipe says. Interrupted, it goes on where it stopped.
    #[command(
        after_help = "Example:\n  orfila train extractor --data target/corpora --recipe configs/extractor.toml --output target/extractor"
    )]
    Extractor {
        /// A folder that `orfila corpus build` wrote.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The recipe.
        #[arg(long, value_name = "FILE")]
        recipe: PathBuf,
        /// The model to begin from: one of ours, or a stock BERT (`config.json`, `model.safetensors`, `vocab.txt`); the shipped
        /// one by default.
        #[arg(long, value_name = "DIR")]
        start: Option<PathBuf>,
        /// Where to write the model and the state between epochs.
        #[arg(long, value_name = "DIR")]
        output: PathBuf,
        /// Seed of everything random, instead of the recipe's.
        #[arg(long)]
        seed: Option<u64>,
        /// Refuse corpora whose licence does not allow a model that ships.
        #[arg(long)]
        ships: bool,
        /// Measure after the last epoch only.
        #[arg(long)]
        measure_last: bool,
        /// Write the weights in 32 bits and not in 8, to go on training from.
        #[arg(long)]
        exact: bool,
    },
    /// How probable it is that a field is right, from documents that people annotated; written beside the model's weights.
    #[command(
        after_help = "Example:\n  orfila train calibration --gold corpora/unseen --documents ../shared/documents/pdf,../shared/documents/xml"
    )]
    Calibration {
        /// Folders with annotations, one JSON file a document.
        #[arg(long, value_name = "DIR", required = true, value_delimiter = ',')]
        gold: Vec<PathBuf>,
        /// Folders with the documents that the annotations name.
        #[arg(long, value_name = "DIR", required = true, value_delimiter = ',')]
        documents: Vec<PathBuf>,
        /// The model's folder; the shipped one by default.
        #[arg(long, value_name = "DIR")]
        model: Option<PathBuf>,
    },
    /// The hazard model, on a data file.
    #[command(
        after_help = "Example:\n  orfila train hazard --data tox21.csv --held-out held_out.txt --output models/hazard-tox21"
    )]
    Hazard {
        /// A table with a `smiles` column and one column for each assay.
        #[arg(long, value_name = "FILE")]
        data: PathBuf,
        /// InChIKeys (first block) that must be left out.
        #[arg(long, value_name = "FILE")]
        held_out: Option<PathBuf>,
        /// Where to write the model.
        #[arg(long, value_name = "DIR")]
        output: PathBuf,
        /// Seed of everything random.
        #[arg(long)]
        seed: Option<u64>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Evaluate {
    /// The language model that marks spans and relations, on annotated examples.
    #[command(
        after_help = "Example:\n  orfila evaluate extractor --data target/corpora --recipe configs/extractor.toml"
    )]
    Extractor {
        /// A folder that `orfila corpus build` wrote.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The recipe, which says how corpora and tasks belong together.
        #[arg(long, value_name = "FILE")]
        recipe: PathBuf,
        /// The model's folder; the shipped one by default.
        #[arg(long, value_name = "DIR")]
        model: Option<PathBuf>,
        /// Threads.
        #[arg(long, default_value_t = 2)]
        threads: usize,
    },
    /// The hazard model, on a data file.
    #[command(after_help = "Example:\n  orfila evaluate hazard --data tox21.csv")]
    Hazard {
        /// A table with a `smiles` column and one column for each assay.
        #[arg(long, value_name = "FILE")]
        data: PathBuf,
        /// The model's folder; the shipped one by default.
        #[arg(long, value_name = "DIR")]
        model: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum CorpusCommand {
    /// Read annotated corpora to one form: `<corpus>.<split>.jsonl` and a manifest with counts and licences.
    #[command(after_help = "Example:\n  orfila corpus build --only bc5cdr,measeval --output target/corpora")]
    Build {
        /// Where the public corpora lie: a folder with `corpora` and `tables` in it.
        #[arg(long, value_name = "DIR", default_value = "../shared")]
        shared: PathBuf,
        /// Where our own corpora lie: a folder with `passages` in it; the shipped `corpora` by default.
        #[arg(long, value_name = "DIR")]
        own: Option<PathBuf>,
        /// Only these corpora.
        #[arg(long, value_name = "NAMES", value_delimiter = ',')]
        only: Vec<String>,
        /// Where to write; files of the same corpora are replaced.
        #[arg(long, value_name = "DIR")]
        output: PathBuf,
    },
    /// Write what curators decided in the project as examples: `reviewed.<split>.jsonl`, for `configs/retrain.toml`.
    #[command(after_help = "Example:\n  orfila corpus reviewed --project orfila-project --output target/corpora")]
    Reviewed {
        /// The model whose marks stand where nothing was decided; the shipped one by default.
        #[arg(long, value_name = "DIR")]
        model: Option<PathBuf>,
        /// Where to write; files of an earlier call are replaced.
        #[arg(long, value_name = "DIR")]
        output: PathBuf,
    },
    /// Check passages against the rules of `corpora/passages/GUIDELINE.md`; exit status 1 with problems.
    #[command(after_help = "Example:\n  orfila corpus check corpora/passages")]
    Check {
        /// `.passages` files, or folders with some.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
    /// Compare two hands on the same passages: F1 of spans and relations, kappa of labels.
    #[command(after_help = "Example:\n  orfila corpus agreement corpora/passages second-hand")]
    Agreement {
        /// A `.passages` file of the first hand, or a folder with some.
        first: PathBuf,
        /// The same of the second hand.
        second: PathBuf,
    },
    /// Write the texts of passages without annotations, for a second hand that must not see the first.
    #[command(after_help = "Example:\n  orfila corpus blank hand-1.passages > hand-2.passages")]
    Blank {
        /// A `.passages` file.
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum Audit {
    /// Walk the chain and name the first event that does not fit.
    #[command(after_help = "Example:\n  orfila audit verify")]
    Verify,
}
