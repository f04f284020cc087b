//! The pages of a PDF in their order.

use std::collections::HashSet;

use super::PdfFault;
use super::load::Pdf;
use super::object::{Dict, Object};

/// Nodes of the page tree that are looked at; many nodes may share one long list of kids.
const MAX_STEPS: usize = 200_000;

/// A page: what draws it, and what its names mean.
pub(super) struct Page<'p> {
    pub contents: Vec<u32>,
    pub resources: Option<&'p Dict>,
}

/// How many pages there are, and the first of them.
pub(super) struct Pages<'p> {
    pub count: usize,
    pub first: Vec<Page<'p>>,
}

impl Pdf<'_> {
    /// How many pages the PDF has.
    pub fn page_count(&self) -> Result<usize, PdfFault> {
        self.pages(0).map(|pages| pages.count)
    }

    /// Walks the page tree; a damaged file without one gives its page objects in the order of their numbers.
    pub(super) fn pages(&self, most: usize) -> Result<Pages<'_>, PdfFault> {
        let mut pages = Pages {
            count: 0,
            first: Vec::new(),
        };
        let root = self
            .catalog()
            .and_then(|catalog| catalog.get(b"Pages".as_slice()));
        let mut open: Vec<(&Object, Option<&Dict>)> =
            root.map(|root| (root, None)).into_iter().collect();
        let mut seen = HashSet::new();
        let mut steps = 0;
        while let Some((node, inherited)) = open.pop() {
            steps += 1;
            let is_again = matches!(node, Object::Reference(number) if !seen.insert(*number));
            if is_again || steps > MAX_STEPS {
                continue;
            }
            let Some(dict) = self.resolve(node).as_dict() else {
                continue;
            };
            let resources = self.dict(dict, b"Resources").or(inherited);
            match self.get(dict, b"Kids") {
                Some(Object::Array(kids)) => {
                    let room = MAX_STEPS.saturating_sub(open.len());
                    open.extend(kids.iter().take(room).rev().map(|kid| (kid, resources)));
                }
                _ => self.take(dict, resources, most, &mut pages),
            }
        }
        if pages.count == 0 {
            for number in self.numbers() {
                let dict = self.objects[&number].object.as_dict();
                let is_page = |dict: &&Dict| {
                    dict.get(b"Type".as_slice())
                        .is_some_and(|t| t.is_name(b"Page"))
                };
                if let Some(dict) = dict.filter(is_page) {
                    self.take(dict, self.dict(dict, b"Resources"), most, &mut pages);
                }
            }
        }
        if pages.count == 0 {
            return Err(PdfFault::NoPages);
        }
        Ok(pages)
    }

    fn take<'p>(
        &'p self,
        dict: &'p Dict,
        resources: Option<&'p Dict>,
        most: usize,
        pages: &mut Pages<'p>,
    ) {
        pages.count += 1;
        if pages.first.len() >= most {
            return;
        }
        let contents = match dict.get(b"Contents".as_slice()) {
            Some(Object::Reference(number)) => match self.object(*number) {
                Object::Array(items) => references(items),
                _ => vec![*number],
            },
            Some(Object::Array(items)) => references(items),
            _ => Vec::new(),
        };
        pages.first.push(Page {
            contents,
            resources,
        });
    }
}

fn references(items: &[Object]) -> Vec<u32> {
    items
        .iter()
        .filter_map(|item| match item {
            Object::Reference(number) => Some(*number),
            _ => None,
        })
        .collect()
}
