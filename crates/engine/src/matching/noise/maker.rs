//! How payers write and banks break what they wrote.

use super::{Dice, Market, MarketDoc, Noise, NoisyLine};

pub(super) struct Maker<'a> {
    pub market: &'a Market,
    pub dice: Dice,
}

impl Maker<'_> {
    /// A line of a kind; `None` where the document that was drawn does not lend itself to it.
    pub fn line(&mut self, noise: Noise) -> Option<NoisyLine> {
        match noise {
            Noise::Joint | Noise::JointMistyped | Noise::JointUnnamed | Noise::CreditNote => {
                self.joint(noise)
            }
            Noise::SlipOntoTwin => self.twin(),
            _ => self.single(noise),
        }
    }

    fn blank(&mut self, noise: Noise, docs: &[&MarketDoc]) -> NoisyLine {
        let payer = self.market.payer(docs[0].customer_id);
        let mut meant: Vec<i64> = docs.iter().map(|doc| doc.id).collect();
        meant.sort_unstable();
        let is_known = self.dice.of_hundred(75);
        let name = match self.dice.below(100) {
            // Payment services and relatives pay too.
            0..=4 => String::new(),
            5..=7 => "PAYSERVICE SETTLEMENT LTD".to_owned(),
            _ => self.distorted(&payer.name),
        };
        let stranger = format!("XX{:020}", self.dice.next_u64());
        NoisyLine {
            noise,
            meant,
            customer_id: docs[0].customer_id,
            amount_minor: docs.iter().map(|doc| doc.open_minor).sum(),
            reference: String::new(),
            text: String::new(),
            account: if is_known && !payer.account.is_empty() {
                payer.account.clone()
            } else {
                stranger
            },
            name,
        }
    }

    fn single(&mut self, noise: Noise) -> Option<NoisyLine> {
        let market = self.market;
        let doc = if noise == Noise::PaidAgain {
            self.dice.pick(&market.closed)
        } else {
            self.dice.pick(&market.invoices)
        };
        let mut out = self.blank(noise, &[doc]);
        let payer = market.payer(doc.customer_id);
        out.text = self.wrapped(&doc.document_no);
        match noise {
            Noise::Separators => out.text = self.separators(&doc.document_no),
            Noise::SplitLines => out.text = self.split(&doc.document_no),
            Noise::Mistyped => {
                let slip = self.slip(&doc.document_no);
                let taken = market.by_number(&slip).is_some();
                out.text = self.wrapped(&slip);
                return (!taken).then_some(out);
            }
            Noise::LostZeros => {
                out.text = format!("RE {}", lost_zeros(&doc.document_no)?);
            }
            Noise::Discount => out.amount_minor -= doc.discount?.amount_minor,
            Noise::EqualAmounts => return doc.is_recurring.then_some(out),
            Noise::EqualUnnamed | Noise::AccountOnly => {
                out.text = self.words();
                out.account.clone_from(&payer.account);
                let oldest = market.oldest_equal(doc);
                let competing = market.equal(doc) > 1;
                let fits = competing == (noise == Noise::EqualUnnamed) && oldest == doc.id;
                return (fits && !payer.account.is_empty()).then_some(out);
            }
            Noise::NameOnly => {
                out.text = self.words();
                out.account.clear();
                return (market.equal(doc) == 1).then_some(out);
            }
            Noise::Reference => {
                out.text.clear();
                out.reference.clone_from(&doc.reference);
                return (!doc.reference.is_empty()).then_some(out);
            }
            Noise::ReferenceInText => {
                out.text = format!("{} {}", self.words(), grouped(&doc.reference));
                return (!doc.reference.is_empty()).then_some(out);
            }
            Noise::ForeignText => out.text = self.foreign(&doc.document_no),
            Noise::Decoy => {
                let other = self.dice.pick(&market.invoices);
                out.text = format!("{} Auftrag {}", doc.document_no, other.document_no);
                return (other.customer_id != doc.customer_id).then_some(out);
            }
            Noise::PartPayment => {
                out.amount_minor = out.amount_minor * 2 / 5 + 1;
                return (!payer.account.is_empty()).then_some(out);
            }
            Noise::PaidAgain => out.meant.clear(),
            Noise::ThirdParty => {
                let other = self.dice.pick(&market.payers);
                out.account.clone_from(&other.account);
                out.name.clone_from(&other.name);
                let fits = other.customer_id != doc.customer_id && !other.account.is_empty();
                return fits.then_some(out);
            }
            Noise::SlipOntoOther => {
                let slip = self.slip(&doc.document_no);
                let other = market.by_number(&slip)?;
                out.text = self.wrapped(&slip);
                return (other.customer_id != doc.customer_id).then_some(out);
            }
            _ => {}
        }
        Some(out)
    }

    fn joint(&mut self, noise: Noise) -> Option<NoisyLine> {
        let market = self.market;
        let first = self.dice.pick(&market.invoices);
        let mut docs = vec![first];
        let more = 1 + self.dice.place(4);
        let own = market.of_customer(first.customer_id);
        for _ in 0..more {
            let next = self.dice.pick(own);
            if docs.iter().all(|doc| doc.id != next.id) {
                docs.push(next);
            }
        }
        if docs.len() < 2 {
            return None;
        }
        if noise == Noise::CreditNote {
            docs.push(market.credit_of(first.customer_id)?);
        }
        let mut out = self.blank(noise, &docs);
        let mut numbers: Vec<String> = docs.iter().map(|doc| doc.document_no.clone()).collect();
        match noise {
            Noise::JointMistyped => {
                numbers[1] = self.slip(&numbers[1]);
                if market.by_number(&numbers[1]).is_some() {
                    return None;
                }
            }
            Noise::JointUnnamed => drop(numbers.remove(1)),
            _ => {}
        }
        let separator = *self.dice.pick(&[", ", " ", "/", " + ", ";", "\n"]);
        let text = format!("RE {}", numbers.join(separator));
        out.text = if self.dice.of_hundred(30) {
            self.split(&text)
        } else {
            text
        };
        (out.amount_minor > 0).then_some(out)
    }

    /// The payer means one of two neighbours with equal amounts and names the other; nobody knows the payer.
    fn twin(&mut self) -> Option<NoisyLine> {
        let (meant, named) = *self.dice.pick(&self.market.twins);
        let meant = self.market.doc(meant)?;
        let mut out = self.blank(Noise::SlipOntoTwin, &[meant]);
        out.text = self.wrapped(&self.market.doc(named)?.document_no);
        out.account = format!("XX{:020}", self.dice.next_u64());
        out.name.clear();
        Some(out)
    }

    fn words(&mut self) -> String {
        (*self.dice.pick(&[
            "Zahlung Rechnung",
            "Danke",
            "offene Posten",
            "payment",
            "Kd-Nr. 88 vom 03.02.",
            "",
        ]))
        .to_owned()
    }

    fn wrapped(&mut self, number: &str) -> String {
        let (before, after) = *self.dice.pick(&[
            ("", ""),
            ("Rechnung ", " vom 15.10.2026"),
            ("RE-NR ", ""),
            ("Invoice ", " thank you"),
            ("Kd 1200 / Rg ", " / Danke"),
            ("SVWZ+", " EREF+NOTPROVIDED"),
        ]);
        format!("{before}{number}{after}")
    }

    fn foreign(&mut self, number: &str) -> String {
        let (before, after) = *self.dice.pick(&[
            ("Règlement facture n° ", " du 12/10/2026 réf. 7741"),
            ("Zapłata za fakturę ", " z dnia 2026-10-12 tel. 601234567"),
            ("Platba faktury č. ", " VS 2026 KS 0308"),
            ("Betaling factuur ", " d.d. 12-10-2026 klantnr 30021"),
            ("Bonifico fattura ", " IBAN IT60X0542811101000000123456"),
            ("оплата счёта ", " от 12.10.2026"),
        ]);
        format!("{before}{number}{after}")
    }

    fn separators(&mut self, number: &str) -> String {
        let separator = *self.dice.pick(&["", " ", "/", ".", "_", " - "]);
        let spread: Vec<&str> = number.split('-').collect();
        let spread = if self.dice.of_hundred(50) && spread.len() > 1 {
            spread[1..].join(separator)
        } else {
            spread.join(separator)
        };
        let prefix = *self.dice.pick(&["", "INV ", "Rg.Nr.", "RECHNUNG", "no. "]);
        format!("{prefix}{}", spread.to_lowercase())
    }

    fn split(&mut self, number: &str) -> String {
        let width = *self.dice.pick(&[27_usize, 35]);
        let filler = "Ueberweisung fuer gelieferte Ware gemaess Auftrag";
        let keep = self.dice.place(width);
        let text: Vec<char> = format!("{} {number} danke", &filler[..keep])
            .chars()
            .collect();
        let broken: Vec<String> = text
            .chunks(width)
            .map(|line| line.iter().collect())
            .collect();
        let between = *self.dice.pick(&["\n", "\r\n", " "]);
        broken.join(between)
    }

    /// One wrong, swapped or missing digit.
    fn slip(&mut self, number: &str) -> String {
        let mut bytes: Vec<u8> = number.bytes().collect();
        let digits: Vec<usize> = (0..bytes.len())
            .filter(|at| bytes[*at].is_ascii_digit())
            .collect();
        let at = *self.dice.pick(&digits);
        match self.dice.below(3) {
            0 => {
                let by = 1 + u8::try_from(self.dice.below(9)).unwrap_or(0);
                bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
            }
            1 if digits.contains(&(at + 1)) && bytes[at] != bytes[at + 1] => {
                bytes.swap(at, at + 1);
            }
            _ => drop(bytes.remove(at)),
        }
        String::from_utf8(bytes).unwrap_or_default()
    }

    fn distorted(&mut self, name: &str) -> String {
        match self.dice.below(5) {
            0 => name.to_uppercase(),
            1 => name
                .replace('ä', "ae")
                .replace('ö', "oe")
                .replace('ü', "ue"),
            2 => name.chars().take(27).collect(),
            3 => {
                let mut words: Vec<&str> = name.split(' ').collect();
                words.reverse();
                words.join(" ")
            }
            _ => name.to_owned(),
        }
    }
}

/// `RE-2026-00123` as `123`, `0004711` as `4711`; `None` where there is no zero to lose.
fn lost_zeros(number: &str) -> Option<&str> {
    let last = number.rsplit('-').next()?;
    let short = last.trim_start_matches('0');
    (short.len() < last.len() && short.len() >= 2).then_some(short)
}

/// A reference in groups of four, as it is printed.
fn grouped(reference: &str) -> String {
    let chars: Vec<char> = reference.chars().collect();
    let groups: Vec<String> = chars
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}
