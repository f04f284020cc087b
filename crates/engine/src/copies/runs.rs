//! A text as runs of letters and runs of digits, with what stands between them.

/// What is searched: a blank in a name separates parts, a line break in a text ends everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Name,
    Text,
}

/// Letters or digits that belong together, letters in upper case.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub text: String,
    pub is_digits: bool,
    /// Whether a number may go on from the run before into this one.
    pub joins_before: bool,
    before: Before,
}

/// What stands before a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The other kind of run, without any sign between: `INV7`.
    Run,
    /// Exactly one sign that holds digits together: `-`, `/`, `.`, `,` or `:`.
    Glue,
    /// At least one blank or line break.
    Blank,
    /// Other signs, or the beginning.
    Other,
}

#[derive(Debug, Clone)]
pub(super) struct Runs {
    pub list: Vec<Run>,
    pub place: Where,
}

/// What stands between two runs.
#[derive(Default)]
struct Gap {
    signs: usize,
    glue: usize,
    blanks: usize,
    breaks: usize,
}

impl Gap {
    fn take(&mut self, sign: char) {
        self.signs += 1;
        match sign {
            '\n' | '\r' | '\t' | '\u{c}' => self.breaks += 1,
            _ if sign.is_whitespace() => self.blanks += 1,
            '-' | '/' | '.' | ',' | ':' | '\u{2010}'..='\u{2015}' => self.glue += 1,
            _ => {}
        }
    }

    /// In a name everything but letters and digits is ignored; in a text only what a number is written with.
    fn joins(&self, place: Where) -> bool {
        place == Where::Name || (self.breaks == 0 && self.blanks <= 1 && self.signs <= 2)
    }

    fn kind(&self, is_first: bool) -> Before {
        if self.signs == 0 && !is_first {
            Before::Run
        } else if self.signs == 1 && self.glue == 1 {
            Before::Glue
        } else if self.blanks + self.breaks > 0 {
            Before::Blank
        } else {
            Before::Other
        }
    }
}

impl Runs {
    pub fn of(text: &str, place: Where) -> Self {
        let mut list: Vec<Run> = Vec::new();
        let mut gap = Gap::default();
        let mut open = false;
        for c in text.chars() {
            if !c.is_alphanumeric() {
                gap.take(c);
                open = false;
                continue;
            }
            let is_digits = c.is_ascii_digit();
            let continues = open && list.last().is_some_and(|run| run.is_digits == is_digits);
            if !continues {
                let before = gap.kind(list.is_empty());
                list.push(Run {
                    text: String::new(),
                    is_digits,
                    joins_before: gap.joins(place),
                    before,
                });
                gap = Gap::default();
                open = true;
            }
            if let Some(run) = list.last_mut() {
                run.text.extend(c.to_uppercase());
            }
        }
        Self { list, place }
    }

    /// Whether nothing that would belong to the same number stands right before or after: another digit behind a `-`,
    /// or letters that touch digits (`7a`, `x7`) and are none of the words that `may_touch`.
    pub fn is_whole(&self, first: usize, last: usize, may_touch: &[&str]) -> bool {
        let parts = |left: &Run, right: &Run| match right.before {
            Before::Run => may_touch.contains(&left.text.as_str()),
            Before::Glue => !(left.is_digits && right.is_digits),
            Before::Blank | Before::Other => true,
        };
        let before = first
            .checked_sub(1)
            .is_none_or(|at| parts(&self.list[at], &self.list[first]));
        let after = self
            .list
            .get(last + 1)
            .is_none_or(|next| parts(&self.list[last], next));
        before && after
    }

    /// Whether a blank stands between two runs of this stretch.
    pub fn has_blank_inside(&self, first: usize, last: usize) -> bool {
        self.list[first..=last]
            .iter()
            .skip(1)
            .any(|run| run.before == Before::Blank)
    }
}
