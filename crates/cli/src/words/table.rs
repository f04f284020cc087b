//! The window's table of words as it stands in its source: one object literal of texts, nested by name.
//!
//! Only what such a table has is understood: names, texts in any of the three quotation marks, braces, comments.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::Chars;

/// Words by their path, for example `file_exists.remedy`.
pub(super) struct Table(BTreeMap<String, String>);

enum Token {
    Name(String),
    Text(String),
    Open,
    Close,
    Colon,
}

impl Table {
    /// Reads the first object literal of `source`.
    pub fn read(source: &str) -> Self {
        let mut words = BTreeMap::new();
        let literal = source.split_once("= {").map_or("", |(_, rest)| rest);
        let tokens = Tokens(literal.chars().peekable());
        let mut path: Vec<String> = Vec::new();
        let mut key: Option<String> = None;
        let mut value_follows = false;
        for token in tokens {
            match token {
                Token::Colon => value_follows = true,
                Token::Text(text) if value_follows => {
                    if let Some(key) = key.take() {
                        let mut whole = path.clone();
                        whole.push(key);
                        words.insert(whole.join("."), text);
                    }
                    value_follows = false;
                }
                Token::Name(name) | Token::Text(name) => key = Some(name),
                Token::Open => {
                    path.extend(key.take());
                    value_follows = false;
                }
                Token::Close => {
                    // The brace that closes the literal itself ends the table.
                    if path.pop().is_none() {
                        break;
                    }
                }
            }
        }
        Self(words)
    }

    /// The words at a path.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// Every path.
    #[cfg(test)]
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

struct Tokens<'a>(Peekable<Chars<'a>>);

impl Tokens<'_> {
    fn text(&mut self, mark: char) -> String {
        let mut text = String::new();
        while let Some(next) = self.0.next() {
            match next {
                '\\' => text.extend(self.0.next()),
                next if next == mark => break,
                next => text.push(next),
            }
        }
        text
    }

    fn name(&mut self, first: char) -> String {
        let mut name = String::from(first);
        while let Some(next) = self
            .0
            .next_if(|next| next.is_alphanumeric() || matches!(next, '_' | '$'))
        {
            name.push(next);
        }
        name
    }

    fn comment(&mut self) {
        if self.0.next_if_eq(&'/').is_some() {
            for next in self.0.by_ref() {
                if next == '\n' {
                    break;
                }
            }
        } else if self.0.next_if_eq(&'*').is_some() {
            let mut last = ' ';
            for next in self.0.by_ref() {
                if (last, next) == ('*', '/') {
                    break;
                }
                last = next;
            }
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let token = match self.0.next()? {
                '{' => Token::Open,
                '}' => Token::Close,
                ':' => Token::Colon,
                mark @ ('\'' | '"' | '`') => Token::Text(self.text(mark)),
                '/' => {
                    self.comment();
                    continue;
                }
                first if first.is_alphanumeric() || first == '_' => Token::Name(self.name(first)),
                _ => continue,
            };
            return Some(token);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn a_table_is_read_as_it_stands() {
        let table = Table::read(
            "/** Words: \"{\". */\nimport x from 'y';\nexport const words = {\n  a: 'it\\'s // {no} comment',\n  // b: 'gone',\n  \
             c: { what: \"one\", /* x */ deeper: { 'd_1':\n      `two`,\n    } },\n  e: 'three',\n} as const;\nexport const other = { f: 'no' };",
        );
        let found: Vec<&str> = table.paths().collect();
        assert_eq!(found, ["a", "c.deeper.d_1", "c.what", "e"]);
        assert_eq!(table.get("a"), Some("it's // {no} comment"));
        assert_eq!(table.get("c.deeper.d_1"), Some("two"));
        assert_eq!(table.get("f"), None);
    }
}
