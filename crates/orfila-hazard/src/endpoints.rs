//! What the endpoints of the shipped model mean.

/// What the assay of an endpoint looks for; the endpoint's own name where it is not one of Tox21's twelve.
///
/// Source: Tox21 Data Challenge 2014, <https://tripod.nih.gov/tox21/challenge/about.jsp>.
#[must_use]
pub fn describe(endpoint: &str) -> &str {
    match endpoint {
        "NR-AR" => "activates the androgen receptor (cells with the full receptor)",
        "NR-AR-LBD" => "activates the androgen receptor's ligand-binding domain",
        "NR-AhR" => "activates the aryl hydrocarbon receptor (dioxin-like action)",
        "NR-Aromatase" => "inhibits aromatase, the enzyme that makes oestrogens",
        "NR-ER" => "activates the oestrogen receptor alpha (cells with the full receptor)",
        "NR-ER-LBD" => "activates the oestrogen receptor alpha's ligand-binding domain",
        "NR-PPAR-gamma" => "activates the peroxisome proliferator-activated receptor gamma",
        "SR-ARE" => "sets off the antioxidant response element (oxidative stress)",
        "SR-ATAD5" => "raises ATAD5, a sign of damage to DNA",
        "SR-HSE" => "sets off the heat shock response (damage to proteins)",
        "SR-MMP" => "lowers the mitochondrial membrane potential",
        "SR-p53" => "activates p53, a sign of damage to DNA or other stress of the cell",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::describe;

    #[test]
    fn known_endpoints_are_described_and_others_keep_their_name() {
        assert!(describe("NR-AhR").contains("aryl hydrocarbon"));
        assert_eq!(describe("my endpoint"), "my endpoint");
    }
}
