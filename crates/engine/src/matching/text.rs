//! Remittance text: capitals without diacritics, cut into runs of letters and runs of digits.
//!
//! A number is looked for as any sequence of neighbouring runs, whatever stood between them. So it does not matter whether
//! a payer wrote `RE-2026-00123`, `RE 2026/00123` or `2026 00123`, nor where a bank broke the line: banks break after 27 or
//! 35 characters, in the middle of numbers too.

/// The longest sequence of runs that is looked at, and the longest text of one.
const MAX_RUNS: usize = 8;
const MAX_KEY: usize = 35;

/// Capitals of ASCII for the letters of the Latin scripts; everything else that is no letter or digit separates.
pub(super) fn fold(text: &str, out: &mut String) {
    if text.is_ascii() {
        let before = out.len();
        out.push_str(text);
        out[before..].make_ascii_uppercase();
        return;
    }
    for c in text.chars() {
        match c {
            'a'..='z' => out.push(c.to_ascii_uppercase()),
            '\0'..='\x7f' => out.push(c),
            _ => out.push_str(folded(c)),
        }
    }
}

fn folded(c: char) -> &'static str {
    match c {
        'ä' | 'Ä' | 'æ' | 'Æ' => "AE",
        'ö' | 'Ö' | 'œ' | 'Œ' | 'ø' | 'Ø' => "OE",
        'ü' | 'Ü' => "UE",
        'ß' | 'ẞ' => "SS",
        'à'..='ã' | 'À'..='Ã' | 'å' | 'Å' | 'ā' | 'Ā' | 'ă' | 'Ă' | 'ą' | 'Ą' => "A",
        'ç' | 'Ç' | 'ć' | 'Ć' | 'č' | 'Č' => "C",
        'ď' | 'Ď' | 'đ' | 'Đ' | 'ð' | 'Ð' => "D",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'Ē' | 'ė' | 'Ė' | 'ę' | 'Ę' | 'ě' | 'Ě' => "E",
        'ğ' | 'Ğ' | 'ģ' | 'Ģ' => "G",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'Ī' | 'į' | 'Į' | 'ı' | 'İ' => "I",
        'ķ' | 'Ķ' => "K",
        'ł' | 'Ł' | 'ľ' | 'Ľ' | 'ļ' | 'Ļ' => "L",
        'ñ' | 'Ñ' | 'ń' | 'Ń' | 'ň' | 'Ň' | 'ņ' | 'Ņ' => "N",
        'ò'..='õ' | 'Ò'..='Õ' | 'ō' | 'Ō' | 'ő' | 'Ő' => "O",
        'ř' | 'Ř' => "R",
        'ś' | 'Ś' | 'š' | 'Š' | 'ş' | 'Ş' | 'ș' | 'Ș' => "S",
        'ť' | 'Ť' | 'ţ' | 'Ţ' | 'ț' | 'Ț' => "T",
        'ù'..='û' | 'Ù'..='Û' | 'ū' | 'Ū' | 'ů' | 'Ů' | 'ű' | 'Ű' | 'ų' | 'Ų' => "U",
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => "Y",
        'ź' | 'Ź' | 'ż' | 'Ż' | 'ž' | 'Ž' => "Z",
        // A letter of another script still is one: it must not join what stands around it.
        _ => " ",
    }
}

/// Capitals and digits of a number, account or reference, nothing else.
pub(super) fn squeeze(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold(text, &mut folded);
    if !folded.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        folded.retain(|c| c.is_ascii_alphanumeric());
    }
    folded
}

/// A number or reference as it is looked for: capitals and digits, nothing else.
pub fn plain_number(number: &str) -> String {
    squeeze(number)
}

/// Hands out whatever in the texts of a line can be a number, each as [`plain_number`] writes it.
pub fn each_number(texts: &[&str], mut see: impl FnMut(&str)) {
    for window in Runs::of(texts).windows() {
        see(window.key);
    }
}

