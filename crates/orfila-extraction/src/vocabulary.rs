//! The words of the field: endpoints, species, routes, limits, properties; and what each printed form means.

use std::sync::LazyLock;

use orfila_records::{Dimension, LimitType, TextRange};
use regex::Regex;

mod organisms;

pub use organisms::{only_species, organism, species};

fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("vocabulary patterns are constant and tested")
}

static ENDPOINT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x)\b(?:
          (?P<level>(?:LD|LC|EC|IC|DL|CL|CE|CI|CEr|CEb|ED|TD|TC|EL|ErL|LL|IL|GI|CC|ErC|EbC|EyC|BMD|BMC|BMDL|BMCL)\s?[\(_]?\s?(?:50|90|95|99|100|10|20|25|05|01|0|lo|Lo|LO|₅₀|₁₀|₀₅)\b?\)?(?:\s?,?\s?[rby]\b)?)
        | (?P<plain>NOAELs?|NOAECs?|NOELs?|NOECs?|NOELRs?|LOAELs?|LOAECs?|LOECs?|LOELs?|MATC|DNELs?|DMEL|PNECs?|BMDL|BMD|ARfD|RfD|RfC|PMTDI|PTWI|PTMI|TDI|ADI|ATE\s?mix|ATEmix|ATE|ETA|MICs?|MTD
          |CSEO|CSENO|DSENO|DSEO|DMENO|DMEO|CMEO
          |(?i:acute\s+toxicity\s+estimates?(?:\s*\(ATE\))?|sch[äa]tzwerte?\s+akuter\s+toxizit[äa]t|estimation\s+de\s+la\s+toxicit[ée]\s+aigu[ëe]|estimaci[óo]n\s+de\s+la\s+toxicidad\s+aguda))
        )",
    )
});

/// An effect endpoint in running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointMatch {
    /// Byte range in the scanned text.
    pub range: TextRange,
    /// The usual short form: `LD50`, `NOAEL`, `BMDL10`.
    pub endpoint: String,
}

/// Every effect endpoint in `text`, left to right.
#[must_use]
pub fn endpoints(text: &str) -> Vec<EndpointMatch> {
    ENDPOINT
        .find_iter(text)
        .filter(|found| !text[found.end()..].chars().next().is_some_and(|next| next.is_alphanumeric() && next != 'm'))
        .map(|found| EndpointMatch {
            range: TextRange::new(found.start(), found.end()),
            endpoint: endpoint_name(found.as_str()),
        })
        .collect()
}

/// French and Spanish short forms of levels, and the English ones they stand for.
const LEVELS_ELSEWHERE: &[(&str, &str)] = &[
    ("ETA", "ATE"),
    ("CSEO", "NOEC"),
    ("CSENO", "NOAEC"),
    ("DSENO", "NOAEL"),
    ("DSEO", "NOEL"),
    ("DMENO", "LOAEL"),
    ("DMEO", "LOEL"),
    ("CMEO", "LOEC"),
];

fn endpoint_name(printed: &str) -> String {
    let mut name: String = printed
        .chars()
        .filter(|character| !character.is_whitespace() && !matches!(character, '(' | ')' | '_' | ','))
        .map(|character| match character {
            '₀' => '0',
            '₁' => '1',
            '₅' => '5',
            other => other,
        })
        .collect();
    if name.chars().count() > 12 {
        return "ATE".to_owned();
    }
    if let Some((_, usual)) = LEVELS_ELSEWHERE.iter().find(|(printed, _)| *printed == name) {
        return (*usual).to_owned();
    }
    // French and Spanish: dose létale, concentration létale, efficace or inhibitrice.
    for (printed, usual) in [("DL", "LD"), ("CL", "LC"), ("CEr", "ErC"), ("CEb", "EbC"), ("CE", "EC"), ("CI", "IC")] {
        if let Some(rest) = name.strip_prefix(printed) {
            name = format!("{usual}{rest}");
            break;
        }
    }
    let all_plural = name.ends_with('s') && name.chars().filter(|c| c.is_uppercase()).count() >= 3;
    if all_plural {
        name.pop();
    }
    name
}

