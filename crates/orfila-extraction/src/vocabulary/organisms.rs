//! Test organisms: their printed names in four languages, and Latin names.

use std::sync::LazyLock;

use orfila_records::TextRange;
use regex::Regex;

use super::{WordMatch, constant, find_word, longest_word, lowercase_same_length};

/// Printed names of test species, longest first within a species, and the plain English word.
const SPECIES: &[(&str, &str)] = &[
    ("oncorhynchus mykiss", "rainbow trout"),
    ("salmo gairdneri", "rainbow trout"),
    ("rainbow trout", "rainbow trout"),
    ("regenbogenforelle", "rainbow trout"),
    ("truite arc-en-ciel", "rainbow trout"),
    ("trout", "trout"),
    ("coho salmon", "coho salmon"),
    ("atlantic salmon", "atlantic salmon"),
    ("chinook salmon", "chinook salmon"),
    ("channel catfish", "channel catfish"),
    ("striped bass", "striped bass"),
    ("killifish", "killifish"),
    ("pimephales promelas", "fathead minnow"),
    ("fathead minnow", "fathead minnow"),
    ("lepomis macrochirus", "bluegill sunfish"),
    ("bluegill sunfish", "bluegill sunfish"),
    ("bluegill", "bluegill sunfish"),
    ("danio rerio", "zebrafish"),
    ("brachydanio rerio", "zebrafish"),
    ("zebra fish", "zebrafish"),
    ("zebrafish", "zebrafish"),
    ("leuciscus idus", "golden orfe"),
    ("golden orfe", "golden orfe"),
    ("goldorfe", "golden orfe"),
    ("carassius auratus", "goldfish"),
    ("goldfish", "goldfish"),
    ("oryzias latipes", "medaka"),
    ("cyprinus carpio", "carp"),
    ("daphnia magna", "water flea"),
    ("daphnia pulex", "water flea"),
    ("großer wasserfloh", "water flea"),
    ("water flea", "water flea"),
    ("ceriodaphnia dubia", "water flea"),
    ("daphnia", "daphnia"),
    ("daphnie", "daphnia"),
    ("pseudokirchneriella subcapitata", "green alga"),
    ("pseudokirchnerella subcapitata", "green alga"),
    ("selenastrum capricornutum", "green alga"),
    ("raphidocelis subcapitata", "green alga"),
    ("desmodesmus subspicatus", "green alga"),
    ("scenedesmus subspicatus", "green alga"),
    ("chlorella vulgaris", "green alga"),
    ("skeletonema costatum", "marine diatom"),
    ("green algae", "green alga"),
    ("green alga", "green alga"),
    ("algae", "alga"),
    ("alga", "alga"),
    ("algen", "alga"),
    ("algues", "alga"),
    ("lemna gibba", "duckweed"),
    ("lemna minor", "duckweed"),
    ("lemna", "duckweed"),
    ("photobacterium phosphoreum", "photobacterium phosphoreum"),
    ("vibrio fischeri", "vibrio fischeri"),
    ("pseudomonas putida", "pseudomonas putida"),
    ("activated sludge", "microorganism"),
    ("belebtschlamm", "microorganism"),
    ("microorganisms", "microorganism"),
    ("bacteria", "bacterium"),
    ("eisenia foetida", "earthworm"),
    ("eisenia fetida", "earthworm"),
    ("earthworms", "earthworm"),
    ("earthworm", "earthworm"),
    ("apis mellifera", "honey bee"),
    ("honey bees", "honey bee"),
    ("honey bee", "honey bee"),
    ("honeybee", "honey bee"),
    ("bees", "honey bee"),
    ("aedes aegypti", "aedes aegypti"),
    ("sitobion avenae", "sitobion avenae"),
    ("mallard duck", "mallard duck"),
    ("mallard", "mallard duck"),
    ("bobwhite quail", "bobwhite quail"),
    ("japanese quail", "japanese quail"),
    ("quail", "quail"),
    ("guinea pigs", "guinea pig"),
    ("guinea pig", "guinea pig"),
    ("meerschweinchen", "guinea pig"),
    ("cobaye", "guinea pig"),
    ("rodents", "rodent"),
    ("rodent", "rodent"),
    ("rabbits", "rabbit"),
    ("rabbit", "rabbit"),
    ("kaninchen", "rabbit"),
    ("lapin", "rabbit"),
    ("conejo", "rabbit"),
    ("mus", "mouse"),
    ("rbt", "rabbit"),
    ("gpg", "guinea pig"),
    ("mice", "mouse"),
    ("mouse", "mouse"),
    ("maus", "mouse"),
    ("mäuse", "mouse"),
    ("souris", "mouse"),
    ("ratón", "mouse"),
    ("rats", "rat"),
    ("rat", "rat"),
    ("ratte", "rat"),
    ("ratten", "rat"),
    ("rata", "rat"),
    ("hamster", "hamster"),
    ("beagle", "dog"),
    ("dogs", "dog"),
    ("dog", "dog"),
    ("hund", "dog"),
    ("cats", "cat"),
    ("cat", "cat"),
    ("monkeys", "monkey"),
    ("monkey", "monkey"),
    ("chicken", "chicken"),
    ("humans", "human"),
    ("human", "human"),
    ("cyprinodon variegatus", "sheepshead minnow"),
    ("sheepshead minnow", "sheepshead minnow"),
    ("menidia beryllina", "inland silverside"),
    ("americamysis bahia", "mysid shrimp"),
    ("mysidopsis bahia", "mysid shrimp"),
    ("crassostrea virginica", "eastern oyster"),
    ("poecilia reticulata", "guppy"),
    ("salmo trutta", "trout"),
    ("cyprinus carpio", "carp"),
    ("goldfisch", "goldfish"),
    ("elritze", "fathead minnow"),
    ("zebrabärbling", "zebrafish"),
    ("bleuet", "bluegill sunfish"),
    ("trucha arco iris", "rainbow trout"),
    ("trucha arcoíris", "rainbow trout"),
    ("pulga de agua", "water flea"),
    ("pulga acuática", "water flea"),
    ("puce d'eau", "water flea"),
    ("puce d’eau", "water flea"),
    ("grande daphnie", "water flea"),
    ("wasserfloh", "water flea"),
    ("daphnien", "daphnia"),
    ("daphnies", "daphnia"),
    ("dafnia", "daphnia"),
    ("grünalge", "green alga"),
    ("grünalgen", "green alga"),
    ("algue verte", "green alga"),
    ("alga verde", "green alga"),
    ("algas", "alga"),
    ("algue", "alga"),
    ("alge", "alga"),
    ("bakterien", "bacterium"),
    ("bactéries", "bacterium"),
    ("bacterias", "bacterium"),
    ("mikroorganismen", "microorganism"),
    ("regenwurm", "earthworm"),
    ("ver de terre", "earthworm"),
    ("lombriz de tierra", "earthworm"),
    ("conejillo de indias", "guinea pig"),
    ("cobaya", "guinea pig"),
    ("rattus norvegicus", "rat"),
    ("sprague-dawley", "rat"),
    ("wistar", "rat"),
    ("chien", "dog"),
    ("perro", "dog"),
    ("katze", "cat"),
    ("hamsters", "hamster"),
    ("affe", "monkey"),
    ("mensch", "human"),
    ("hühner", "chicken"),
    ("crustaceans", "crustacean"),
    ("crustacean", "crustacean"),
    ("crustacea", "crustacean"),
    ("crustacés", "crustacean"),
    ("crustáceos", "crustacean"),
    ("krebstiere", "crustacean"),
    ("invertébrés aquatiques", "aquatic invertebrate"),
    ("invertebrados acuáticos", "aquatic invertebrate"),
    ("wirbellose", "aquatic invertebrate"),
    ("aquatic invertebrates", "aquatic invertebrate"),
    ("fish", "fish"),
    ("fisch", "fish"),
    ("fische", "fish"),
    ("poisson", "fish"),
    ("poissons", "fish"),
    ("peces", "fish"),
];

