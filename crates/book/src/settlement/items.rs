//! Open items as a settlement takes them: of one customer in one currency, or of all accounts in which a debit and a
//! credit are open, some hundred at a time.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use engine::day::days_overdue;
use engine::settlement::Automatic;
use rusqlite::{Connection, Row, named_params};

use super::open_items::SettleItem;
use super::side::Side;
use crate::accounts::{day_of, kind_of, optional_day_of};
use crate::refusal::Refusal;

/// Columns that [`item`] reads of an open item `o` and of what stands [`BESIDE`] it.
const COLUMNS: &str = "
  o.customer_id, o.currency, o.transaction_id, o.kind, t.document_no, t.due_given, o.transaction_on, o.document_on,
  o.due_on, o.amount_minor, o.open_minor, d.discount_minor, d.discount_on,
  COALESCE(s.disputed_minor, 0) AS disputed_minor, t.text, COALESCE(r.settlement, 'on') = 'off' AS by_hand";

const BESIDE: &str = "
  JOIN transactions t ON t.id = o.transaction_id
  LEFT JOIN transaction_details d ON d.transaction_id = o.transaction_id
  LEFT JOIN posting_profiles r ON r.id = d.posting_profile
  LEFT JOIN transaction_states s ON s.transaction_id = o.transaction_id";

/// The day of a settlement, and how late a discount may still be taken.
#[derive(Debug, Clone, Copy)]
struct Moment {
    on: NaiveDate,
    tolerance_days: u32,
}

/// The open items of a customer in a currency, by due day, then number.
pub(crate) fn load(
    connection: &Connection,
    customer_id: i64,
    currency: &str,
    settled_on: NaiveDate,
    tolerance_days: u32,
) -> Result<Vec<SettleItem>, Refusal> {
    let moment = Moment {
        on: settled_on,
        tolerance_days,
    };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM open_items_snapshot o {BESIDE}
         WHERE o.customer_id = :customer AND o.currency = :currency
         ORDER BY o.due_on, t.document_no, o.transaction_id"
    ))?;
    let mut rows =
        statement.query(named_params! {":customer": customer_id, ":currency": currency})?;
    let mut items = Vec::new();
    while let Some(row) = rows.next()? {
        items.push(item(row, moment)?);
    }
    Ok(items)
}

/// What is open of one account.
#[derive(Debug)]
pub(super) struct AccountItems {
    pub customer_id: i64,
    /// Account number.
    pub account: String,
    /// By currency.
    pub items: BTreeMap<String, Vec<SettleItem>>,
}

impl AccountItems {
    /// An item as the poster sees it.
    pub fn side(&self, item: &SettleItem, currency: &str) -> Side {
        Side {
            id: item.transaction_id,
            customer_id: self.customer_id,
            account: self.account.clone(),
            kind: item.kind,
            document_no: item.document_no.clone(),
            transaction_on: item.transaction_on.to_string(),
            currency: currency.to_owned(),
            open_minor: item.open_minor,
            before_minor: item.open_minor,
        }
    }
}

/// Accounts that are read by one statement. An act can't write while it reads, and one account at a time would be a
/// statement for each customer.
const AT_ONCE: u16 = 500;

/// Customers of the company in which the connection works; in a book of one company that is everybody.
const OWN: &str = "(NOT (SELECT several FROM temp.current_company) OR customer_id IN
  (SELECT id FROM customers WHERE company_id = (SELECT id FROM temp.current_company)))";

/// A crossing of the accounts in which both a debit and a credit are open, in the order of customers.
#[derive(Debug)]
pub(super) struct Crossing {
    /// The next customer may be this one.
    from: i64,
    /// The last customer.
    to: i64,
    moment: Moment,
}

impl Crossing {
    /// Of one customer, or of all; what is dated after `on` waits.
    pub fn of(one: Option<i64>, on: NaiveDate, tolerance_days: u32) -> Self {
        Self {
            from: one.unwrap_or(i64::MIN),
            to: one.unwrap_or(i64::MAX),
            moment: Moment { on, tolerance_days },
        }
    }

