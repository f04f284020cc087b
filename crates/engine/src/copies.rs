//! Which document of the book a copy (a PDF) belongs to (spec 30 §14).
//!
//! The name of the file speaks first, its text only where the name says nothing. Exactly one document is a match; two or
//! more are doubtful and wait for a click; none is unmatched.
//!
//! Invariant: a number counts only where it stands whole. `INV-7` is never found in `INV-77`, `INV-7-1` or `1.234,56`.
//! A name may leave out what separates the parts of a number (`INV7`), but never adds a break between two digits.
//!
//! Left out on purpose: reading files, and attaching anything. Whoever calls brings names and texts.

mod runs;

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use runs::{Run, Runs, Where};

/// A number of more parts than this is compared by its first parts only.
const MAX_RUNS: usize = 16;

/// Pure digits shorter than this need a word like *Invoice* beside them: every page has a 7 somewhere.
const SHORT_DIGITS: usize = 4;

/// A number with fewer digits is not put together across a blank of running text: `No 7` is not `NO-7`.
const DIGITS_ACROSS_BLANKS: usize = 4;

/// Words beside which short digits are a document number; upper case, as runs are.
const LABELS: &[&str] = &[
    "INVOICE",
    "INVOICES",
    "INV",
    "CREDITNOTE",
    "RECHNUNG",
    "RECHNUNGS",
    "RECHNUNGSNUMMER",
    "RECHNUNGSNR",
    "RG",
    "GUTSCHRIFT",
    "BELEG",
    "BELEGNUMMER",
    "BELEGNR",
    "FACTURE",
    "AVOIR",
    "FATTURA",
    "FACTURA",
    "FACTUUR",
    "FACTUURNUMMER",
    "FAKTURA",
];

/// Words that may stand between such a word and the number: `Invoice No. 7`.
const FILLERS: &[&str] = &["NO", "NR", "NUM", "NUMBER", "NUMMER", "N", "ID"];

/// Where a number was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// In the name of the file.
    Name,
    /// In the text of its pages.
    Text,
}

/// What becomes of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum CopyMatch<D> {
    /// One document fits.
    Matched {
        /// The document.
        document: D,
        /// Where its number stood.
        by: FoundBy,
    },
    /// Several documents fit; in their order.
    Doubtful {
        /// Two or more.
        candidates: Vec<D>,
        /// Where their numbers stood.
        by: FoundBy,
    },
    /// No document fits.
    Unmatched,
}

/// The document numbers of a book, ready to be looked for. `D` is whatever names a document.
#[derive(Debug, Clone)]
pub struct DocumentNumbers<D> {
    exact: HashMap<String, Vec<Entry<D>>>,
    zeroless: HashMap<String, Vec<Entry<D>>>,
    longest: usize,
}

#[derive(Debug, Clone)]
struct Entry<D> {
    document: D,
    /// Positions in the key where the number itself breaks between two digits.
    breaks: Vec<usize>,
    digits: usize,
    only_digits: bool,
}

/// One place where a number stands.
struct Hit<D> {
    document: D,
    first: usize,
    last: usize,
    /// Whether the number has a letter or a word like *Invoice* beside it.
    is_sure: bool,
}

