//! The headings that files carry, as data: which heading can mean which field in which kind of file.
//!
//! Case, blanks, accents and punctuation are ignored. Within a field the earlier heading wins where a file has two.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::field::{Field, FileKind};

/// Kinds of file in which a line of the table holds: one bit each.
#[derive(Clone, Copy)]
struct In(u16);

impl In {
    const ALL: Self = Self(0x1ff);
    const CUSTOMERS: Self = Self::of(FileKind::Customers);
    const TRANSACTIONS: Self = Self::of(FileKind::Transactions);
    const SETTLEMENTS: Self = Self::of(FileKind::Settlements);
    const CONTACTS: Self = Self::of(FileKind::Contacts);
    const ORDERS: Self = Self::of(FileKind::Orders);
    const DELIVERIES: Self = Self::of(FileKind::Deliveries);
    const RATES: Self = Self::of(FileKind::ExchangeRates);
    const REVENUE: Self = Self::of(FileKind::Revenue);
    const BANK: Self = Self::of(FileKind::BankLines);
    /// Customers and transactions.
    const LEDGER: Self = Self::CUSTOMERS.and(Self::TRANSACTIONS);
    /// Transactions and settlements.
    const POSTINGS: Self = Self::TRANSACTIONS.and(Self::SETTLEMENTS);
    /// Documents before the invoice.
    const SALES: Self = Self::ORDERS.and(Self::DELIVERIES);
    /// Documents that may be told apart by line.
    const LINES: Self = Self::TRANSACTIONS.and(Self::ORDERS);
    /// Everything that names a customer.
    const PARTY: Self = Self::LEDGER
        .and(Self::SALES)
        .and(Self::CONTACTS)
        .and(Self::REVENUE);