/// Whether the endpoint's value is a limit for people or the environment, and which.
#[must_use]
pub fn endpoint_limit(endpoint: &str) -> Option<LimitType> {
    Some(match endpoint {
        "DNEL" | "DMEL" => LimitType::Dnel,
        "PNEC" => LimitType::Pnec,
        "RfD" | "ARfD" => LimitType::RfD,
        "RfC" => LimitType::RfC,
        "ADI" | "TDI" | "PMTDI" => LimitType::Adi,
        "PTWI" | "PTMI" => LimitType::TolerableIntake,
        _ => return None,
    })
}

/// Whether a value of this dimension can be the value of the endpoint.
#[must_use]
pub fn endpoint_takes(endpoint: &str, dimension: Option<Dimension>, unit: Option<&str>) -> bool {
    let Some(dimension) = dimension else { return false };
    if unit == Some("%") {
        return false;
    }
    // A lethal dose is given once.
    if dimension == Dimension::MassPerMassTime && endpoint.starts_with("LD") {
        return false;
    }
    match dimension {
        Dimension::MassPerMass | Dimension::MassPerMassTime | Dimension::MassPerVolume | Dimension::AmountPerVolume => {
            true
        }
        Dimension::Fraction => !endpoint.starts_with("LD"),
        Dimension::MassPerArea | Dimension::IntakePerTime => true,
        Dimension::Volume | Dimension::Mass => false,
        _ => false,
    }
}

/// A word of the vocabulary in running text: what it means and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordMatch {
    /// Byte range in the scanned text.
    pub range: TextRange,
    /// The plain English word.
    pub word: &'static str,
}

const ROUTES: &[(&str, &str)] = &[
    ("oral", "oral"),
    ("orally", "oral"),
    ("gavage", "oral"),
    ("ingestion", "oral"),
    ("diet", "oral"),
    ("dietary", "oral"),
    ("orale", "oral"),
    ("par voie orale", "oral"),
    ("vía oral", "oral"),
    ("dermal", "dermal"),
    ("skin", "dermal"),
    ("dermale", "dermal"),
    ("par voie cutanée", "dermal"),
    ("cutánea", "dermal"),
    // Short forms of the Registry of Toxic Effects of Chemical Substances: `orl-rat`, `ihl-mus`.
    ("orl", "oral"),
    ("ihl", "inhalation"),
    ("skn", "dermal"),
    ("ipr", "intraperitoneal"),
    ("ivn", "intravenous"),
    ("scu", "subcutaneous"),
    ("percutaneous", "dermal"),
    ("cutanée", "dermal"),
    ("cutané", "dermal"),
    ("cutaneous", "dermal"),
    ("dérmica", "dermal"),
    ("dérmico", "dermal"),
    ("dermique", "dermal"),
    ("haut", "dermal"),
    ("hautkontakt", "dermal"),
    ("dermalen", "dermal"),
    ("einatmen", "inhalation"),
    ("inhalative", "inhalation"),
    ("inhalatif", "inhalation"),
    ("inhalatoria", "inhalation"),
    ("inhalatorio", "inhalation"),
    ("par inhalation", "inhalation"),
    ("verschlucken", "oral"),
    ("orales", "oral"),
    ("oraler", "oral"),
    ("inhalation", "inhalation"),
    ("inhalative", "inhalation"),
    ("inhalativ", "inhalation"),
    ("inhalación", "inhalation"),
    ("inhaled", "inhalation"),
    ("intraperitoneal", "intraperitoneal"),
    ("i.p.", "intraperitoneal"),
    ("ip", "intraperitoneal"),
    ("intravenous", "intravenous"),
    ("i.v.", "intravenous"),
    ("subcutaneous", "subcutaneous"),
    ("s.c.", "subcutaneous"),
    ("intramuscular", "intramuscular"),
    ("para-periosteal", "para-periosteal"),
    ("sub-tenon injection (eye)", "sub-tenon injection (eye)"),
];

/// The route of exposure named in `text`; the longest printed name, of equals the first.
#[must_use]
pub fn route(text: &str) -> Option<WordMatch> {
    longest_word(text, ROUTES)
}

fn longest_word(text: &str, words: &'static [(&str, &'static str)]) -> Option<WordMatch> {
    // A name that wraps inside a cell is the same name.
    let lower = lowercase_same_length(text).replace(['\n', '\t'], " ");
    words
        .iter()
        .filter_map(|(printed, word)| Some((find_word(&lower, printed)?, printed.len(), *word)))
        .min_by_key(|(start, length, _)| (std::cmp::Reverse(*length), *start))
        .map(|(start, length, word)| WordMatch { range: TextRange::new(start, start + length), word })
}