impl<D: Copy + Ord> DocumentNumbers<D> {
    /// Takes the documents with their numbers as written; a number without a letter or digit is left out.
    pub fn new<'a>(documents: impl IntoIterator<Item = (D, &'a str)>) -> Self {
        let mut numbers = Self {
            exact: HashMap::new(),
            zeroless: HashMap::new(),
            longest: 0,
        };
        for (document, number) in documents {
            let runs = Runs::of(number, Where::Name);
            if !runs.list.is_empty() && runs.list.len() <= MAX_RUNS {
                numbers.insert(document, &runs.list);
            }
        }
        numbers
    }

    fn insert(&mut self, document: D, runs: &[Run]) {
        for keep_zeros in [Zeros::Kept, Zeros::Dropped] {
            let mut key = String::new();
            let mut breaks = Vec::new();
            let mut before_is_digit = false;
            for run in runs {
                if before_is_digit && run.is_digits {
                    breaks.push(key.len());
                }
                before_is_digit = run.is_digits;
                key.push_str(keep_zeros.of(run));
            }
            let map = match keep_zeros {
                Zeros::Kept => &mut self.exact,
                Zeros::Dropped => &mut self.zeroless,
            };
            self.longest = self.longest.max(key.len());
            map.entry(key).or_default().push(Entry {
                document,
                breaks,
                digits: runs
                    .iter()
                    .filter(|run| run.is_digits)
                    .map(|run| run.text.len())
                    .sum(),
                only_digits: runs.iter().all(|run| run.is_digits),
            });
        }
    }

    /// Matches one file by its name (folders and `.pdf` are ignored), then by its text.
    pub fn find(&self, file_name: &str, text: &str) -> CopyMatch<D> {
        let name = Runs::of(stem(file_name), Where::Name);
        let text = Runs::of(text, Where::Text);
        let steps = [
            (&name, Zeros::Kept, FoundBy::Name),
            (&name, Zeros::Dropped, FoundBy::Name),
            (&text, Zeros::Kept, FoundBy::Text),
            (&text, Zeros::Dropped, FoundBy::Text),
        ];
        for (runs, zeros, by) in steps {
            let found = self.documents_in(runs, zeros);
            let mut candidates: Vec<D> = found.into_iter().collect();
            match candidates.len() {
                0 => {}
                1 => {
                    let document = candidates.remove(0);
                    return CopyMatch::Matched { document, by };
                }
                _ => return CopyMatch::Doubtful { candidates, by },
            }
        }
        CopyMatch::Unmatched
    }

    /// The documents whose numbers stand in these runs.
    fn documents_in(&self, runs: &Runs, zeros: Zeros) -> BTreeSet<D> {
        let mut hits = Vec::new();
        for first in 0..runs.list.len() {
            self.hits_from(runs, first, zeros, &mut hits);
        }
        // A number inside a longer one that was found is a part of it: INV-7 in INV-7-1.
        hits.sort_by_key(|hit| (hit.first, usize::MAX - hit.last));
        let mut widest: Option<(usize, usize)> = None;
        let mut outer: Vec<Hit<D>> = Vec::new();
        for hit in hits {
            match widest {
                Some(span) if hit.last <= span.1 && (hit.first, hit.last) != span => continue,
                Some(span) if hit.last <= span.1 => {}
                _ => widest = Some((hit.first, hit.last)),
            }
            outer.push(hit);
        }
        let any_sure = outer.iter().any(|hit| hit.is_sure);
        outer
            .into_iter()
            .filter(|hit| hit.is_sure || !any_sure)
            .map(|hit| hit.document)
            .collect()
    }

    /// Puts runs together from `first` on and looks each length up.
    fn hits_from(&self, runs: &Runs, first: usize, zeros: Zeros, hits: &mut Vec<Hit<D>>) {
        let map = match zeros {
            Zeros::Kept => &self.exact,
            Zeros::Dropped => &self.zeroless,
        };
        let mut key = String::new();
        let mut breaks = Vec::new();
        for last in first..runs.list.len().min(first + MAX_RUNS) {
            let run = &runs.list[last];
            if last > first {
                if !run.joins_before {
                    return;
                }
                if run.is_digits && runs.list[last - 1].is_digits {
                    breaks.push(key.len());
                }
            }
            key.push_str(zeros.of(run));
            if key.len() > self.longest {
                return;
            }
            let Some(entries) = map.get(&key) else {
                continue;
            };
            for entry in entries {
                if let Some(is_sure) = entry.stands(runs, first, last, &breaks) {
                    hits.push(Hit {
                        document: entry.document,
                        first,
                        last,
                        is_sure,
                    });
                }
            }
        }
    }
}

impl<D> Entry<D> {
    /// Whether the number stands whole in these runs, and if so whether nothing else could be meant.
    fn stands(&self, runs: &Runs, first: usize, last: usize, breaks: &[usize]) -> Option<bool> {
        if !breaks.iter().all(|at| self.breaks.contains(at)) || !runs.is_whole(first, last, LABELS)
        {
            return None;
        }
        if runs.place == Where::Text
            && self.digits < DIGITS_ACROSS_BLANKS
            && runs.has_blank_inside(first, last)
        {
            return None;
        }
        if !self.only_digits {
            return Some(true);
        }
        let is_labelled = is_labelled(runs, first);
        let is_enough = self.digits >= SHORT_DIGITS || (runs.place == Where::Name && first == 0);
        (is_labelled || is_enough).then_some(is_labelled || runs.place == Where::Name)
    }
}

/// Whether leading zeros of each group of digits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zeros {
    Kept,
    Dropped,
}

impl Zeros {
    fn of(self, run: &Run) -> &str {
        match self {
            Self::Dropped if run.is_digits => {
                let text = run.text.trim_start_matches('0');
                if text.is_empty() { "0" } else { text }
            }
            _ => &run.text,
        }
    }
}

/// Whether a word like *Invoice* stands before these digits, with at most one filler between them.
fn is_labelled(runs: &Runs, first: usize) -> bool {
    let word = |back: usize| {
        first
            .checked_sub(back)
            .map(|at| runs.list[at].text.as_str())
    };
    let fillers = usize::from(word(1).is_some_and(|word| FILLERS.contains(&word)));
    let label = word(fillers + 1);
    label.is_some_and(|word| LABELS.contains(&word))
        || (label == Some("NOTE") && word(fillers + 2) == Some("CREDIT"))
}

/// The name without its folders and without `.pdf`.
fn stem(file_name: &str) -> &str {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    match name.rsplit_once('.') {
        Some((stem, ending)) if ending.eq_ignore_ascii_case("pdf") => stem,
        _ => name,
    }
}
