//! The words that enumerations have in the book and over the wire, written once per enumeration.

/// Gives an enumeration without data its words: `ALL`, `code` and `from_code`.
macro_rules! codes {
    ($name:ty { $($variant:ident => $code:literal),+ $(,)? }) => {
        impl $name {
            /// All of them, in the order of the spec.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in the book and over the wire.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code),+
                }
            }

            /// Reads what `code` wrote.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.code() == code)
            }
        }
    };
}

pub(super) use codes;
