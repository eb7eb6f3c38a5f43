//! The corpora by name, with their licences and what they may be used for.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::example::Example;

/// A corpus with a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Corpus {
    /// Our own passages: see `corpora/passages/GUIDELINE.md`.
    Passages,
    /// BioCreative V chemicals, diseases and chemical-induced disease (Li et al. 2016, doi:10.1093/database/baw068).
    Bc5cdr,
    /// BioRED: biomedical entities and relations (Luo et al. 2022, doi:10.1093/bib/bbac282). It shares about a hundred abstracts
    /// with BC5CDR, some across the splits: who learns from it must not measure on BC5CDR.
    Biored,
    /// DrugProt: chemicals, genes and their relations (BioCreative VII).
    Drugprot,
    /// ChEBI annotations of full articles in CRAFT (Bada et al. 2012, doi:10.1186/1471-2105-13-161).
    CraftChebi,
    /// MeasEval: quantities, what is measured and how (SemEval-2021 task 8).
    Measeval,
    /// Training data of grobid-quantities (Foppiano et al. 2019, doi:10.1145/3342558.3345411).
    GrobidQuantities,
    /// PolyIE: polymers, properties and values (arXiv:2311.07715).
    Polyie,
    /// SOFC-Exp: experiments in materials science (Friedrich et al. 2020, arXiv:2006.03039).
    SofcExp,
    /// Chemical exposure information in abstracts (Larsson et al. 2017, doi:10.1371/journal.pone.0173132).
    Cei,
    /// Adverse drug effects, version 2 (Gurulingappa et al. 2012, doi:10.1016/j.jbi.2012.04.008).
    AdeV2,
    /// Rationales of Japan's GHS classifications, as gathered by GHScrunch.
    GhsRationales,
    /// What curators decided in a project; it has no source outside of it and is none of [`Corpus::ALL`].
    Reviewed,
}

impl Corpus {
    /// All corpora that are read from files.
    pub const ALL: [Self; 12] = [
        Self::Passages,
        Self::Bc5cdr,
        Self::Biored,
        Self::Drugprot,
        Self::CraftChebi,
        Self::Measeval,
        Self::GrobidQuantities,
        Self::Polyie,
        Self::SofcExp,
        Self::Cei,
        Self::AdeV2,
        Self::GhsRationales,
    ];

    /// Its name on the command line, in files and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Passages => "passages",
            Self::Bc5cdr => "bc5cdr",
            Self::Biored => "biored",
            Self::Drugprot => "drugprot",
            Self::CraftChebi => "craft_chebi",
            Self::Measeval => "measeval",
            Self::GrobidQuantities => "grobid_quantities",
            Self::Polyie => "polyie",
            Self::SofcExp => "sofc_exp",
            Self::Cei => "cei",
            Self::AdeV2 => "ade_v2",
            Self::GhsRationales => "ghs_rationales",
            Self::Reviewed => "reviewed",
        }
    }

    /// Its folder below the shared folder; below the folder of our own corpora for passages.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Passages => "passages",
            Self::Bc5cdr => "corpora/bc5cdr",
            Self::Biored => "corpora/biored",
            Self::Drugprot => "corpora/drugprot",
            Self::CraftChebi => "corpora/craft_chebi",
            Self::Measeval => "corpora/measeval",
            Self::GrobidQuantities => "corpora/grobid_quantities",
            Self::Polyie => "corpora/polyie",
            Self::SofcExp => "corpora/sofc_exp",
            Self::Cei => "corpora/cei",
            Self::AdeV2 => "corpora/ade_v2",
            Self::GhsRationales => "tables/ghscrunch",
            Self::Reviewed => "reviewed",
        }
    }

    /// The licence its source states, word for word as `PROVENANCE.csv` beside it has it.
    #[must_use]
    pub const fn licence(self) -> &'static str {
        match self {
            Self::Passages => "Apache-2.0",
            Self::Bc5cdr => "repo Apache-2.0; BC5CDR itself NCBI public task data",
            Self::Biored | Self::Drugprot | Self::AdeV2 => "none stated",
            Self::CraftChebi => "CC BY 3.0",
            Self::Measeval => "none stated in repo; README: based on CC-BY ScienceDirect articles",
            Self::GrobidQuantities | Self::Polyie => "Apache-2.0",
            Self::SofcExp => "CC BY 4.0 (corpus); code AGPL-3.0",
            Self::Cei => "GPL-3.0",
            Self::GhsRationales => "CC BY-SA 3.0",
            Self::Reviewed => "that of the project's documents",
        }
    }

    /// Whether weights that we ship may be trained on it. The others serve to measure.
    #[must_use]
    pub const fn may_ship(self) -> bool {
        matches!(
            self,
            Self::Passages
                | Self::Bc5cdr
                | Self::CraftChebi
                | Self::Measeval
                | Self::GrobidQuantities
                | Self::Polyie
                | Self::SofcExp
        )
    }

    /// Whether everything of the corpus' kinds is marked in this example, so that what is not marked is none.
    ///
    /// CEI and the GHS rationales have labels alone; in ADE only the pairs in relation are marked; SOFC-Exp marks everything
    /// only in sentences that describe an experiment.
    #[must_use]
    pub fn marks_all_mentions(self, example: &Example) -> bool {
        match self {
            Self::Cei | Self::GhsRationales | Self::AdeV2 => false,
            Self::SofcExp => example.label("sofc_sentence") == Some("experiment"),
            _ => true,
        }
    }
}

