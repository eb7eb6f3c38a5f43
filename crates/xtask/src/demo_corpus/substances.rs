//! The registry numbers of the substances the corpus speaks of, each stated once.

/// A substance with its registry numbers (CAS Registry, EINECS or ECHA list number; empty where there is none).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Registered {
    /// Short name used inside the generator.
    pub(crate) key: &'static str,
    /// CAS Registry Number.
    pub(crate) cas: &'static str,
    /// EC number.
    pub(crate) ec: &'static str,
}

const fn registered(key: &'static str, cas: &'static str, ec: &'static str) -> Registered {
    Registered { key, cas, ec }
}

/// Every substance of the corpus that has a registry number.
pub(crate) const SUBSTANCES: [Registered; 43] = [
    registered("acetone", "67-64-1", "200-662-2"),
    registered("acrylamide", "79-06-1", "201-173-7"),
    registered("ammonia", "7664-41-7", "231-635-3"),
    registered("ammonia solution", "1336-21-6", "215-647-6"),
    registered("AMPA", "1066-51-9", ""),
    registered("arsenic", "7440-38-2", "231-148-6"),
    registered("atrazine", "1912-24-9", "217-617-8"),
    registered("benzene", "71-43-2", "200-753-7"),
    registered("bisphenol A", "80-05-7", "201-245-8"),
    registered("cadmium", "7440-43-9", "231-152-8"),
    registered("chlorpyrifos", "2921-88-2", "220-864-4"),
    registered("DEHP", "117-81-7", "204-211-0"),
    registered("dichloromethane", "75-09-2", "200-838-9"),
    registered("ethanol", "64-17-5", "200-578-6"),
    registered("ethylbenzene", "100-41-4", "202-849-4"),
    registered("formaldehyde", "50-00-0", "200-001-8"),
    registered("formic acid", "64-18-6", "200-579-1"),
    registered("glyphosate", "1071-83-6", "213-997-4"),
    registered("hydrogen peroxide", "7722-84-1", "231-765-0"),
    registered("hydrotreated light distillate", "64742-47-8", "265-149-8"),
    registered("lead", "7439-92-1", "231-100-4"),
    registered("light aromatic naphtha", "64742-95-6", "265-199-0"),
    registered("m-xylene", "108-38-3", "203-576-3"),
    registered("mercury", "7439-97-6", "231-106-7"),
    registered("methanol", "67-56-1", "200-659-6"),
    registered("naphthalene", "91-20-3", "202-049-5"),
    registered("NMP", "872-50-4", "212-828-1"),
    registered("nonylphenol", "84852-15-3", "284-325-5"),
    registered("o-xylene", "95-47-6", "202-422-2"),
    registered("p-xylene", "106-42-3", "203-396-5"),
    registered("PFHxS", "355-46-4", "206-587-1"),
    registered("PFNA", "375-95-1", "206-801-3"),
    registered("PFOA", "335-67-1", "206-397-9"),
    registered("PFOS", "1763-23-1", "217-179-8"),
    registered("phorate", "298-02-2", "206-052-2"),
    registered("phenol", "108-95-2", "203-632-7"),
    registered("propan-2-ol", "67-63-0", "200-661-7"),
    registered("sodium hydroxide", "1310-73-2", "215-185-5"),
    registered("styrene", "100-42-5", "202-851-5"),
    registered("toluene", "108-88-3", "203-625-9"),
    registered("trichloroethylene", "79-01-6", "201-167-4"),
    registered("water", "7732-18-5", "231-791-2"),
    registered("xylene", "1330-20-7", "215-535-7"),
];

/// The registered substance with this key.
pub(crate) fn find(key: &str) -> Option<&'static Registered> {
    SUBSTANCES.iter().find(|substance| substance.key == key)
}