#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    section: u32,
}

/// The runs of a text.
#[derive(Debug, Default)]
pub(super) struct Runs {
    joined: String,
    runs: Vec<Run>,
}

/// A sequence of neighbouring runs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window<'a> {
    /// First run.
    pub first: usize,
    /// Last run.
    pub last: usize,
    /// Their characters.
    pub key: &'a str,
}

impl Runs {
    /// Cuts texts; a window never reaches from one into the next.
    pub(super) fn of(texts: &[&str]) -> Self {
        let mut out = Self::default();
        let mut folded = String::new();
        for (section, text) in (0_u32..).zip(texts) {
            folded.clear();
            fold(text, &mut folded);
            let mut before = None;
            for c in folded.chars() {
                let kind = match c {
                    '0'..='9' => Some(true),
                    'A'..='Z' => Some(false),
                    _ => None,
                };
                if kind.is_some() {
                    if kind != before {
                        out.runs.push(Run {
                            start: out.joined.len(),
                            section,
                        });
                    }
                    out.joined.push(c);
                }
                before = kind;
            }
        }
        out
    }

    fn end(&self, run: usize) -> usize {
        self.runs
            .get(run + 1)
            .map_or(self.joined.len(), |next| next.start)
    }

    /// The characters from one run to another.
    pub(super) fn joined(&self, first: usize, last: usize) -> &str {
        let start = self.runs.get(first).map_or(0, |run| run.start);
        self.joined.get(start..self.end(last)).unwrap_or_default()
    }

    /// The characters of one run; empty beyond the text.
    pub(super) fn text(&self, run: usize) -> &str {
        self.runs
            .get(run)
            .map_or("", |start| &self.joined[start.start..self.end(run)])
    }

    /// Every sequence that a number can be: with a digit in it, at most 35 characters.
    pub(super) fn windows(&self) -> impl Iterator<Item = Window<'_>> {
        self.sequences(MAX_RUNS)
            .filter(|window| window.key.len() <= MAX_KEY)
            .filter(|window| window.key.bytes().any(|b| b.is_ascii_digit()))
    }

    /// Every sequence that a structured reference can be, which may be printed in groups.
    pub(super) fn references(&self) -> impl Iterator<Item = Window<'_>> {
        self.sequences(16).filter(|window| {
            let key = window.key;
            (key.starts_with("RF") && (5..=25).contains(&key.len())) || key.len() == 27
        })
    }

    fn sequences(&self, longest: usize) -> impl Iterator<Item = Window<'_>> {
        (0..self.runs.len()).flat_map(move |first| {
            let start = self.runs[first];
            let last = self.runs.len().min(first + longest);
            (first..last)
                .take_while(move |at| self.runs[*at].section == start.section)
                .map(move |last| Window {
                    first,
                    last,
                    key: &self.joined[start.start..self.end(last)],
                })
                .take_while(|window| window.key.len() <= MAX_KEY)
        })
    }
}

/// How often each digit stands in a number, six bits for each: whether two numbers can be one slip apart is seen from
/// their tallies nearly always, and without looking at the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tally(u64);

impl Tally {
    /// The lowest bit of each of the ten counts.
    const UNITS: u64 = 0o01_01_01_01_01_01_01_01_01_01;

    /// Counts the digits of a number; what else is in it does not count, and nor does what is beyond 63.
    pub(super) fn of(number: &str) -> Self {
        let digits = number.bytes().filter(u8::is_ascii_digit);
        Self(digits.fold(0, |counts, digit| {
            let place = u32::from(digit - b'0') * 6;
            if (counts >> place) & 63 == 63 {
                counts
            } else {
                counts + (1 << place)
            }
        }))
    }

    /// Whether one slip can lie between the numbers: it changes the counts of at most two digits.
    pub(super) fn may_be_one_slip(self, other: Self) -> bool {
        let differ = self.0 ^ other.0;
        let differ = differ | (differ >> 1) | (differ >> 2);
        let differ = differ | (differ >> 3);
        (differ & Self::UNITS).count_ones() <= 2
    }
}