/// The species named in `text`: the most specific one, that is the longest printed name; of equals the first.
#[must_use]
pub fn species(text: &str) -> Option<WordMatch> {
    longest_word(text, SPECIES)
}

/// The species named in `text` if it names one only.
#[must_use]
pub fn only_species(text: &str) -> Option<WordMatch> {
    let lower = lowercase_same_length(text).replace(['\n', '\t'], " ");
    let best = species(text)?;
    let alone = SPECIES.iter().all(|(printed, word)| {
        let elsewhere = |start: usize| !(start >= best.range.start && start + printed.len() <= best.range.end);
        *word == best.word || !find_word(&lower, printed).is_some_and(elsewhere)
    });
    alone.then_some(best)
}

/// Genera of test organisms: with the epithet behind it a Latin name, known or not, names the species.
static LATIN: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"\b(?:Morone|Oncorhynchus|Salmo|Salvelinus|Cyprinodon|Menidia|Gambusia|Leuciscus|Lepomis|Pimephales|Oryzias|Poecilia|Carassius|Cyprinus|Ictalurus|Perca|Danio|Brachydanio|Gasterosteus|Gadus|Scophthalmus|Pleuronectes|Alburnus|Rutilus|Fundulus|Tilapia|Oreochromis|Clarias|Daphnia|Ceriodaphnia|Artemia|Gammarus|Hyalella|Chironomus|Mysidopsis|Americamysis|Crangon|Palaemonetes|Penaeus|Nitocra|Acartia|Crassostrea|Mytilus|Lymnaea|Asellus|Hydra|Lumbriculus|Tubifex|Brachionus|Tetrahymena|Entosiphon|Chilomonas|Uronema|Pseudokirchneriella|Raphidocelis|Selenastrum|Desmodesmus|Scenedesmus|Chlorella|Chlamydomonas|Skeletonema|Phaeodactylum|Navicula|Anabaena|Microcystis|Lemna|Myriophyllum|Vibrio|Photobacterium|Pseudomonas|Escherichia|Staphylococcus|Salmonella|Bacillus|Candida|Eisenia|Lumbricus|Folsomia|Apis|Colinus|Anas|Coturnix|Xenopus|Rana|Bufo|Aedes|Culex|Anopheles|Drosophila|Musca|Sitobion|Myzus|Tribolium|Spodoptera|Plutella|Helicoverpa|Sitophilus|Tetranychus)\s+(?:[a-z]{3,}|sp{1,2}\.)",
    )
});

