//! The headings that files carry, as data: which heading can mean which field in which kind of file.
//!
//! Case, blanks, accents and punctuation are ignored. Within a field the earlier heading wins where a file has two.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::field::{Field, FileKind};

/// Kinds of file in which a line of the table holds.
#[derive(Clone, Copy)]
enum In {
    All,
    Customers,
    Transactions,
    Settlements,
    /// Customers and transactions.
    Ledger,
    /// Transactions and settlements.
    Postings,
}

impl In {
    const fn holds(self, kind: FileKind) -> bool {
        match self {
            Self::All => true,
            Self::Customers => matches!(kind, FileKind::Customers),
            Self::Transactions => matches!(kind, FileKind::Transactions),
            Self::Settlements => matches!(kind, FileKind::Settlements),
            Self::Ledger => !matches!(kind, FileKind::Settlements),
            Self::Postings => !matches!(kind, FileKind::Customers),
        }
    }
}

/// The table. `Ä` and `Ae` are both listed because removing the accent gives `A` only.
#[rustfmt::skip]
const TABLE: &[(Field, In, &str)] = &[
    (Field::CustomerKey, In::Customers, "id; customer key; kunden id; internal id; guid"),
    (Field::CustomerNo, In::Ledger, "customer no; customer number; customer id; cust no; kundennummer; kunden nr; debitorennummer; \
        debitoren nr; debitor; konto; kontonummer; konto nr; personenkonto; account no; account number; account id; account code; account; \
        customer code; cust id; client id; client no; code client; n° client; nº client; no client; numero client; numéro de client; \
        codice cliente; cod cliente; cliente; klantnummer; klantnr; klant nr; debiteurnummer; debtor no; debtor number; debtor; contact number"),
    (Field::CustomerNo, In::Customers, "code; number; nummer; no; nr; ref"),
    (Field::CustomerName, In::Ledger, "customer name; customer full name; kundenname; company name; debitorenname; name; name 1; firma; firmenname; \
        kunde; customer; contactname; client name; client; company; nom; nom client; raison sociale; ragione sociale; \
        nome cliente; bedrijfsnaam; klantnaam; klant; naam; debtor name; contact"),
    (Field::DocumentKey, In::Transactions, "id; document id; transaction id; doc id; invoice id; external id; beleg id"),
    (Field::DocumentNo, In::Transactions, "invoice number; invoice no; document number; document no; doc no; doc number; rechnungsnummer; \
        rechnungs nr; rechnung nr; re nr; rg nr; belegnummer; beleg nr; belegfeld 1; beleg; invoice; voucher; num; no; nr; number; nummer; \
        n° facture; nº facture; numero facture; numéro de facture; no facture; facture; numero fattura; n fattura; fattura; factuurnummer; factuur nr; \
        factuur; transaction number; reference number; invoice ref; ref"),
    (Field::DocumentType, In::Transactions, "document type; doc type; transaction type; invoice type; belegart; vorgangsart; umsatzart; kind; type; typ; art; \
        soll haben kennzeichen; soll/haben; s/h; sh kz; dr cr; tipo; type de document; soort; boekingstype"),
    (Field::DocumentDate, In::Transactions, "document date; doc date; invoice date; invoiced on; issue date; date of issue; rechnungsdatum; \
        belegdatum; re datum; date facture; date de facture; date de facturation; data fattura; data documento; factuurdatum; date; datum; data"),
    (Field::TransactionDate, In::Transactions, "transaction date; posting date; accounting date; buchungsdatum; buchungstag; date comptable; \
        date ecriture; data registrazione; boekdatum; boekingsdatum"),
    (Field::DueDate, In::Transactions, "due date; due on; due; payment due; payment due date; maturity date; fälligkeit; faelligkeit; fällig am; \
        faellig am; fällig; fälligkeitsdatum; faelligkeitsdatum; zahlbar bis; netto fällig; échéance; date échéance; date d échéance; scadenza; \
        data scadenza; vervaldatum; vervaldag"),
    (Field::Amount, In::Postings, "amount; invoice amount; invoice total; total amount; gross amount; amount gross; original amount; total; \
        rechnungsbetrag; bruttobetrag; betrag brutto; gesamtbetrag; betrag; umsatz (ohne soll/haben kz); umsatz; sollbetrag; soll; brutto; \
        montant ttc; total ttc; montant; importo totale; importo; totale; bedrag; totaalbedrag; factuurbedrag; bedrag incl btw"),
    (Field::Amount, In::Transactions, "debit amount; debit"),
    (Field::AmountMinor, In::Postings, "amount minor; amount in minor units; amount cents; amount in cents; betrag in cent"),
    (Field::OpenAmount, In::Transactions, "open amount; open balance; outstanding amount; outstanding; balance due; amount due; invoice amount due; \
        balance; remaining amount; remaining; offener betrag; offen; op betrag; restbetrag; saldo; solde; reste dû; reste à payer; saldo aperto; \
        residuo; openstaand; openstaand bedrag"),
    (Field::OpenAmountMinor, In::Transactions, "open amount minor; balance minor; amount due minor"),
    (Field::Paid, In::Transactions, "amount paid; invoice amount paid; paid amount; paid; bezahlt; gezahlt; habenbetrag; haben; payé; montant payé; \
        pagato; betaald; credit; credit amount"),
    (Field::Currency, In::All, "currency; currency code; curr; ccy; iso currency; währung; waehrung; währungscode; whg; wkz umsatz; wkz; devise; \
        monnaie; valuta; divisa; munt"),
    (Field::SettledDate, In::Transactions, "settled date; settled on; settlement date; date paid; paid date; paid on; payment date; ausgleichsdatum; \
        ausgeglichen am; bezahlt am; zahldatum; zahlungsdatum; date règlement; date de règlement; date paiement; data pagamento; betaaldatum; betaald op"),
    (Field::DisputedFlag, In::Transactions, "disputed; in dispute; dispute; is disputed; strittig; streitig; reklamation; reklamiert; litige; en litige; \
        contestato; betwist"),
    (Field::Reference, In::Transactions, "reference; invoice reference; buchungstext; verwendungszweck; text; description; beschreibung; memo; \
        note; notes; remark; bemerkung; libellé; descrizione; omschrijving"),
    (Field::OrderNo, In::Transactions, "po number; p.o. #; po no; purchase order; order no; order number; bestellnummer; auftragsnummer; \
        ihre bestellung; n° commande; nº commande; numero commande; numero ordine; ordernummer; bestelnummer"),
    (Field::Language, In::Ledger, "language; language code; lang; sprache; sprachcode; langue; lingua; taal"),
    (Field::Street, In::Ledger, "street; street address; address; address 1; address line 1; addressline1; street 1; po address line 1; sa address line 1; billing street; straße; strasse; \
        anschrift; adresse; rue; indirizzo; via; straat; adres"),
    (Field::PostalCode, In::Ledger, "postal code; postcode; post code; zip; zip code; popostalcode; sapostalcode; billing zip; plz; postleitzahl; code postal; cap"),
    (Field::City, In::Ledger, "city; town; pocity; sacity; billing city; ort; stadt; wohnort; ville; città; plaats; woonplaats"),
    (Field::Country, In::Ledger, "country; country code; country iso; pocountry; sacountry; billing country; land; ländercode; laendercode; länderkennzeichen; \
        landeskennzeichen; pays; code pays; paese; nazione; landcode"),
    (Field::Email, In::Ledger, "email; e-mail; email address; e-mail address; e-mail-adresse; contact email; mail; courriel; posta elettronica"),
    (Field::Phone, In::Ledger, "phone; phone number; telephone; tel; contact phone; telefon; telefonnummer; rufnummer; téléphone; telefono; telefoon"),
    (Field::ContactName, In::Ledger, "contact name; contact person; contact; ansprechpartner; kontakt; kontaktperson; personne de contact; referente; contactpersoon"),
    (Field::Terms, In::Ledger, "terms; payment terms; terms of payment; payment term; zahlungsbedingung; zahlungsbedingungen; zahlungsziel; zahlungskondition; \
        conditions de paiement; termini di pagamento; betalingsconditie; betalingstermijn"),
    (Field::CreditLimit, In::Customers, "credit limit; creditlimit; limit; kreditlimit; kreditrahmen; kreditlinie; plafond; plafond de crédit; fido; kredietlimiet"),
    (Field::CreditLimitMinor, In::Customers, "credit limit minor; credit limit cents"),
    (Field::CustomerGroup, In::Ledger, "customer group; customer type; customer class; group; kundengruppe; gruppe; kundentyp; catégorie; categorie client; \
        gruppo clienti; klantgroep"),
    (Field::Region, In::Ledger, "region; territory; state; poregion; saregion; province; gebiet; bundesland; région; regione; regio; provincie"),
    (Field::Segment, In::Ledger, "segment; industry; market; branche; secteur; settore"),
    (Field::Salesperson, In::Ledger, "salesperson; sales rep; sales representative; rep; vertreter; verkäufer; verkaeufer; außendienst; commercial; venditore; agente; \
        verkoper"),
    (Field::DebitKey, In::Settlements, "debit id; debit key; debit transaction; debit; invoice id; soll id; debit document"),
    (Field::CreditKey, In::Settlements, "credit id; credit key; credit transaction; credit; payment id; haben id; credit document"),
    (Field::SettlementKey, In::Settlements, "id; settlement id; settlement key; settlement no"),
    (Field::SettlementDate, In::Settlements, "settlement date; date; settled on; settled date; accounting date; ausgleichsdatum; datum; date règlement; data"),
    (Field::Dimension, In::Transactions, "kostenstelle; kost1; kost2; kostenträger; trackingname1; trackingoption1; trackingname2; trackingoption2; class; \
        department; project; projekt; cost center; cost centre"),
    (Field::PostingProfile, In::Ledger, "posting profile; buchungsgruppe; buchungsprofil; sammelkonto; ar account"),
    (Field::BankAccount, In::Transactions, "bank account; bankkonto; gegenkonto; hauskonto; deposit to; paid to"),
    (Field::CashDiscount, In::Transactions, "cash discount; discount; skonto; skontobetrag; skonto prozent; escompte; sconto"),
    (Field::CashDiscountDate, In::Transactions, "discount date; cash discount date; skontofrist; skontodatum; skonto bis"),
    (Field::TaxCode, In::Transactions, "tax code; tax type; steuerschlüssel; bu-schlüssel; code tva; codice iva; btw code"),
    (Field::TaxAmount, In::Transactions, "tax amount; tax total; vat; vat amount; steuerbetrag; ust; mwst; tva; iva; btw"),
    (Field::ReminderLevel, In::Ledger, "mahnstufe; reminder level; dunning level; niveau de relance"),
    (Field::Hold, In::Ledger, "mahnsperre; postensperre; zinssperre; on hold; hold"),
];