impl std::fmt::Display for Corpus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Corpus {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|corpus| corpus.name() == name).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|corpus| corpus.name()).collect();
            format!("there is no corpus `{name}`; there are: {}", names.join(", "))
        })
    }
}

/// What an example is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Split {
    /// To learn from.
    Train,
    /// To choose settings and to measure on while developing.
    Dev,
}

/// Share of keys that go to [`Split::Dev`] where a corpus states no split, in percent.
const DEV_PERCENT: u64 = 15;

impl Split {
    /// Its name in files and JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Dev => "dev",
        }
    }

    /// The split of a key, by its FNV-1a hash: about 15 % dev. It depends on nothing but the key, so adding texts moves none.
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        let hash = key
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        // The low bits of FNV-1a are the weak ones.
        if (hash ^ (hash >> 32)) % 100 < DEV_PERCENT { Self::Dev } else { Self::Train }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back() {
        for corpus in Corpus::ALL {
            assert_eq!(corpus.name().parse(), Ok(corpus));
            assert_eq!(serde_json::to_value(corpus).unwrap(), corpus.name());
        }
        assert!("bc5".parse::<Corpus>().unwrap_err().contains("bc5cdr"));
    }

    #[test]
    fn splits_are_stable_and_of_the_stated_size() {
        assert_eq!(Split::of_key("w1-0001"), Split::of_key("w1-0001"));
        let dev = (0..4_000).filter(|n| Split::of_key(&format!("w1-{n:04}")) == Split::Dev).count();
        assert!((480..720).contains(&dev), "{dev} of 4000");
    }

    #[test]
    fn licences_are_those_of_the_provenance() {
        let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
        let tables = ["corpora", "tables"].map(|part| shared.join(part).join("PROVENANCE.csv"));
        if !tables.iter().all(|table| table.is_file()) {
            eprintln!("skipped: ../shared is not there");
            return;
        }
        let stated: Vec<(String, String)> = tables
            .iter()
            .flat_map(|table| {
                csv::Reader::from_path(table).unwrap().into_records().map(Result::unwrap).collect::<Vec<_>>()
            })
            .map(|row| (row[0].to_owned(), row[4].to_owned()))
            .collect();
        for corpus in Corpus::ALL.into_iter().filter(|corpus| *corpus != Corpus::Passages) {
            let folder = corpus.folder().rsplit('/').next().unwrap();
            let found = stated.iter().find(|(name, _)| name == folder).map(|(_, licence)| licence.as_str());
            assert_eq!(found, Some(corpus.licence()), "{corpus}");
        }
    }
}