/// Words for groups of organisms, beside which a Latin name says more.
const GROUPS: &[&str] = &[
    "fish",
    "alga",
    "daphnia",
    "crustacean",
    "aquatic invertebrate",
    "bacterium",
    "microorganism",
    "trout",
    "quail",
    "earthworm",
];

/// The organism named in `text`: a species of the vocabulary, else a Latin name of a test organism as printed in lower case.
///
/// A group that stands right before the Latin name (`Fish - Morone saxatilis`) belongs to it.
#[must_use]
pub fn organism(text: &str) -> Option<(String, TextRange)> {
    let known = species(text);
    if let Some(found) = known.filter(|found| !GROUPS.contains(&found.word)) {
        return Some((found.word.to_owned(), found.range));
    }
    let Some(latin) = LATIN.find(text) else { return known.map(|found| (found.word.to_owned(), found.range)) };
    let attached = known.filter(|group| {
        let between = text.get(group.range.end..latin.start()).unwrap_or("?");
        matches!(between.trim(), "-" | "–" | "," | "(" | ":") && !between.contains('\t')
    });
    let start = attached.map_or(latin.start(), |group| group.range.start);
    let range = TextRange::new(start, latin.end());
    let name = range.slice(text)?.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    Some((name, range))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn species_are_the_most_specific_ones() {
        assert_eq!(species("Oncorhynchus mykiss (rainbow trout), fish").map(|found| found.word), Some("rainbow trout"));
        assert_eq!(species("LD50 Oral - Rat").map(|found| found.word), Some("rat"));
        assert_eq!(species("operation"), None);
        assert_eq!(species("(Oncorhynchus\nmykiss)").map(|found| found.word), Some("rainbow trout"));
        assert_eq!(only_species("in rats, and rats again").map(|found| found.word), Some("rat"));
        assert_eq!(only_species("in rats and mice"), None);
        let organism = |text| organism(text).map(|(name, _)| name);
        assert_eq!(organism("LC50 Morone saxatilis: 6.7"), Some("morone saxatilis".to_owned()));
        assert_eq!(organism("Fish, Oncorhynchus kisutch (coho salmon)"), Some("coho salmon".to_owned()));
        assert_eq!(organism("Fish - Morone saxatilis - Juvenile"), Some("fish - morone saxatilis".to_owned()));
        assert_eq!(organism("freshwater fish\tLC50 Morone saxatilis"), Some("morone saxatilis".to_owned()));
        assert_eq!(organism("Fish: LC50"), Some("fish".to_owned()));
        assert_eq!(organism("Fresh water, Acute toxicity"), None);
    }
}
