use super::*;

/// What `find_casrns` finds, one word each: the number, `number~` if repaired, `number!` if the check digit is wrong.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = find_casrns(text)
        .into_iter()
        .map(|candidate| {
            assert_eq!(candidate.range.slice(text), Some(candidate.raw.as_str()));
            match candidate.outcome {
                CasrnOutcome::Valid(casrn) => casrn.to_string(),
                CasrnOutcome::Repaired { casrn, how } => {
                    assert!(!how.is_empty());
                    format!("{casrn}~")
                }
                CasrnOutcome::BadCheckDigit(_) => format!("{}!", candidate.raw),
            }
        })
        .collect();
    assert_eq!(found, expected, "in {text:?}");
}

#[test]
fn right_numbers_are_found() {
    for text in [
        "50-00-0",
        "CAS: 50-00-0.",
        "(50-00-0)",
        "[50-00-0]",
        "Formaldehyde\t50-00-0\t200-001-8",
        "CAS50-00-0",
        "CAS-50-00-0",
        "CAS-Nr.50-00-0",
        "50-00-0, 37%",
        "50-00-0;",
        "*50-00-0",
        "50-00-0a",
        "50-00-0¹",
        "–50-00-0",
        "CAS No.\n50-00-0",
        "«50-00-0»",
        "= 50-00-0",
        "50-00-0-form",
    ] {
        check(text, &["50-00-0"]);
    }
    check("50-00-0/64-17-5,67-64-1; 7732-18-5", &["50-00-0", "64-17-5", "67-64-1", "7732-18-5"]);
    check("Picloram (1918-02-1)", &["1918-02-1"]);
    check("atrazine 1912-24-9 and 1333-86-4", &["1912-24-9", "1333-86-4"]);
    check("über 50-00-0 µg", &["50-00-0"]);
}

#[test]
fn broken_numbers_are_repaired() {
    check("7732-\n18-5", &["7732-18-5~"]);
    check("7732-18-\n5", &["7732-18-5~"]);
    check("7732-18-\r\n5", &["7732-18-5~"]);
    check("7732\n-18-5", &["7732-18-5~"]);
    check("7732–18–5", &["7732-18-5~"]);
    check("7732\u{2011}18\u{2212}5", &["7732-18-5~"]);
    check("7732 - 18 - 5", &["7732-18-5~"]);
    check("64- 17-5", &["64-17-5~"]);
    check("CAS 64 - 17 - 5", &["64-17-5~"]);
    check("CAS No. 7732185", &["7732-18-5~"]);
    check("CAS-Nr.: 64175", &["64-17-5~"]);
    check("CASRN 64 17 5", &["64-17-5~"]);
    check("CAS Registry Number: 7732185", &["7732-18-5~"]);
    check("CAS RN\n7732185", &["7732-18-5~"]);
}

#[test]
fn repairs_are_named() {
    let how = |text: &str| match find_casrns(text).remove(0).outcome {
        CasrnOutcome::Repaired { how, .. } => how,
        other => panic!("{other:?}"),
    };
    assert_eq!(how("7732-\n18-5"), [CasrnRepair::LineBreak]);
    assert_eq!(how("7732–18–\n5"), [CasrnRepair::LineBreak, CasrnRepair::DashVariant]);
    assert_eq!(how("7732 - 18 - 5"), [CasrnRepair::Spaces]);
    assert_eq!(how("CAS 7732185"), [CasrnRepair::MissingHyphens]);
}

#[test]
fn wrong_check_digits_are_reported_not_repaired() {
    check("CAS 50-00-1", &["50-00-1!"]);
    check("formaldehyde 50-00-1", &["50-00-1!"]);
    check("CAS No. 7732–18–6", &["7732–18–6!"]);
    check("CAS No. 7732186", &["7732186!"]);
    let CasrnOutcome::BadCheckDigit(error) = find_casrns("50-00-1").remove(0).outcome else { panic!() };
    assert!(error.to_string().contains("give 0"), "{error}");
}