/// Lower case that keeps every byte offset: characters whose lower case has another length stay as they are.
#[must_use]
pub fn lowercase_same_length(text: &str) -> String {
    text.chars()
        .map(|character| {
            let mut lower = character.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(single), None) if single.len_utf8() == character.len_utf8() => single,
                _ => character,
            }
        })
        .collect()
}

/// The first place of `word` in `text` where it stands alone; both in lower case.
#[must_use]
pub fn find_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(start, _)| start).find(|start| {
        let before = text[..*start].chars().next_back();
        let after = text[start + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

static LIMIT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)\b(?:TWAs?|STELs?|OELs?|PELs?|TLVs?|RELs?|MAKs?|AGW|WELs?|VLEP|VLCT|VLE|VME|VLA(?:-E[DC])?|IOELV|BOELV|NGV|KGV|HTP|TMW|KZW|KZGW|KTV|MAC|GVI|KGVI|NPEL|GKV|CK|IDLH|ceilings?|CEIL|PEAK|BEI|BGW|EV|EL|WEEL|NDS(?:Ch)?|short[- ]term|long[- ]term|time[- ]weighted|exposure\s+limits?|limit\s+values?|grenzwert|kurzzeitwert|langzeitwert|tagesmittelwert|arbeitsplatzgrenzwert|valeurs?\s+limites?|valor(?:es)?\s+l[ií]mites?|threshold\s+limit|AMP)\b",
    )
});

/// Whether `text` names a limit of exposure.
#[must_use]
pub fn names_limit(text: &str) -> bool {
    LIMIT.is_match(text)
}

/// What sort of limit the words name; the last one named before the value decides.
#[must_use]
pub fn limit_type(words: &str) -> LimitType {
    const WORDS: &[(&str, LimitType)] = &[
        ("stel", LimitType::Stel),
        ("stels", LimitType::Stel),
        ("short-term", LimitType::Stel),
        ("short term", LimitType::Stel),
        ("kurzzeitwert", LimitType::Stel),
        ("vlct", LimitType::Stel),
        ("kzw", LimitType::Stel),
        ("short time", LimitType::Stel),
        ("court terme", LimitType::Stel),
        ("corta duración", LimitType::Stel),
        ("langzeitwert", LimitType::Twa),
        ("tmw", LimitType::Twa),
        ("arbeitsplatzgrenzwert", LimitType::Twa),
        ("vla-ed", LimitType::Twa),
        ("vla-ec", LimitType::Stel),
        ("twa", LimitType::Twa),
        ("twas", LimitType::Twa),
        ("long-term", LimitType::Twa),
        ("long term", LimitType::Twa),
        ("time weighted", LimitType::Twa),
        ("time-weighted", LimitType::Twa),
        ("agw", LimitType::Twa),
        ("mak", LimitType::Twa),
        ("maks", LimitType::Twa),
        ("vme", LimitType::Twa),
        ("vlep", LimitType::Twa),
        ("ceiling", LimitType::Ceiling),
        ("ceilings", LimitType::Ceiling),
        ("ceil", LimitType::Ceiling),
        ("peak", LimitType::Ceiling),
        ("idlh", LimitType::Idlh),
        ("bei", LimitType::Biological),
        ("bgw", LimitType::Biological),
        ("dnel", LimitType::Dnel),
        ("pnec", LimitType::Pnec),
    ];
    let lower = words.to_lowercase();
    let last = |word: &str| {
        lower
            .match_indices(word)
            .map(|(start, _)| start)
            .filter(|start| find_word(&lower[*start..], word) == Some(0))
            .last()
    };
    WORDS
        .iter()
        .filter_map(|(word, kind)| Some((last(word)?, *kind)))
        .max_by_key(|(start, _)| *start)
        .map_or(LimitType::Other, |(_, kind)| kind)
}

static AUTHORITY: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"\b(?:ACGIH|OSHA|NIOSH|AIHA|Cal/OSHA|MSHA|HSE|DFG|TRGS 900|Argentina|Australia|Austria|Belgium|Brazil|Bulgaria|Canada|China|Cyprus|Czech Republic|Denmark|Estonia|European Union|EU|Finland|France|Germany|Deutschland|Greece|Hungary|India|Ireland|Italy|Japan|Korea|Latvia|Lithuania|Luxembourg|Malta|Mexico|Netherlands|New Zealand|Norway|Poland|Portugal|Romania|Russia|Singapore|Slovakia|Slovenia|Spain|Sweden|Switzerland|Taiwan|Turkey|United Kingdom|UK|United States|USA|Vietnam|WHO|FAO|JECFA|EFSA|EPA|Codex|Pfizer)\b",
    )
});

