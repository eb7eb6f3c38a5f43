//! Section 3: the composition table with each component's classification.

use anyhow::Result;

use crate::demo_corpus::gold::{Fact, between, composition, hazard, mention};
use crate::demo_corpus::prose::EUROPEAN;
use crate::demo_corpus::typeset::{Grid, Look, Press, row};

fn statements(key: &'static str, list: &[(&'static str, &'static str, &'static str)]) -> Vec<Fact> {
    list.iter().map(|(code, class, category)| hazard(key, code, class, category).quoting(code)).collect()
}

/// Sets the section.
pub(super) fn section(press: &mut Press) -> Result<()> {
    EUROPEAN.section(press, 3)?;
    press.subheading("3.2 Mixtures")?;
    let grid = Grid {
        look: Look::Ruled,
        columns: &[1.3, 1.15, 1.1, 3.6],
        head: &[
            "Chemical name",
            "CAS-No.\nEC-No.",
            "Concentration\n(% w/w)",
            "Classification (Regulation (EC) No 1272/2008)",
        ],
    };
    let toluene = [
        vec![
            mention("toluene", "Toluene", "component").cas().ec().quoting("Toluene 108-88-3"),
            composition("toluene", between(30.0, 40.0)).quoting("Toluene 108-88-3 >= 30 - < 40"),
        ],
        statements(
            "toluene",
            &[
                ("H225", "Flam. Liq.", "2"),
                ("H361d", "Repr.", "2"),
                ("H304", "Asp. Tox.", "1"),
                ("H373", "STOT RE", "2"),
                ("H315", "Skin Irrit.", "2"),
                ("H336", "STOT SE", "3"),
            ],
        ),
    ];
    let acetone = [
        vec![
            mention("acetone", "Acetone", "component").cas().ec().quoting("Acetone 67-64-1"),
            composition("acetone", between(25.0, 30.0)).quoting("Acetone 67-64-1 >= 25 - < 30"),
        ],
        statements(
            "acetone",
            &[("H225", "Flam. Liq.", "2"), ("H319", "Eye Irrit.", "2"), ("H336", "STOT SE", "3"), ("EUH066", "", "")],
        ),
    ];
    let xylene = [
        vec![
            mention("xylene", "Xylene (isomers)", "component").cas().ec().quoting("Xylene (isomers) 1330-20-7"),
            composition("xylene", between(10.0, 20.0)).quoting("1330-20-7 >= 10 - < 20"),
        ],
        statements(
            "xylene",
            &[
                ("H226", "Flam. Liq.", "3"),
                ("H312", "Acute Tox.", "4 *"),
                ("H332", "Acute Tox.", "4 *"),
                ("H315", "Skin Irrit.", "2"),
            ],
        ),
    ];
    let ethylbenzene = [
        vec![
            mention("ethylbenzene", "Ethylbenzene", "component").cas().ec().quoting("Ethylbenzene 100-41-4"),
            composition("ethylbenzene", between(1.0, 3.0)).quoting("Ethylbenzene 100-41-4 >= 1 - < 3"),
        ],
        statements(
            "ethylbenzene",
            &[
                ("H225", "Flam. Liq.", "2"),
                ("H332", "Acute Tox.", "4 *"),
                ("H373", "STOT RE", "2"),
                ("H304", "Asp. Tox.", "1"),
            ],
        ),
    ];
    press.table(
        &grid,
        [
            row(
                [
                    "Toluene",
                    "108-88-3\n203-625-9",
                    ">= 30 - < 40",
                    "Flam. Liq. 2; H225, Repr. 2; H361d ***, Asp. Tox. 1; H304, STOT RE 2 *; H373 **, Skin Irrit. 2; H315, STOT SE 3; H336",
                ],
                toluene.concat(),
            ),
            row(
                ["Acetone", "67-64-1\n200-662-2", ">= 25 - < 30", "Flam. Liq. 2; H225, Eye Irrit. 2; H319, STOT SE 3; H336, EUH066"],
                acetone.concat(),
            ),
            row(
                [
                    "Xylene (isomers)",
                    "1330-20-7\n215-535-7",
                    ">= 10 - < 20",
                    "Flam. Liq. 3; H226, Acute Tox. 4 *; H312, Acute Tox. 4 *; H332, Skin Irrit. 2; H315",
                ],
                xylene.concat(),
            ),
            row(
                [
                    "Ethylbenzene",
                    "100-41-4\n202-849-4",
                    ">= 1 - < 3",
                    "Flam. Liq. 2; H225, Acute Tox. 4 *; H332, STOT RE 2; H373 (hearing organs), Asp. Tox. 1; H304",
                ],
                ethylbenzene.concat(),
            ),
        ],
    )?;
    press.paragraph(
        "For the full text of the H-statements mentioned in this section, see section 16. * minimum classification.",
        [],
    )
}