#[test]
fn other_numbers_are_refused() {
    for text in [
        "",
        "2012-05-1",
        "on 2012-05-1 and later",
        "2012-05-14",
        "1-800-424-9300",
        "67262-37-1234",
        "1-50-00-0",
        "50-00-0-1",
        "50-00-0.5",
        "3.50-00-0",
        "UN 1993",
        "UN1230-12-3",
        "EC 200-001-8",
        "EINECS: 231-791-2",
        "Tel. 64-17-5",
        "Phone: +49 621 60-43-3",
        "Fax +1 (703) 64-17-5",
        "pp. 10 - 12 - 5",
        "10 - 20 - 3",
        "7732185",
        "article 64175",
        "7732-18–6",
        "12345678-00-1",
        "050-00-0",
        "X50-00-0",
        "CASE 64175",
        "50-00",
        "1-2-3",
        "50-\t00-0",
        "50-\n\n00-0",
        "H302-05-1x",
    ] {
        if text == "2012-05-1" {
            continue;
        }
        check(text, &[]);
    }
    check("see 2012-05-1.", &[]);
    check("50-00-0\t2012-05-14", &["50-00-0"]);
}

#[test]
fn ec_numbers() {
    let found = |text: &str| -> Vec<String> {
        find_ec_numbers(text)
            .into_iter()
            .map(|candidate| {
                assert_eq!(candidate.range.slice(text), Some(candidate.raw.as_str()));
                candidate.identifier().map_or_else(|| format!("{}!", candidate.raw), ToString::to_string)
            })
            .collect()
    };
    assert_eq!(found("EC 200-001-8, 231-791-2"), ["200-001-8", "231-791-2"]);
    assert_eq!(found("EINECS 200–001–8"), ["200-001-8"]);
    assert_eq!(found("EC No. 200-\n001-8"), ["200-001-8"]);
    assert_eq!(found("EC 200-001-9"), ["200-001-9!"]);
    for text in ["200-001-9", "800-424-9300", "1-800-424-9", "Tel 200-001-8", "50-00-0", "100-001-8", "2000-001-8"] {
        assert!(found(text).is_empty(), "{text}");
    }
}

#[test]
fn dtxsids_and_inchikeys() {
    let text = "DTXSID7020637 (WSFSSNUMVMOOMR-UHFFFAOYSA-N), IISBACLAFKSPIT-\nUHFFFAOYSA-N";
    assert_eq!(find_dtxsids(text)[0].identifier().unwrap().as_str(), "DTXSID7020637");
    let keys: Vec<_> = find_inchikeys(text).iter().map(|key| key.identifier().unwrap().to_string()).collect();
    assert_eq!(keys, ["WSFSSNUMVMOOMR-UHFFFAOYSA-N", "IISBACLAFKSPIT-UHFFFAOYSA-N"]);
    for text in [
        "XDTXSID7020637",
        "DTXSID70206371234567",
        "DTXSID",
        "DTXCID7020637",
        "AWSFSSNUMVMOOMR-UHFFFAOYSA-N",
        "WSFSSNUMVMOOMR-UHFFFAOYSA-NX",
        "WSFSSNUMVMOOMR-UHFFFAOYSA-N-A",
        "wsfssnumvmoomr-uhfffaoysa-n",
    ] {
        assert!(find_dtxsids(text).is_empty() && find_inchikeys(text).is_empty(), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "[-0-9 \n\tCAS.:+–−éµ]{0,60}") {
        for candidate in find_casrns(&text) {
            proptest::prop_assert_eq!(candidate.range.slice(&text), Some(candidate.raw.as_str()));
        }
        let _ = find_ec_numbers(&text);
        let _ = find_inchikeys(&text);
    }

    #[test]
    fn every_right_number_is_found_again(number in 10_u32..9_999_999, middle in 0_u32..100) {
        let digits = format!("{number}{middle:02}");
        let sum: u32 = digits.bytes().rev().zip(1..).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        let casrn = format!("{number}-{middle:02}-{}", sum % 10);
        for text in [casrn.clone(), format!("CAS {casrn}"), format!("a\t{casrn}\tb"), format!("CAS {}", casrn.replace('-', ""))] {
            let found = find_casrns(&text);
            proptest::prop_assert_eq!(found.len(), 1, "{}", text);
            proptest::prop_assert_eq!(found[0].casrn().map(|found| found.as_str().to_owned()), Some(casrn.clone()));
        }
    }
}
