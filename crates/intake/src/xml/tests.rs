use std::fmt::Write;

use super::*;

fn reader(text: &[u8]) -> XmlReader<Cursor<&[u8]>> {
    let limits = Limits {
        depth: 10,
        text_bytes: 2_000,
    };
    XmlReader::new(Cursor::new(text), limits, "t.xml").unwrap()
}

/// The document as one line: `a(x=1:` … `)`.
fn shown(text: &[u8]) -> Result<String, IntakeError> {
    let mut reader = reader(text);
    let mut line = String::new();
    loop {
        match reader.next()? {
            Node::Open(tag) => {
                line.push_str(&tag.name);
                for (name, value) in &tag.attributes {
                    write!(line, "[{name}={value}]").unwrap();
                }
                line.push('(');
            }
            Node::Close { text, .. } => write!(line, "{})", text.trim()).unwrap(),
            Node::End => return Ok(line),
        }
    }
}

fn fault(text: &[u8]) -> (Fault, Option<u64>) {
    let error = shown(text).unwrap_err();
    (error.fault, error.line)
}

#[test]
fn elements_texts_and_the_entities_of_xml() {
    let text = "<?xml version='1.0'?>\n<!-- note --><n:a xmlns:n='u' x=\"1 &amp; 2\"><b>M&#252;ller &amp; S&#xF6;hne\
                <![CDATA[ <GmbH>]]></b><c/>\n</n:a>\n";
    assert_eq!(
        shown(text.as_bytes()).unwrap(),
        "a[n=u][x=1 & 2](b(Müller & Söhne <GmbH>)c())"
    );
}

#[test]
fn every_declared_encoding() {
    let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>M\xFCller</a>";
    assert_eq!(shown(latin).unwrap(), "a(Müller)");
    let central = b"<?xml version='1.0' encoding = 'windows-1250'?><a>\x8C\x9C</a>";
    assert_eq!(shown(central).unwrap(), "a(Śś)");
    let wide: Vec<u8> = "\u{feff}<?xml version='1.0' encoding='UTF-16'?><a>ä</a>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(shown(&wide).unwrap(), "a(ä)");
    assert_eq!(shown("\u{feff}<a>ä</a>".as_bytes()).unwrap(), "a(ä)");
    let left_behind = "<?xml version='1.0' encoding='UTF-16'?><a>ä</a>".as_bytes();
    assert_eq!(shown(left_behind).unwrap(), "a(ä)");
    let (wrong, _) = fault(b"<?xml version='1.0' encoding='UTF-8'?><a>M\xFCller</a>");
    let encoding = "UTF-8".to_owned();
    assert_eq!(wrong, Fault::Unreadable { encoding });
    let unknown = b"<?xml version='1.0' encoding='martian'?><a/>";
    let error = XmlReader::new(Cursor::new(unknown), Limits::default(), "t.xml").err();
    let label = "martian".to_owned();
    assert_eq!(error.unwrap().fault, Fault::UnknownEncoding { label });
}

#[test]
fn a_billion_laughs_and_an_external_entity_are_refused_at_their_line() {
    let bomb = b"<?xml version='1.0'?>\n<!DOCTYPE lolz [\n<!ENTITY lol 'lol'>\n<!ENTITY lol2 '&lol;&lol;&lol;'>\n]>\n<a>&lol2;</a>";
    let (code, line) = fault(bomb);
    assert_eq!(code, Fault::XmlDoctype);
    assert!(line.is_some_and(|l| (2..=5).contains(&l)), "{line:?}");
    let external = b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>";
    assert_eq!(fault(external), (Fault::XmlDoctype, Some(1)));
    let entity = |name: &str| Fault::XmlEntity {
        name: name.to_owned(),
    };
    assert_eq!(fault(b"<a>\n&x;</a>"), (entity("x"), Some(2)));
    assert_eq!(fault(b"<a b='&nbsp;'/>").0, entity("nbsp"));
}

#[test]
fn depth_length_and_ends_have_limits() {
    assert_eq!(
        fault("<a>".repeat(11).as_bytes()).0,
        Fault::XmlTooDeep { limit: 10 }
    );
    let long = Fault::XmlTextTooLong { limit: 2_000 };
    let endless = format!("<a>{}</a>", "x".repeat(100_000));
    assert_eq!(fault(endless.as_bytes()).0, long);
    let in_pieces = format!("<a>{}</a>", "&amp;<!-- -->".repeat(2_001));
    assert_eq!(fault(in_pieces.as_bytes()).0, long);
    let in_a_comment = format!("<a><!--{}--></a>", "x".repeat(100_000));
    assert_eq!(fault(in_a_comment.as_bytes()).0, long);
    let cut = Fault::XmlCutShort {
        element: "b".to_owned(),
    };
    assert_eq!(fault(b"<a>\n<b>text"), (cut, Some(2)));
    for broken in [
        &b"<a></b>"[..],
        b"<a",
        b"<a x></a>",
        b"</a>",
        b"<a>&#0;</a>",
    ] {
        let (code, _) = fault(broken);
        assert!(matches!(code, Fault::XmlBroken { .. }), "{code:?}");
    }
}

#[test]
fn a_record_comes_as_a_tree_and_the_next_one_after_it() {
    let text = b"<a>\n<r id='1'><x><y>1</y></x><x><z> 2 </z></x></r>\n<skipped><r/></skipped>\n<r id='2'/></a>";
    let mut reader = reader(text);
    let mut seen = Vec::new();
    loop {
        match reader.next().unwrap() {
            Node::Open(tag) if tag.name == "skipped" => reader.skip().unwrap(),
            Node::Open(tag) if tag.name == "r" => {
                let tree = reader.subtree(10).unwrap();
                let found = tree.text_at("x/z").map(str::to_owned);
                seen.push((
                    tree.tag.attribute("id").unwrap().to_owned(),
                    tree.tag.line,
                    found,
                ));
            }
            Node::End => break,
            _ => {}
        }
    }
    assert_eq!(
        seen,
        [
            ("1".to_owned(), 2, Some("2".to_owned())),
            ("2".to_owned(), 4, None)
        ]
    );
    let mut many = self::reader(b"<a>\n<r><x/><x/><x/></r></a>");
    many.next().unwrap();
    many.next().unwrap();
    let error = many.subtree(3).unwrap_err();
    let element = "r".to_owned();
    assert_eq!(error.fault, Fault::XmlTooManyParts { element, limit: 3 });
    assert_eq!(error.line, Some(2));
}