/// The first authority, country or organisation named in `text`.
#[must_use]
pub fn authority(text: &str) -> Option<TextRange> {
    AUTHORITY.find(text).map(|found| TextRange::new(found.start(), found.end()))
}

/// What kind of value a property takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropertyValue {
    /// A value of one of these dimensions, with its unit.
    Dimensions(&'static [Dimension]),
    /// A pure number; a unit of one of these dimensions may stand beside it.
    Number(&'static [Dimension]),
}

impl PropertyValue {
    /// Whether a value of this dimension fits.
    #[must_use]
    pub fn takes(self, dimension: Option<Dimension>) -> bool {
        match (self, dimension) {
            (Self::Dimensions(allowed) | Self::Number(allowed), Some(dimension)) => allowed.contains(&dimension),
            (Self::Number(_), None) => true,
            (Self::Dimensions(_), None) => false,
        }
    }
}

/// A property's usual English name, the forms of its label, and the values it takes.
pub struct PropertyWords {
    /// Usual English name.
    pub name: &'static str,
    /// Its label at the beginning of a line or cell.
    pub label: Regex,
    /// What it takes.
    pub value: PropertyValue,
}

const TEMPERATURE: PropertyValue = PropertyValue::Dimensions(&[Dimension::Temperature]);
const PRESSURE: PropertyValue = PropertyValue::Dimensions(&[Dimension::Pressure]);
const DENSITY: PropertyValue = PropertyValue::Number(&[Dimension::MassPerVolume]);
const RATIO: PropertyValue = PropertyValue::Number(&[]);
/// Oxygen that a mass of substance, or a litre of it, uses up; also as a part of what it could.
const OXYGEN: PropertyValue =
    PropertyValue::Dimensions(&[Dimension::MassPerMass, Dimension::MassPerVolume, Dimension::Fraction]);
const PART: PropertyValue = PropertyValue::Dimensions(&[Dimension::Fraction, Dimension::MassPerVolume]);

/// Label patterns in English, German, French and Spanish, the more specific first.
const PROPERTIES: &[(&str, &str, PropertyValue)] = &[
    ("flash point", r"flash\s*-?points?|flammpunkt|point\s+d.[ée]clair|punto\s+de\s+inflamaci[oó]n", TEMPERATURE),
    (
        "boiling point",
        r"(?:initial\s+)?boiling\s*-?(?:point|range|temperature)|siede(?:punkt|beginn|bereich|temperatur)|anfangssiedepunkt|point\s+(?:initial\s+)?d.[ée]bullition|punto\s+(?:inicial\s+)?de\s+ebullici[oó]n|temperatura\s+(?:inicial\s+)?de\s+ebullici[oó]n|intervalle\s+d.[ée]bullition|temp[ée]rature\s+d.[ée]bullition",
        TEMPERATURE,
    ),
    (
        "melting point",
        r"(?:melting|freezing|solidification)\s*-?(?:point|range|temperature)|melting\s*/\s*(?:freezing|boiling)(?:\s+point)?|melting\s+freezing|schmelzpunkt|schmelztemperatur|schmelzbereich|gefrierpunkt|erstarrungspunkt|point\s+de\s+(?:fusion|cong[ée]lation)|punto\s+de\s+(?:fusi[oó]n|congelaci[oó]n)",
        TEMPERATURE,
    ),
    ("pour point", r"pour\s+point", TEMPERATURE),
    (
        "decomposition temperature",
        r"decomposition\s+temperature|zersetzungstemperatur|temp[ée]rature\s+de\s+d[ée]composition|temperatura\s+de\s+descomposici[oó]n|thermal\s+decomposition",
        TEMPERATURE,
    ),
    (
        "auto-ignition temperature",
        r"auto-?\s*ignition(?:\s+temperature)?|self-?ignition|ignition\s+temperature|z[üu]ndtemperatur|selbstentz[üu]ndungstemperatur|temp[ée]rature\s+d.auto-?inflammation|temp[ée]rature\s+d.inflammation|temperatura\s+de\s+(?:auto)?-?(?:ignici[oó]n|inflamaci[oó]n)",
        TEMPERATURE,
    ),
    ("critical temperature", r"critical\s+temperature", TEMPERATURE),
    (
        "vapour density",
        r"(?:relative\s+)?vapou?r\s+density|dampfdichte|relative\s+dampfdichte|densit[ée]\s+de\s+(?:la\s+)?vapeur|densidad\s+de(?:l)?\s+vapor",
        RATIO,
    ),
    (
        "vapour pressure",
        r"vapou?r\s+press(?:ure|\.)|dampfdruck|pression\s+de\s+vapeur|presi[oó]n\s+de\s+vapor",
        PRESSURE,
    ),
    ("specific gravity", r"specific\s+gravity", DENSITY),
    ("bulk density", r"bulk\s+density|sch[üu]ttdichte|masse\s+volumique\s+apparente", DENSITY),
    ("relative density", r"relative\s+density|relative\s+dichte|densit[ée]\s+relative|densidad\s+relativa", DENSITY),
    ("density", r"density|dichte|densit[ée]|masse\s+volumique|densidad", DENSITY),
    ("pH", r"ph(?:[\s-]*(?:value|wert|valeur))?\b|valeur\s+(?:du\s+)?ph\b|valor\s+(?:de\s+)?ph\b", RATIO),
    (
        "viscosity",
        r"(?:kinematic\s+|dynamic\s+)?viscosity|viskosit[äa]t|(?:kinematische|dynamische)\s+viskosit[äa]t|viscosit[ée]|viscosidad",
        PropertyValue::Dimensions(&[Dimension::DynamicViscosity, Dimension::KinematicViscosity]),
    ),
    (
        "log kow",
        r"(?:n-?\s*octanol\s*/\s*water\s+)?partition\s+coefficient|log\s*(?:kow|pow|p\b|k\s*ow|p\s*ow)|verteilungskoeffizient|coefficient\s+de\s+partage|coeficiente\s+de\s+(?:reparto|partici[oó]n)",
        RATIO,
    ),
    ("log koc", r"log\s*koc", RATIO),
    (
        "koc",
        r"k\s?oc\b|soil\s*/\s*water\s+partition\s+coefficient|(?:the\s+)?organic\s+carbon\s+normali[sz]ed\s+adsorption\s+coefficient",
        PropertyValue::Number(&[Dimension::VolumePerMass]),
    ),
    (
        "pKa",
        r"pka\b|(?:acid\s+)?dissociation\s+constant|dissoziationskonstante|constante\s+de\s+(?:dissociation|disociaci[óo]n)",
        RATIO,
    ),
    (
        "BCF",
        r"bioconcentration\s+factor|bcf\b|biokonzentrationsfaktor|facteur\s+de\s+bioconcentration|factor\s+de\s+bioconcentraci[oó]n",
        PropertyValue::Number(&[Dimension::VolumePerMass]),
    ),
    (
        "molecular weight",
        r"mol(?:ecular|ar)\s+(?:weight|mass)|molmasse|molekulargewicht|molare\s+masse|masse\s+mol(?:[ée]culaire|aire)|peso\s+molecular",
        PropertyValue::Number(&[Dimension::MassPerAmount]),
    ),
    (
        "lower explosion limit",
        r"lower\s+(?:explosion|explosive|flammab(?:le|ility))\s*(?:limits?)?|lel\b|lfl\b|untere\s+explosionsgrenze|limite\s+inf[ée]rieure\s+d.explosi|l[íi]mite\s+inferior\s+de\s+explosi|explosion\s+limits?\s*,?\s*lower|lower\s*:",
        PART,
    ),
    (
        "upper explosion limit",
        r"upper\s+(?:explosion|explosive|flammab(?:le|ility))\s*(?:limits?)?|uel\b|ufl\b|obere\s+explosionsgrenze|limite\s+sup[ée]rieure\s+d.explosi|l[íi]mite\s+superior\s+de\s+explosi|explosion\s+limits?\s*,?\s*upper|upper\s*:",
        PART,
    ),
    (
        "water solubility",
        r"(?:water\s+)?solubility(?:\(ies\))?(?:\s+in\s+water)?|solubility\(ies\)|solubilit[ée]|solubilidad|(?:wasser)?l[öo]slichkeit|hydrosolubilit[ée]|water\s+solubility",
        PART,
    ),
    (
        "evaporation rate",
        r"(?:relative\s+)?evaporation\s+rate|verdampfungsgeschwindigkeit|vitesse\s+d.[ée]vaporation|tasa\s+de\s+evaporaci[oó]n",
        RATIO,
    ),
    (
        "voc",
        r"(?:total\s+)?(?:voc|volatile\s+organic\s+compounds?)\b(?:\s+content)?|percent\s+volatile|%?\s*volatiles?(?:\s+by\s+(?:weight|volume))?|teneur\s+en\s+cov|voc-gehalt|contenido\s+(?:de|en)\s+cov",
        PropertyValue::Number(&[Dimension::Fraction, Dimension::MassPerVolume]),
    ),
    (
        "organic solvents content",
        r"organic\s+solvents|solvents?\s+content|l[öo]semittelgehalt|organische\s+l[öo]semittel|teneur\s+en\s+solvants",
        PART,
    ),
    (
        "solids content",
        r"solids?\s+content|festk[öo]rpergehalt|feststoffgehalt|extrait\s+sec|contenido\s+s[óo]lido",
        PART,
    ),
    ("moisture", r"moisture(?:\s+content)?|wassergehalt|water\s+content|teneur\s+en\s+eau|humedad", PART),
    (
        "biodegradability",
        r"(?:ready\s+|inherent\s+|readily\s+)?biodegrad\w*|biologische\s+abbaubarkeit|leicht\s+biologisch|biod[ée]gradab\w*|percent\s+degraded|degradation\s+rate|abbau(?:rate|grad)|taux\s+de\s+d[ée]gradation|(?:tasa|grado)\s+de\s+degradaci[óo]n",
        PART,
    ),
    ("gas density", r"gas\s+density|gasdichte", PropertyValue::Dimensions(&[Dimension::MassPerVolume])),
    (
        "surface tension",
        r"surface\s+tension|oberfl[äa]chenspannung|tension\s+superficielle|tensi[óo]n\s+superficial",
        PropertyValue::Dimensions(&[Dimension::SurfaceTension]),
    ),
    (
        "electrical conductivity",
        r"(?:electrical\s+|electric\s+|specific\s+)?conductivity|(?:elektrische\s+)?leitf[äa]higkeit|conductivit[ée](?:\s+[ée]lectrique)?|conductividad(?:\s+el[ée]ctrica)?",
        PropertyValue::Dimensions(&[Dimension::Conductivity]),
    ),
    (
        "minimum ignition energy",
        r"min(?:imum|\.)?\s+ignition\s+energy|mindestz[üu]ndenergie|[ée]nergie\s+minimale\s+d.(?:inflammation|ignition)|energ[íi]a\s+m[íi]nima\s+de\s+ignici[óo]n",
        PropertyValue::Dimensions(&[Dimension::Energy]),
    ),
    (
        "specific volume",
        r"specific\s+volume|spezifisches\s+volumen|volume\s+(?:sp[ée]cifique|massique)|volumen\s+espec[íi]fico",
        PropertyValue::Dimensions(&[Dimension::VolumePerMass]),
    ),
    (
        "theoretical oxygen demand",
        r"theoretical\s+oxygen\s+demand|thod\b|theoretischer\s+sauerstoffbedarf|demande\s+th[ée]orique\s+en\s+oxyg[èe]ne|demanda\s+te[óo]rica\s+de\s+ox[íi]geno",
        OXYGEN,
    ),
    (
        "theoretical carbon dioxide",
        r"theoretical\s+carbon\s+dioxide|thco\s?[2₂]|theoretisches\s+kohlendioxid|dioxyde\s+de\s+carbone\s+th[ée]orique|di[óo]xido\s+de\s+carbono\s+te[óo]rico",
        PropertyValue::Dimensions(&[Dimension::MassPerMass]),
    ),
    (
        "chemical oxygen demand",
        r"chemical\s+oxygen\s+demand|cod\b|chemischer\s+sauerstoffbedarf|csb\b|demande\s+chimique\s+en\s+oxyg[èe]ne|demanda\s+qu[íi]mica\s+de\s+ox[íi]geno",
        OXYGEN,
    ),
    (
        "biochemical oxygen demand",
        r"bio(?:chemical|logical)\s+oxygen\s+demand|(?:ratio\s+)?bod\s?[57₅₇]?\b|bio(?:chemischer|logischer)\s+sauerstoffbedarf|bsb\s?[57]?\b|demande\s+biochimique\s+en\s+oxyg[èe]ne|demanda\s+bioqu[íi]mica\s+de\s+ox[íi]geno",
        OXYGEN,
    ),
    (
        "half-life",
        r"(?:[a-z]+\s+)?half[\s-]*li(?:fe|ves)(?:\s+time)?|halbwertszeit|demi-vie|(?:vida|per[íi]odo)\s+(?:media|de\s+semidesintegraci[óo]n)|dt\s?50\b",
        PropertyValue::Dimensions(&[Dimension::Time]),
    ),
    ("refractive index", r"refractive\s+index|brechungsindex", RATIO),
    (
        "heat of combustion",
        r"heat\s+of\s+combustion|verbrennungsw[äa]rme|heizwert|chaleur\s+de\s+combustion",
        PropertyValue::Dimensions(&[Dimension::EnergyPerMass]),
    ),
    (
        "henry's law constant",
        r"henry.s\s+(?:law\s+)?constant|henry-?\s?konstante|constante\s+de\s+(?:la\s+ley\s+de\s+)?henry",
        PropertyValue::Number(&[Dimension::HenryConstant]),
    ),
];

static PROPERTY_WORDS: LazyLock<Vec<PropertyWords>> = LazyLock::new(|| {
    PROPERTIES
        .iter()
        .map(|(name, label, value)| PropertyWords {
            name,
            label: constant(&format!(r"(?i)^(?:\(?[a-z0-9]{{1,2}}[.)]\s*|[-•·*–]\s*|initial\s+)?(?:{label})")),
            value: *value,
        })
        .collect()
});

/// The property whose label stands at the beginning of `text`, and the end of the label.
#[must_use]
pub fn property_label(text: &str) -> Option<(&'static PropertyWords, usize)> {
    PROPERTY_WORDS.iter().find_map(|words| Some((words, words.label.find(text)?.end())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_have_their_usual_short_form() {
        let names = |text| endpoints(text).into_iter().map(|found| found.endpoint).collect::<Vec<_>>();
        assert_eq!(names("LD 50, LC₅₀, LC50/6H and EC50 = 3"), ["LD50", "LC50", "LC50", "EC50"]);
        assert_eq!(names("DL50 (rat), CL50, CE50"), ["LD50", "LC50", "EC50"]);
        assert_eq!(names("NOAELs BMDL10 BMD ATEmix (oral)"), ["NOAEL", "BMDL10", "BMD", "ATEmix"]);
        assert_eq!(names("ErC50 (72 h), EL50, LL0"), ["ErC50", "EL50", "LL0"]);
        assert_eq!(names("CI50, CEr50, CSEO, DSENO, ETA (oral)"), ["IC50", "ErC50", "NOEC", "NOAEL", "ATE"]);
        assert_eq!(names("Acute toxicity estimate: Schätzwert akuter Toxizität"), ["ATE", "ATE"]);
        assert!(names("ALCOHOL ELEC50X DATE").is_empty());
    }

    #[test]
    fn routes_are_the_most_specific_ones() {
        assert_eq!(route("Inhalative LC50").map(|found| found.word), Some("inhalation"));
        assert_eq!(route("Mouse IP LD50").map(|found| found.word), Some("intraperitoneal"));
    }

    #[test]
    fn limits_take_the_last_word_before_the_value() {
        assert_eq!(limit_type("OSHA - Final PELS - TWAs:"), LimitType::Twa);
        assert_eq!(limit_type("REL (USA) Short-term value:"), LimitType::Stel);
        assert_eq!(limit_type("ACGIH Ceiling Threshold Limit:"), LimitType::Ceiling);
        assert_eq!(limit_type("guidance"), LimitType::Other);
    }

    #[test]
    fn property_labels_open_a_line_or_cell() {
        let name = |text| property_label(text).map(|(words, _)| words.name);
        assert_eq!(name("Boiling point : 80 °C"), Some("boiling point"));
        assert_eq!(name("Initial boiling point and boiling range"), Some("boiling point"));
        assert_eq!(name("Vapor density (Air=1)"), Some("vapour density"));
        assert_eq!(name("Auto-ignition temperature:"), Some("auto-ignition temperature"));
        assert_eq!(name("pH-Wert"), Some("pH"));
        assert_eq!(name("Melting/boiling point: 165-167oC"), Some("melting point"));
        assert_eq!(name("g) Flash point"), Some("flash point"));
        assert_eq!(name("phase"), None);
        assert_eq!(name("The flash point was not measured"), None);
    }
}