    /// How many accounts there are.
    pub fn count(&self, connection: &Connection) -> Result<u64, Refusal> {
        let count: i64 = connection
            .prepare_cached(&format!(
                "SELECT COUNT(*) AS accounts FROM (
                   SELECT customer_id FROM open_items_snapshot
                   WHERE customer_id BETWEEN :from AND :to AND transaction_on <= :on AND {OWN}
                   GROUP BY customer_id HAVING MIN(open_minor) < 0 AND MAX(open_minor) > 0)",
            ))?
            .query_row(
                named_params! {":from": self.from, ":to": self.to, ":on": self.moment.on.to_string()},
                |row| row.get("accounts"),
            )?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// The next accounts, ascending; none at the end.
    pub fn next(&mut self, connection: &Connection) -> Result<Vec<AccountItems>, Refusal> {
        let mut statement = connection.prepare_cached(&format!(
            "WITH k AS MATERIALIZED (
               SELECT customer_id FROM open_items_snapshot
               WHERE customer_id BETWEEN :from AND :to AND transaction_on <= :on AND {OWN}
               GROUP BY customer_id HAVING MIN(open_minor) < 0 AND MAX(open_minor) > 0 ORDER BY customer_id LIMIT :most)
             SELECT c.account, {COLUMNS} FROM k CROSS JOIN customers c ON c.id = k.customer_id
             CROSS JOIN open_items_snapshot o ON o.customer_id = k.customer_id {BESIDE} WHERE o.transaction_on <= :on"
        ))?;
        let mut rows = statement.query(named_params! {
            ":from": self.from, ":to": self.to, ":on": self.moment.on.to_string(), ":most": AT_ONCE,
        })?;
        let mut accounts: BTreeMap<i64, AccountItems> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let customer_id = row.get("customer_id")?;
            let account = match accounts.entry(customer_id) {
                std::collections::btree_map::Entry::Occupied(there) => there.into_mut(),
                std::collections::btree_map::Entry::Vacant(free) => free.insert(AccountItems {
                    customer_id,
                    account: row.get("account")?,
                    items: BTreeMap::new(),
                }),
            };
            let items = account.items.entry(row.get("currency")?).or_default();
            items.push(item(row, self.moment)?);
        }
        match accounts.last_key_value() {
            Some((last, _)) if accounts.len() == usize::from(AT_ONCE) && *last < self.to => {
                self.from = last + 1;
            }
            // Nothing is left: an empty range.
            _ => (self.from, self.to) = (1, 0),
        }
        Ok(accounts.into_values().collect())
    }
}

fn item(row: &Row<'_>, moment: Moment) -> Result<SettleItem, Refusal> {
    let open_minor: i64 = row.get("open_minor")?;
    let due_on = day_of(row, "due_on")?;
    let discount_on = optional_day_of(row, "discount_on")?;
    let granted: Option<i64> = row.get("discount_minor")?;
    let in_time = discount_on.is_some_and(|last| {
        last.checked_add_days(Days::new(u64::from(moment.tolerance_days)))
            .is_some_and(|last| moment.on <= last)
    });
    Ok(SettleItem {
        transaction_id: row.get("transaction_id")?,
        kind: kind_of(&row.get::<_, String>("kind")?)?,
        document_no: row.get("document_no")?,
        transaction_on: day_of(row, "transaction_on")?,
        document_on: day_of(row, "document_on")?,
        due_on,
        due_given: row.get("due_given")?,
        days_overdue: days_overdue(due_on, moment.on),
        amount_minor: row.get("amount_minor")?,
        open_minor,
        discount_minor: granted
            .filter(|_| in_time)
            .map_or(0, |minor| minor.abs().min(open_minor.abs())),
        discount_on,
        disputed_minor: row.get::<_, i64>("disputed_minor")?.min(open_minor.max(0)),
        text: row.get("text")?,
        automatic: if row.get("by_hand")? {
            Automatic::Forbidden
        } else {
            Automatic::Allowed
        },
    })
}