/// Whether two numbers differ by one slip of the key: a wrong, missing, doubled or swapped character.
pub(super) fn one_slip(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 || a == b {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    if short.len() < long.len() {
        return short[same..] == long[same + 1..];
    }
    let (x, y) = (&short[same..], &long[same..]);
    let swapped = x.len() > 1 && x[0] == y[1] && x[1] == y[0] && x[2..] == y[2..];
    x[1..] == y[1..] || swapped
}

/// Calls `see` with every number that one slip makes of `number` by changing its digits.
pub(super) fn each_slip(number: &str, mut see: impl FnMut(&str)) {
    let bytes = number.as_bytes();
    let mut made = String::with_capacity(number.len() + 1);
    let mut tell = |head: &[u8], middle: &[u8], tail: &[u8]| {
        made.clear();
        for part in [head, middle, tail] {
            made.extend(part.iter().map(|byte| char::from(*byte)));
        }
        see(&made);
    };
    for at in 0..=bytes.len() {
        let (head, tail) = bytes.split_at(at);
        for digit in b'0'..=b'9' {
            tell(head, &[digit], tail);
            if tail
                .first()
                .is_some_and(|old| old.is_ascii_digit() && *old != digit)
            {
                tell(head, &[digit], &tail[1..]);
            }
        }
        if let [first, rest @ ..] = tail {
            tell(head, &[], rest);
            if let [second, rest @ ..] = rest
                && first != second
            {
                tell(head, &[*second, *first], rest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        Runs::of(&[text])
            .windows()
            .map(|window| window.key.to_owned())
            .collect()
    }

    #[test]
    fn a_number_is_found_whatever_separates_it() {
        for text in [
            "Rechnung RE-2026/00123 vom 15.10.",
            "RE 2026 00123",
            "re2026.00\n123",
            "zu R\nE-2026-00123",
            "ZahlungRE202600123",
        ] {
            let found = keys(text);
            assert!(
                found.iter().any(|key| key.ends_with("202600123")),
                "{text}: {found:?}"
            );
        }
        assert!(keys("Überweisung").is_empty());
        assert!(keys("").is_empty());
    }

    #[test]
    fn the_slips_that_are_made_are_those_that_are_seen() {
        let mut made = Vec::new();
        each_slip("R100234", |slip| made.push(slip.to_owned()));
        assert!(made.iter().all(|slip| one_slip("R100234", slip)));
        for slip in [
            "R100243", "R10234", "R1000234", "R100235", "100234", "R1002340",
        ] {
            assert!(made.iter().any(|known| known == slip), "{slip}");
        }
    }

    #[test]
    fn no_slip_escapes_the_tallies() {
        for number in ["R100234", "9999999", "0", "RE-2026-00123", "12AB34"] {
            each_slip(number, |slip| {
                let (a, b) = (Tally::of(number), Tally::of(slip));
                assert!(
                    a.may_be_one_slip(b) && b.may_be_one_slip(a),
                    "{number} {slip}"
                );
            });
        }
        let long = "7".repeat(100);
        assert!(Tally::of(&long).may_be_one_slip(Tally::of(&long[1..])));
        assert!(!Tally::of("100234").may_be_one_slip(Tally::of("100567")));
        assert!(Tally::of("ABC").may_be_one_slip(Tally::of("XY-Z")));
    }

    #[test]
    fn one_slip_is_one() {
        for (a, b) in [
            ("100234", "100243"),
            ("100234", "10234"),
            ("100234", "1002344"),
            ("100234", "100734"),
            ("100234", "00234"),
        ] {
            assert!(one_slip(a, b) && one_slip(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("100234", "100234"),
            ("100234", "100343"),
            ("100234", "1002"),
            ("12", "21345"),
        ] {
            assert!(!one_slip(a, b), "{a} {b}");
        }
    }
}
