//! The few words that stand outside the page: the question when a window closes on running work.
//!
//! The page has all other words and says with `window.language` in which language it speaks.

/// A language the window speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, also for every language that is not spoken yet.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// Reads a language tag of the page (`de`, `de-AT`) or of the system (`de_DE.UTF-8`).
    pub fn of_tag(tag: &str) -> Self {
        match tag.split(['-', '_', '.']).next() {
            Some(primary) if primary.eq_ignore_ascii_case("de") => Self::German,
            _ => Self::English,
        }
    }

    /// What the system speaks, until the page says otherwise.
    pub fn of_system() -> Self {
        ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|tag| !tag.is_empty()))
            .map_or_else(Self::default, |tag| Self::of_tag(&tag))
    }

    /// The question asked when a window closes on running work.
    pub const fn closing(self) -> Closing {
        match self {
            Self::English => Closing {
                title: "Work is still running",
                question: "If you close now, the running work is stopped and taken back as if it had never started. Your book stays as it was before.",
                stop: "Stop and close",
                stay: "Keep working",
            },
            Self::German => Closing {
                title: "Es läuft noch etwas",
                question: "Wenn Sie jetzt schließen, wird die laufende Arbeit abgebrochen und vollständig zurückgenommen. Ihr Buch bleibt, wie es vorher war.",
                stop: "Abbrechen und schließen",
                stay: "Weiterarbeiten",
            },
        }
    }
}

/// The words of the closing question.
pub struct Closing {
    /// The title.
    pub title: &'static str,
    /// What happens, and what is kept.
    pub question: &'static str,
    /// The answer that closes.
    pub stop: &'static str,
    /// The answer that stays.
    pub stay: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_page_and_system_are_read_and_unknown_ones_are_english() {
        for tag in ["de", "de-AT", "de_DE.UTF-8", "DE"] {
            assert_eq!(Language::of_tag(tag), Language::German, "{tag}");
        }
        for tag in ["en", "fr_FR", "C", "", "den"] {
            assert_eq!(Language::of_tag(tag), Language::English, "{tag}");
        }
    }
}
