//! Radicals of dictionaries that stand for ideographs: some writers of Chinese and Japanese pages name `⻣` where `骨` is
//! meant, because both look alike in their font.

use unicode_normalization::UnicodeNormalization as _;

/// Radicals that are whole ideographs, and these, in the order of the radicals; after the Unicode Character Database's
/// `EquivalentUnifiedIdeograph`.
const SUPPLEMENT: [(char, char); 45] = [
    ('\u{2E81}', '厂'),
    ('\u{2E8E}', '兀'),
    ('\u{2E93}', '幺'),
    ('\u{2E9C}', '日'),
    ('\u{2E9D}', '月'),
    ('\u{2E9F}', '母'),
    ('\u{2EA0}', '民'),
    ('\u{2EA9}', '王'),
    ('\u{2EAC}', '示'),
    ('\u{2EB6}', '羊'),
    ('\u{2EC4}', '西'),
    ('\u{2EC5}', '见'),
    ('\u{2EC6}', '角'),
    ('\u{2EC8}', '讠'),
    ('\u{2EC9}', '贝'),
    ('\u{2ECB}', '车'),
    ('\u{2ED0}', '钅'),
    ('\u{2ED1}', '長'),
    ('\u{2ED3}', '长'),
    ('\u{2ED4}', '门'),
    ('\u{2ED8}', '青'),
    ('\u{2ED9}', '韦'),
    ('\u{2EDA}', '页'),
    ('\u{2EDB}', '风'),
    ('\u{2EDC}', '飞'),
    ('\u{2EDD}', '食'),
    ('\u{2EE0}', '饣'),
    ('\u{2EE2}', '马'),
    ('\u{2EE3}', '骨'),
    ('\u{2EE4}', '鬼'),
    ('\u{2EE5}', '鱼'),
    ('\u{2EE6}', '鸟'),
    ('\u{2EE7}', '卤'),
    ('\u{2EE8}', '麦'),
    ('\u{2EE9}', '黄'),
    ('\u{2EEA}', '黾'),
    ('\u{2EEB}', '斉'),
    ('\u{2EEC}', '齐'),
    ('\u{2EED}', '歯'),
    ('\u{2EEE}', '齿'),
    ('\u{2EEF}', '竜'),
    ('\u{2EF0}', '龙'),
    ('\u{2EF1}', '龜'),
    ('\u{2EF2}', '亀'),
    ('\u{2EF3}', '龟'),
];

/// The ideograph that a radical stands for; any other character as it is.
pub(crate) fn ideograph(character: char) -> char {
    match character {
        '\u{2E80}'..='\u{2EFF}' => {
            let found = SUPPLEMENT.binary_search_by_key(&character, |(radical, _)| *radical);
            found.ok().and_then(|at| SUPPLEMENT.get(at)).map_or(character, |(_, ideograph)| *ideograph)
        }
        '\u{2F00}'..='\u{2FDF}' => std::iter::once(character).nfkc().next().unwrap_or(character),
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_the_ideographs_they_look_like() {
        for (shown, meant) in [('⻣', '骨'), ('⻧', '卤'), ('⽔', '水'), ('水', '水'), ('⺮', '⺮'), ('C', 'C')]
        {
            assert_eq!(ideograph(shown), meant, "{shown}");
        }
        assert!(SUPPLEMENT.is_sorted_by_key(|(radical, _)| *radical), "the search needs their order");
    }
}