/// One thing a heading can mean; a lower rank is the better match for its field.
#[derive(Clone, Copy)]
struct Meaning {
    field: Field,
    within: In,
    rank: usize,
}

static BY_HEADING: LazyLock<HashMap<String, Vec<Meaning>>> = LazyLock::new(|| {
    let mut map: HashMap<String, Vec<Meaning>> = HashMap::new();
    for (field, within, headings) in TABLE {
        for (rank, heading) in headings.split(';').enumerate() {
            let meaning = Meaning {
                field: *field,
                within: *within,
                rank,
            };
            map.entry(normalise_heading(heading))
                .or_default()
                .push(meaning);
        }
    }
    map
});

/// A heading as it is compared and remembered: lower case, letters and digits only, accents removed.
pub fn normalise_heading(heading: &str) -> String {
    let mut out = String::with_capacity(heading.len());
    for c in heading.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => out.push_str("ss"),
            c if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// The fields that a normalised heading can mean in a file of this kind, each with its rank among the field's headings.
pub(crate) fn meanings(normalised: &str, kind: FileKind) -> impl Iterator<Item = (Field, usize)> {
    let all = BY_HEADING.get(normalised).map_or(&[][..], Vec::as_slice);
    all.iter()
        .filter(move |m| m.within.holds(kind))
        .map(|m| (m.field, m.rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(heading: &str, kind: FileKind) -> Option<Field> {
        meanings(&normalise_heading(heading), kind)
            .next()
            .map(|(field, _)| field)
    }

    #[test]
    fn case_blanks_accents_and_punctuation_do_not_matter() {
        for heading in [
            "Fälligkeit",
            "FAELLIGKEIT",
            " fällig-am ",
            "Due Date",
            "*DueDate",
            "due_date",
            "Échéance",
        ] {
            assert_eq!(
                of(heading, FileKind::Transactions),
                Some(Field::DueDate),
                "{heading}"
            );
        }
        assert_eq!(of("Straße", FileKind::Customers), Some(Field::Street));
        assert_eq!(of("STRASSE", FileKind::Customers), Some(Field::Street));
        assert_eq!(of("P. O. #", FileKind::Transactions), Some(Field::OrderNo));
    }

    #[test]
    fn the_kind_of_the_file_decides_what_id_means() {
        assert_eq!(of("id", FileKind::Customers), Some(Field::CustomerKey));
        assert_eq!(of("id", FileKind::Transactions), Some(Field::DocumentKey));
        assert_eq!(of("id", FileKind::Settlements), Some(Field::SettlementKey));
    }

    #[test]
    fn headings_of_known_exports_are_found() {
        let datev = "Konto; Rechnungsnummer; Datum; Fälligkeit; Sollbetrag; Habenbetrag; Saldo; Gegenkonto; Buchungstext";
        assert!(
            datev
                .split(';')
                .all(|h| of(h, FileKind::Transactions).is_some())
        );
        let generic = "Invoice Date, Customer Name, Customer Number, Contact Name, Contact Phone, Contact Email, Sales Rep, \
            Invoice Number, Invoice Total, Paid, Balance";
        assert!(
            generic
                .split(',')
                .all(|h| of(h, FileKind::Transactions).is_some())
        );
    }

    #[test]
    fn a_heading_means_one_thing_per_kind() {
        for heading in BY_HEADING.keys() {
            for kind in FileKind::ALL {
                let mut fields: Vec<_> = meanings(heading, kind).map(|(field, _)| field).collect();
                fields.dedup();
                // Xero calls its customer "contact"; elsewhere that is the person to talk to.
                let is_double = ["contact", "contactname"].contains(&heading.as_str());
                assert!(fields.len() <= 1 || is_double, "{heading}: {fields:?}");
            }
        }
    }
}
