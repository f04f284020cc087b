//! Names of glyphs, as far as document numbers and the words beside them need them.

/// The character of a glyph name; `None` for names of ornaments and for numbered glyphs.
pub(super) fn character(name: &str) -> Option<char> {
    let mut letters = name.chars();
    if let (Some(only), None) = (letters.next(), letters.next()) {
        return Some(only);
    }
    if let Some(code) = name.strip_prefix("uni").or_else(|| name.strip_prefix('u'))
        && (4..=6).contains(&code.len())
        && let Ok(code) = u32::from_str_radix(code, 16)
    {
        return char::from_u32(code);
    }
    NAMES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, character)| *character)
}

const NAMES: &[(&str, char)] = &[
    ("space", ' '),
    ("nbspace", ' '),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("hyphen", '-'),
    ("sfthyphen", '-'),
    ("minus", '-'),
    ("endash", '–'),
    ("emdash", '—'),
    ("period", '.'),
    ("comma", ','),
    ("colon", ':'),
    ("semicolon", ';'),
    ("slash", '/'),
    ("backslash", '\\'),
    ("underscore", '_'),
    ("numbersign", '#'),
    ("parenleft", '('),
    ("parenright", ')'),
    ("plus", '+'),
    ("asterisk", '*'),
    ("ampersand", '&'),
    ("at", '@'),
    ("percent", '%'),
    ("equal", '='),
    ("quotesingle", '\''),
    ("quoteright", '’'),
    ("degree", '°'),
    ("ordmasculine", 'º'),
    ("Euro", '€'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
    ("Adieresis", 'Ä'),
    ("Odieresis", 'Ö'),
    ("Udieresis", 'Ü'),
    ("adieresis", 'ä'),
    ("odieresis", 'ö'),
    ("udieresis", 'ü'),
    ("germandbls", 'ß'),
    ("agrave", 'à'),
    ("aacute", 'á'),
    ("acircumflex", 'â'),
    ("ccedilla", 'ç'),
    ("egrave", 'è'),
    ("eacute", 'é'),
    ("ecircumflex", 'ê'),
    ("iacute", 'í'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocircumflex", 'ô'),
    ("uacute", 'ú'),
    ("Eacute", 'É'),
];
