//! Several companies in one run (spec 20 §2, A-13): customers that are the same party are one row.
//!
//! Invariant: items are brought together and converted first, and aged afterwards by the one function of all figures, so that
//! the row of a run, the report and the customer's page cannot differ. Each amount is rounded once, where it is converted.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use engine::account::{Horizon, OpenItem};
use engine::aging::{AgedBalance, Promises, Question};
use engine::exchange::{RateFault, Rates};
use engine::money::Currency;
use engine::promises::Part;
use rusqlite::{Connection, named_params};
use rust_decimal::Decimal;

use crate::accounts::{Scope, for_each_promised};
use crate::refusal::Refusal;
use crate::{companies, company, standing};

/// Companies that are looked at together.
pub(crate) struct Together {
    /// Their ids, in their order; the one in which the run was started is among them.
    pub companies: Vec<i64>,
    /// Into which amounts are converted: that of the company in which the run was started.
    pub currency: Currency,
    rates: Vec<(Currency, Decimal)>,
    on: NaiveDate,
    /// By the customer whose row it is, the customers that are the same party.
    rows: BTreeMap<i64, Vec<i64>>,
}

impl Together {
    /// What `codes` ask for; `None` where that is the one company in which the connection works.
    pub(crate) fn of(
        connection: &Connection,
        codes: &[String],
        user_id: i64,
        on: NaiveDate,
    ) -> Result<Option<Self>, Refusal> {
        let Some(companies) = Self::ids_of(connection, codes, user_id)? else {
            return Ok(None);
        };
        let here = company::current(connection)?;
        let currency = standing::company_currency(connection)?;
        let rate_type = standing::parameters(connection)?.rate_type;
        Ok(Some(Self {
            rates: standing::rates(connection, &rate_type, currency, on)?,
            rows: rows(connection, &companies, here)?,
            companies,
            currency,
            on,
        }))
    }

    /// The companies for which `codes` ask, in the order of their ids and with the one in which the connection works; `None`
    /// where that is the only one. One that the user may not see is unknown.
    pub(crate) fn ids_of(
        connection: &Connection,
        codes: &[String],
        user_id: i64,
    ) -> Result<Option<Vec<i64>>, Refusal> {
        let mut companies = vec![company::current(connection)?];
        for code in codes {
            companies.push(companies::id_of(connection, code, user_id)?);
        }
        companies.sort_unstable();
        companies.dedup();
        Ok((companies.len() > 1).then_some(companies))
    }

    /// Leaves the rows of these customers only.
    pub(crate) fn among(&mut self, customers: &[i64]) {
        self.rows.retain(|id, _| customers.contains(id));
    }

    /// The customers whose rows these are, ascending.
    pub(crate) fn customers(&self) -> Vec<i64> {
        self.rows.keys().copied().collect()
    }

    /// By each customer of these companies, the one whose row it shares.
    pub(crate) fn holders(&self) -> HashMap<i64, i64> {
        self.rows
            .iter()
            .flat_map(|(row, customers)| customers.iter().map(|customer| (*customer, *row)))
            .collect()
    }

    /// Streams the open items of each row in the order of its customer, in their own currencies, with what promises spare.
    pub(crate) fn for_each_open(
        &self,
        connection: &Connection,
        horizon: Horizon,
        mut use_it: impl FnMut(i64, &[OpenItem], &[Part]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let (mut items, mut parts): (Vec<OpenItem>, Vec<Part>) = (Vec::new(), Vec::new());
        for (row, customers) in &self.rows {
            items.clear();
            parts.clear();
            for customer in customers {
                let before = items.len();
                let scope = Scope::Customer(*customer);
                for_each_promised(connection, scope, horizon, |_, own, spared| {
                    items.extend_from_slice(own);
                    parts.extend(spared.iter().map(|part| Part {
                        item: part.item + before,
                        ..*part
                    }));
                    Ok(())
                })?;
            }
            if !items.is_empty() {
                use_it(*row, &items, &parts)?;
            }
        }
        Ok(())
    }

    /// The same, converted and aged; a rate that is missing is a refusal.
    pub(crate) fn for_each_balance(
        &self,
        connection: &Connection,
        question: &Question<'_>,
        promises: Promises,
        mut use_it: impl FnMut(i64, &[AgedBalance]) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let (mut items, mut parts, mut balances) = (Vec::new(), Vec::new(), Vec::new());
        self.for_each_open(connection, question.horizon, |row, own, spared| {
            items.clear();
            parts.clear();
            balances.clear();
            for item in own {
                items.push(self.converted(item)?);
            }
            for part in promises.parts(spared) {
                parts.push(Part {
                    amount_minor: self.value(part.amount_minor, own[part.item].currency)?,
                    ..*part
                });
            }
            engine::aging::age_promised(&items, &parts, question, &mut balances);
            use_it(row, &balances)
        })
    }

    /// An item in the currency of the company.
    pub(crate) fn converted(&self, own: &OpenItem) -> Result<OpenItem, Refusal> {
        let value = |minor| self.value(minor, own.currency);
        Ok(OpenItem {
            currency: self.currency,
            amount_minor: value(own.amount_minor)?,
            open_minor: value(own.open_minor)?,
            disputed_minor: value(own.disputed_minor)?,
            promised_minor: value(own.promised_minor)?,
            ..*own
        })
    }

    fn value(&self, minor: i64, currency: Currency) -> Result<i64, Refusal> {
        let rates = Rates {
            company: self.currency,
            of: &self.rates,
        };
        rates.value(minor, currency).map_err(|fault| match fault {
            RateFault::RateMissing { currency } => Refusal::new("aging_rate_missing")
                .with("from", currency.code())
                .with("to", self.currency.code())
                .with("on", self.on),
            fault @ RateFault::AmountOutOfRange { .. } => fault.into(),
        })
    }
}

/// The customers of the companies by the one whose row they share: of the party, that of the company in which the run was
/// started, else that of the first company.
fn rows(
    connection: &Connection,
    companies: &[i64],
    here: i64,
) -> Result<BTreeMap<i64, Vec<i64>>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT id, party FROM customers WHERE company_id IN (SELECT value FROM json_each(:companies))
         ORDER BY company_id <> :here, company_id, id",
    )?;
    let mut found = statement.query(named_params! {
        ":companies": serde_json::to_string(companies)?, ":here": here,
    })?;
    let mut of_party: HashMap<String, i64> = HashMap::new();
    let mut rows: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    while let Some(row) = found.next()? {
        let id: i64 = row.get("id")?;
        let party: Option<String> = row.get("party")?;
        let holder = match party {
            Some(party) => *of_party.entry(party).or_insert(id),
            None => id,
        };
        rows.entry(holder).or_default().push(id);
    }
    Ok(rows)
}