    const fn of(kind: FileKind) -> Self {
        Self(1 << kind as u16)
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    const fn holds(self, kind: FileKind) -> bool {
        self.0 & Self::of(kind).0 != 0
    }
}

/// The table. `Ä` and `Ae` are both listed because removing the accent gives `A` only.
#[rustfmt::skip]
const TABLE: &[(Field, In, &str)] = &[
    (Field::CustomerKey, In::CUSTOMERS, "id; customer key; kunden id; internal id; guid"),
    (Field::CustomerNo, In::PARTY, "customer no; customer number; customer id; cust no; kundennummer; kunden nr; debitorennummer; \
        debitoren nr; debitor; konto; kontonummer; konto nr; personenkonto; account no; account number; account id; account code; account; \
        customer code; cust id; client id; client no; code client; n° client; nº client; no client; numero client; numéro de client; \
        codice cliente; cod cliente; cliente; klantnummer; klantnr; klant nr; debiteurnummer; debtor no; debtor number; debtor; contact number"),
    (Field::CustomerNo, In::CUSTOMERS, "code; number; nummer; no; nr; ref"),
    (Field::CustomerName, In::PARTY, "customer name; customer full name; kundenname; company name; debitorenname; name; name 1; firma; firmenname; \
        kunde; customer; contactname; client name; client; company; nom; nom client; raison sociale; ragione sociale; \
        nome cliente; bedrijfsnaam; klantnaam; klant; naam; debtor name; contact"),
    (Field::DocumentKey, In::TRANSACTIONS, "id; document id; transaction id; doc id; invoice id; external id; beleg id"),
    (Field::DocumentNo, In::TRANSACTIONS, "invoice number; invoice no; document number; document no; doc no; doc number; rechnungsnummer; \
        rechnungs nr; rechnung nr; re nr; rg nr; belegnummer; beleg nr; belegfeld 1; beleg; invoice; voucher; num; no; nr; number; nummer; \
        n° facture; nº facture; numero facture; numéro de facture; no facture; facture; numero fattura; n fattura; fattura; factuurnummer; factuur nr; \
        factuur; transaction number; reference number; invoice ref; ref"),
    (Field::DocumentType, In::TRANSACTIONS, "document type; doc type; transaction type; invoice type; belegart; vorgangsart; umsatzart; kind; type; typ; art; \
        soll haben kennzeichen; soll/haben; s/h; sh kz; dr cr; tipo; type de document; soort; boekingstype"),
    (Field::DocumentDate, In::TRANSACTIONS, "document date; doc date; invoice date; invoiced on; issue date; date of issue; rechnungsdatum; \
        belegdatum; re datum; date facture; date de facture; date de facturation; data fattura; data documento; factuurdatum; date; datum; data"),
    (Field::TransactionDate, In::TRANSACTIONS, "transaction date; posting date; accounting date; buchungsdatum; buchungstag; date comptable; \
        date ecriture; data registrazione; boekdatum; boekingsdatum"),
    (Field::DueDate, In::TRANSACTIONS, "due date; due on; due; payment due; payment due date; maturity date; fälligkeit; faelligkeit; fällig am; \
        faellig am; fällig; fälligkeitsdatum; faelligkeitsdatum; zahlbar bis; netto fällig; échéance; date échéance; date d échéance; scadenza; \
        data scadenza; vervaldatum; vervaldag"),
    (Field::Amount, In::POSTINGS.and(In::SALES), "amount; invoice amount; invoice total; total amount; gross amount; amount gross; original amount; total; \
        rechnungsbetrag; bruttobetrag; betrag brutto; gesamtbetrag; betrag; umsatz (ohne soll/haben kz); umsatz; sollbetrag; soll; brutto; \
        montant ttc; total ttc; montant; importo totale; importo; totale; bedrag; totaalbedrag; factuurbedrag; bedrag incl btw"),
    (Field::Amount, In::TRANSACTIONS, "debit amount; debit"),
    (Field::AmountMinor, In::POSTINGS.and(In::SALES).and(In::BANK).and(In::REVENUE), "amount minor; amount in minor units; amount cents; amount in cents; betrag in cent"),
    (Field::OpenAmount, In::TRANSACTIONS, "open amount; open balance; outstanding amount; outstanding; balance due; amount due; invoice amount due; \
        balance; remaining amount; remaining; offener betrag; offen; op betrag; restbetrag; saldo; solde; reste dû; reste à payer; saldo aperto; \
        residuo; openstaand; openstaand bedrag"),
    (Field::OpenAmountMinor, In::TRANSACTIONS, "open amount minor; balance minor; amount due minor"),
    (Field::Paid, In::TRANSACTIONS, "amount paid; invoice amount paid; paid amount; paid; bezahlt; gezahlt; habenbetrag; haben; payé; montant payé; \
        pagato; betaald; credit; credit amount"),
    (Field::Currency, In::ALL.without(In::RATES).without(In::BANK), "currency; currency code; curr; ccy; iso currency; währung; waehrung; währungscode; whg; wkz umsatz; wkz; devise; \
        monnaie; valuta; divisa; munt"),
    (Field::SettledDate, In::TRANSACTIONS, "settled date; settled on; settlement date; date paid; paid date; paid on; payment date; ausgleichsdatum; \
        ausgeglichen am; bezahlt am; zahldatum; zahlungsdatum; date règlement; date de règlement; date paiement; data pagamento; betaaldatum; betaald op"),
    (Field::DisputedFlag, In::TRANSACTIONS, "disputed; in dispute; dispute; is disputed; strittig; streitig; reklamation; reklamiert; litige; en litige; \
        contestato; betwist"),
    (Field::DisputedOn, In::TRANSACTIONS, "disputed on; disputed since; dispute date; disputed date; date disputed; date of dispute; in dispute since; strittig seit; \
        strittig am; strittig ab; streitig seit; reklamationsdatum; reklamation am; reklamation vom; reklamiert am; reklamiert seit; date litige; date de litige; \
        en litige depuis; litige depuis; contestato il; data contestazione; betwist op; betwist sinds"),
    (Field::Reference, In::TRANSACTIONS, "reference; invoice reference; buchungstext; verwendungszweck; text; description; beschreibung; memo; \
        note; notes; remark; bemerkung; libellé; descrizione; omschrijving"),
    (Field::OrderNo, In::TRANSACTIONS, "po number; p.o. #; po no; purchase order; order no; order number; bestellnummer; auftragsnummer; \
        ihre bestellung; n° commande; nº commande; numero commande; numero ordine; ordernummer; bestelnummer; auftrags nr; auftrag nr; cust ord nbr"),
    (Field::OrderNo, In::SALES, "order no; order number; sales order; sales order no; order id; auftragsnummer; auftrags nr; auftrag nr; bestellnummer; \
        n° commande; nº commande; numero commande; numero ordine; ordernummer; bestelnummer; order; auftrag; bestellung; commande; ordine; po number; po no"),
    (Field::OrderNo, In::ORDERS, "document no; number; no; nummer; nr"),
    (Field::Language, In::LEDGER, "language; language code; lang; sprache; sprachcode; langue; lingua; taal"),
    (Field::Street, In::LEDGER, "street; street address; address; address 1; address line 1; addressline1; street 1; po address line 1; sa address line 1; billing street; straße; strasse; \
        anschrift; adresse; rue; indirizzo; via; straat; adres"),
    (Field::PostalCode, In::LEDGER, "postal code; postcode; post code; zip; zip code; popostalcode; sapostalcode; billing zip; plz; postleitzahl; code postal; cap"),
    (Field::City, In::LEDGER, "city; town; pocity; sacity; billing city; ort; stadt; wohnort; ville; città; plaats; woonplaats"),
    (Field::Country, In::LEDGER, "country; country code; country iso; pocountry; sacountry; billing country; land; ländercode; laendercode; länderkennzeichen; \
        landeskennzeichen; pays; code pays; paese; nazione; landcode"),
    (Field::Email, In::LEDGER.and(In::CONTACTS), "email; e-mail; email address; e-mail address; e-mail-adresse; contact email; mail; courriel; posta elettronica"),
    (Field::Phone, In::LEDGER.and(In::CONTACTS), "phone; phone number; telephone; tel; contact phone; telefon; telefonnummer; rufnummer; téléphone; telefono; telefoon"),
    (Field::ContactName, In::LEDGER.and(In::CONTACTS), "contact name; contact person; contact; ansprechpartner; kontakt; kontaktperson; personne de contact; referente; contactpersoon"),
    (Field::Terms, In::LEDGER, "terms; payment terms; terms of payment; payment term; zahlungsbedingung; zahlungsbedingungen; zahlungsziel; zahlungskondition; \
        conditions de paiement; termini di pagamento; betalingsconditie; betalingstermijn"),
    (Field::CreditLimit, In::LEDGER, "credit limit; creditlimit; limit; kreditlimit; kreditrahmen; kreditlinie; plafond; plafond de crédit; fido; kredietlimiet"),
    (Field::CreditLimitMinor, In::LEDGER, "credit limit minor; credit limit cents"),
    (Field::CustomerGroup, In::LEDGER, "customer group; customer type; customer class; group; kundengruppe; gruppe; kundentyp; catégorie; categorie client; \
        gruppo clienti; klantgroep"),
    (Field::Region, In::LEDGER, "region; territory; state; poregion; saregion; province; gebiet; bundesland; région; regione; regio; provincie"),
    (Field::Segment, In::LEDGER, "segment; industry; market; branche; secteur; settore"),
    (Field::Salesperson, In::LEDGER, "salesperson; sales rep; sales representative; rep; vertreter; verkäufer; verkaeufer; außendienst; commercial; venditore; agente; \
        verkoper"),
    (Field::DebitKey, In::SETTLEMENTS, "debit id; debit key; debit transaction; debit; invoice id; soll id; debit document"),
    (Field::CreditKey, In::SETTLEMENTS, "credit id; credit key; credit transaction; credit; payment id; haben id; credit document"),
    (Field::SettlementKey, In::SETTLEMENTS, "id; settlement id; settlement key; settlement no"),
    (Field::SettlementDate, In::SETTLEMENTS, "settlement date; date; settled on; settled date; accounting date; ausgleichsdatum; datum; date règlement; data"),
    (Field::Dimension, In::TRANSACTIONS, "kostenstelle; kost1; kost2; kost1 kostenstelle; kost2 kostenstelle; kostenträger; kostentraeger; \
        trackingoption1; trackingoption2; class; department; abteilung; project; projekt; cost center; cost centre; cost object; centre de coût; centro di costo; kostenplaats"),
    (Field::DimensionName, In::TRANSACTIONS, "trackingname1; trackingname2; dimension name"),
    (Field::PostingProfile, In::LEDGER, "posting profile; buchungsgruppe; buchungsprofil; sammelkonto; ar account"),
    (Field::BankAccount, In::TRANSACTIONS, "bank account; bankkonto; hauskonto; deposit to; paid to; gegenkonto"),
    (Field::CashDiscount, In::LEDGER, "cash discount; cash discount amount; discount; discount amount; skonto; skontobetrag; escompte; sconto"),
    (Field::CashDiscountPercent, In::LEDGER, "cash discount percent; discount percent; skonto prozent; skonto percent; skonto in prozent; skontosatz; \
        skonto in percent; skonto in prozent (debitor); escompte percent; sconto percent"),
    (Field::CashDiscountDate, In::TRANSACTIONS, "discount date; cash discount date; skontofrist; skontodatum; skonto bis; disc date; date escompte; data sconto"),
    (Field::TaxCode, In::TRANSACTIONS, "tax code; tax type; steuerschlüssel; steuerschluessel; bu-schlüssel; bu-schluessel; vat code; code tva; codice iva; btw code"),
    (Field::TaxBase, In::TRANSACTIONS, "tax base; taxable amount; tax base amount; vat base; steuerbasis; bemessungsgrundlage; net amount; amount net; nettobetrag; betrag netto; netto; \
        montant ht; total ht; imponibile; bedrag excl btw"),
    (Field::TaxAmount, In::TRANSACTIONS, "tax amount; tax total; vat; vat amount; steuerbetrag; ust betrag; mwst betrag; ust; mwst; tva; montant tva; iva; importo iva; btw; btw bedrag; sales tax; tax"),
    (Field::ReminderLevel, In::LEDGER, "mahnstufe; reminder level; dunning level; niveau de relance; livello sollecito; aanmaningsniveau"),
    (Field::Hold, In::LEDGER, "on hold; hold; gesperrt"),
    (Field::DunningHold, In::LEDGER, "mahnsperre; postensperre; dunning hold; dunning block; reminder hold"),
    (Field::InterestHold, In::LEDGER, "zinssperre; interest hold; interest block"),
    (Field::FirstName, In::CUSTOMERS, "first name; vorname; vorname (adressattyp natürl person); prénom; nome proprio; voornaam"),
    (Field::InstalmentNo, In::TRANSACTIONS, "instalment; installment; instalment no; installment no; instalment number; installment number; rate nr; raten nr; ratennummer; rate; teilzahlung nr; \
        numero échéance; numero rata; rata; termijnnummer"),
    (Field::InstalmentAmount, In::TRANSACTIONS, "instalment amount; installment amount; ratenbetrag; teilbetrag; montant échéance; importo rata; termijnbedrag"),
    (Field::LineNo, In::LINES, "line no; line number; line; position; pos; pos nr; positionsnummer; ligne; riga; regel"),
    (Field::LineItem, In::LINES, "item; item no; item code; item number; inventory item code; inventoryitemcode; sku; artikel; artikelnummer; artikel nr; article; articolo; product; produkt"),
    (Field::LineText, In::LINES, "line description; item description; line text; positionstext; artikelbezeichnung; artikeltext; désignation"),
    (Field::LineQuantity, In::LINES, "quantity; qty; menge; anzahl; stückzahl; quantité; quantità; aantal; hoeveelheid"),
    (Field::LinePrice, In::LINES, "unit price; unit amount; price; einzelpreis; preis; stückpreis; prix unitaire; prezzo unitario; eenheidsprijs; prijs"),
    (Field::LineAmount, In::LINES, "line amount; line total; positionsbetrag; zeilenbetrag; gesamtpreis; montant ligne; importo riga; regelbedrag"),
    (Field::LineTaxCode, In::TRANSACTIONS, "line tax code"),
    (Field::LineTaxAmount, In::TRANSACTIONS, "line tax amount; line tax"),
    (Field::ContactPurpose, In::CONTACTS, "purpose; contact purpose; contact type; role; function; zweck; funktion; rolle; kontaktart; ansprechpartner für; verwendung; rôle; ruolo; functie"),
    (Field::ContactName, In::CONTACTS, "name of contact; person"),
    (Field::OrderDate, In::ORDERS, "order date; ordered on; sales order date; auftragsdatum; bestelldatum; date commande; date de commande; data ordine; orderdatum; besteldatum; date; datum; data"),
    (Field::OrderStep, In::ORDERS, "step; order step; order status; status; auftragsstatus; stufe; state of order; statut; stato"),
    (Field::Amount, In::ORDERS, "order amount; order total; auftragswert; auftragssumme; bestellwert"),
    (Field::OpenAmount, In::ORDERS, "open amount; undelivered amount; undelivered; open order amount; remaining amount; not delivered; offener betrag; offen; nicht geliefert; offener auftragswert; \
        restbetrag; outstanding; remaining; reste à livrer; inevaso"),
    (Field::Prepaid, In::ORDERS, "prepaid; prepayment; prepaid amount; deposit; down payment; anzahlung; vorauszahlung; acompte; acconto; vooruitbetaald"),
    (Field::Terms, In::ORDERS, "terms; payment terms; terms of payment; payment term; zahlungsbedingung; zahlungsbedingungen; zahlungsziel; zahlungskondition; conditions de paiement; condizioni di pagamento; betalingsvoorwaarde"),
    (Field::TaxAmount, In::ORDERS, "tax; tax amount; vat; vat amount; sales tax; steuer; steuerbetrag; mwst; mehrwertsteuer; ust; umsatzsteuer; tva; iva; btw"),
    (Field::InvoiceAccount, In::CUSTOMERS, "invoice account; invoice account no; invoice customer; bill-to; bill to customer; bill-to customer no; bill to customer number; billing account; invoice to; \
        rechnungskonto; rechnungsempfänger; rechnungsempfaenger; rechnungsdebitor; abweichender rechnungsempfänger; rechnung an; zentralregulierer; compte de facturation; client facturé; \
        conto di fatturazione; factuurklant; factuurdebiteur"),
    (Field::CreditLimitForeign, In::CUSTOMERS, "credit limit in customer currency; credit limit in customers currency; credit limit customer currency; credit limit in currency; credit limit foreign currency; \
        kreditlimit in kundenwährung; kreditlimit kundenwährung; kreditlimit in währung; kreditlimit fremdwährung; limit in fremdwährung; plafond en devise; fido in valuta; kredietlimiet in valuta"),
    (Field::DiscountCode, In::CUSTOMERS, "discount code; cash discount code; skontoschlussel; skontoschlüssel; code escompte; codice sconto"),
    (Field::DiscountCode, In::ORDERS, "discount code; cash discount code; cash discount; skontoschlussel; skontoschlüssel; skonto; escompte; sconto cassa"),
    (Field::DeliverTo, In::ORDERS, "deliver to; delivery address; ship to; shipping address; lieferadresse; lieferanschrift; adresse de livraison; indirizzo di consegna; afleveradres"),
    (Field::Suspicious, In::ORDERS, "suspicious; suspected fraud; fraud; verdacht; betrugsverdacht; verdachtig; verdächtig"),
    (Field::DeliveryNo, In::DELIVERIES, "delivery no; delivery number; delivery note; delivery note no; packing slip; packing slip no; shipment no; lieferschein; lieferscheinnummer; lieferschein nr; liefernummer; \
        bon de livraison; n° bl; ddt; bolla; pakbon; pakbonnummer; delivery"),
    (Field::DeliveryDate, In::DELIVERIES, "delivery date; delivered on; ship date; shipped on; lieferdatum; geliefert am; date livraison; data consegna; leverdatum; date; datum; data"),
    (Field::OpenAmount, In::DELIVERIES, "uninvoiced amount; not invoiced; nicht berechnet; offener betrag; open amount"),
    (Field::CurrencyFrom, In::RATES, "from currency; currency from; base currency; foreign currency; von währung; ausgangswährung; fremdwährung; from; von; devise; currency; currency code; währung"),
    (Field::CurrencyTo, In::RATES, "to currency; currency to; quote currency; target currency; nach währung; zielwährung; in währung; to; nach"),
    (Field::RateDate, In::RATES, "rate date; valid from; start date; day; date; datum; gültig ab; tag; stichtag; data; date de cours"),
    (Field::Rate, In::RATES, "exchange rate; rate; kurs; wechselkurs; devisenkurs; taux; cours; tasso; cambio; koers; wisselkoers"),
    (Field::RateUnits, In::RATES, "units; unit; factor; einheiten; einheit; faktor; per"),
    (Field::PeriodFrom, In::REVENUE, "period from; from; date from; from date; start; period start; von; zeitraum von; datum von; du; dal"),
    (Field::PeriodTo, In::REVENUE, "period to; to; date to; to date; end; period end; bis; zeitraum bis; datum bis; au; al"),
    (Field::Period, In::REVENUE, "period; month; year; quarter; fiscal year; periode; monat; jahr; quartal; geschäftsjahr; mois; année; mese; anno; maand; jaar"),
    (Field::Amount, In::REVENUE, "revenue; net sales; sales; turnover; umsatzerlöse; erlöse; chiffre d affaires; fatturato; omzet; ca ht; amount; betrag; umsatz; montant; importo; bedrag"),
    (Field::Amount, In::BANK, "amount; betrag; umsatz; transaction amount; amount eur; amount gbp; amount usd; betrag eur; betrag in eur; montant; importo; bedrag; value"),
    (Field::BookingDate, In::BANK, "booking date; posting date; posted date; transaction date; buchungsdatum; buchungstag; buchung; date; datum; date comptable; date opération; data contabile; data; boekdatum; \
        completed date; date completed; started date"),
    (Field::ValueDate, In::BANK, "value date; valuta; valutadatum; wertstellung; wertstellungsdatum; wert; date valeur; date de valeur; data valuta; rentedatum"),
    (Field::Currency, In::BANK, "currency; currency code; ccy; währung; waehrung; devise; divisa; munt"),
    (Field::MoneyOut, In::BANK, "debit; debit amount; money out; paid out; withdrawal; withdrawals; soll; lastschrift; ausgang; débit; addebito; dare; af"),
    (Field::MoneyIn, In::BANK, "credit; credit amount; money in; paid in; deposit; deposits; haben; gutschrift; eingang; crédit; accredito; avere; bij"),
    (Field::CounterpartyName, In::BANK, "counterparty; counter party; counterparty name; counter party name; beneficiary originator; payee payer; name; merchant name; \
        begünstigter/zahlungspflichtiger; beguenstigter/zahlungspflichtiger; begünstigter/auftraggeber; beguenstigter/auftraggeber; auftraggeber/empfänger; auftraggeber/empfaenger; \
        auftraggeber/begünstigter; auftraggeber/beguenstigter; name zahlungsbeteiligter; zahlungsbeteiligter; empfänger/auftraggeber; naam tegenpartij"),
    (Field::PayerName, In::BANK, "payer; payer name; auftraggeber; zahlungspflichtiger; zahlungspflichtige r; absender; donneur d ordre; ordinante"),
    (Field::PayeeName, In::BANK, "payee; payee name; empfänger; empfaenger; zahlungsempfänger; zahlungsempfaenger; zahlungsempfänger in; begünstigter; beguenstigter; bénéficiaire; beneficiario"),
    (Field::CounterpartyAccount, In::BANK, "kontonummer/iban; iban/kontonummer; iban; iban zahlungsbeteiligter; counterparty account; counter party account; counterparty iban; account of counterparty; \
        gegenkonto; gegenkonto iban; tegenrekening"),
    (Field::CounterpartyBic, In::BANK, "bic (swift code); bic; swift; swift code; bic swift code zahlungsbeteiligter; bank code; blz; bankleitzahl; counterparty bic"),
    (Field::Remittance, In::BANK, "remittance information; remittance; payment reference; verwendungszweck; buchungsdetails; transaction description; description; narrative; details; memo; reference; \
        payment details; purpose; libellé; causale; descrizione; omschrijving; mededelingen; particulars; buchungstext"),
    (Field::BankText, In::BANK, "transaction type; type; umsatzart; umsatztyp; vorgang; art; category; subcategory; transaction code; mutatiesoort; type opération; tipo; buchungstext"),
    (Field::EndToEndId, In::BANK, "end to end id; end to end reference; endtoendid; kundenreferenz (end to end); kundenreferenz; end to end referenz; ende zu ende referenz; customer reference"),
    (Field::OwnAccount, In::BANK, "auftragskonto; own account; account; account number; account no; iban auftragskonto; auftraggeberkonto; iban auftraggeberkonto; iban kontoinhaber; konto; kontonummer; rekening"),
    (Field::Balance, In::BANK, "balance; running balance; running bal; saldo; saldo nach buchung; kontostand; closing balance; solde"),
    (Field::DebitCredit, In::BANK, "debit/credit; dr cr; soll/haben; s/h; soll haben kennzeichen; credit debit; af bij; cdtdbtind; credit debit indicator"),
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

/// A heading as its meaning is looked up. A percent sign counts there: `Skonto %` is another column than `Skonto`.
pub(crate) fn heading_key(heading: &str) -> String {
    if heading.contains('%') {
        normalise_heading(&heading.replace('%', "percent"))
    } else {
        normalise_heading(heading)
    }
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
                // Sparkassen call the kind of a line "Buchungstext", others its purpose.
                let doubles = ["contact", "contactname", "buchungstext"];
                let is_double = doubles.contains(&heading.as_str());
                assert!(fields.len() <= 1 || is_double, "{heading}: {fields:?}");
            }
        }
    }
}
