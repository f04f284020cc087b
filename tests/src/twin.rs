//! A generated twin of a public receivables file: one row per invoice with the day on which it was settled.
//!
//! It has the headings and habits of the original (days as M/D/YYYY without leading zeros, amounts with up to two
//! decimals, numbers with leading zeros, an undated flag) and nothing of its contents.

use chrono::{Datelike, Days, NaiveDate};

const HEADINGS: &str = "countryCode,customerID,PaperlessDate,invoiceNumber,InvoiceDate,DueDate,InvoiceAmount,Disputed,SettledDate,PaperlessBill,DaysToSettle,DaysLate";

/// One invoice and the day on which one payment settled it.
#[derive(Clone, Debug)]
pub struct Invoice {
    /// The customer's number.
    pub customer: String,
    /// The invoice's number, with its leading zeros.
    pub number: String,
    /// Its day.
    pub invoiced_on: NaiveDate,
    /// When it was due.
    pub due_on: NaiveDate,
    /// When it was settled.
    pub settled_on: NaiveDate,
    /// Its amount in cents.
    pub amount_minor: i64,
}

impl Invoice {
    /// Whether it was open at the end of `day`.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.invoiced_on <= day && day < self.settled_on
    }
}

/// Two years of invoices to a few customers, from January 2012 on. The same every time.
pub fn invoices() -> Vec<Invoice> {
    let start = NaiveDate::from_ymd_opt(2012, 1, 3).unwrap_or_default();
    let mut dice: u64 = 0x2012_0103;
    let mut roll = |sides: u64| {
        // A linear congruence is enough to look irregular, and needs no crate.
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    (0..240_u64)
        .map(|row| {
            let customer = roll(12);
            let invoiced_on = start + Days::new(row * 3);
            // Every third customer pays late, the others about in time.
            let late = if customer % 3 == 0 { roll(45) } else { roll(8) };
            Invoice {
                customer: format!("{:04}-TWIN{}", 37 + customer * 811, customer % 10),
                number: format!("{:010}", 611_365 + row * 7_919),
                invoiced_on,
                due_on: invoiced_on + Days::new(30),
                settled_on: invoiced_on + Days::new(20 + late + roll(12)),
                amount_minor: i64::try_from(525 + roll(9_000)).unwrap_or_default(),
            }
        })
        .collect()
}

/// The file as it would be exported.
pub fn csv(invoices: &[Invoice]) -> String {
    let mut text = format!("{HEADINGS}\n");
    for (row, invoice) in invoices.iter().enumerate() {
        let settled_after = (invoice.settled_on - invoice.invoiced_on).num_days();
        let late = (invoice.settled_on - invoice.due_on).num_days().max(0);
        let cells = [
            "391".to_owned(),
            invoice.customer.clone(),
            us(invoice.invoiced_on - Days::new(90)),
            invoice.number.clone(),
            us(invoice.invoiced_on),
            us(invoice.due_on),
            amount(invoice.amount_minor),
            if row % 5 == 0 { "Yes" } else { "No" }.to_owned(),
            us(invoice.settled_on),
            "Paper".to_owned(),
            settled_after.to_string(),
            late.to_string(),
        ];
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

fn us(day: NaiveDate) -> String {
    format!("{}/{}/{}", day.month(), day.day(), day.year())
}

/// Trailing zeros are dropped, as spreadsheets do.
fn amount(minor: i64) -> String {
    let text = format!("{}.{:02}", minor / 100, minor % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twin_is_the_same_every_time_and_owes_something_on_a_day() {
        let twin = invoices();
        assert_eq!(csv(&twin), csv(&invoices()));
        let day = NaiveDate::from_ymd_opt(2013, 6, 30).unwrap_or_default();
        let open = twin.iter().filter(|one| one.is_open_on(day)).count();
        assert!((5..30).contains(&open), "{open} open invoices");
        assert_eq!(amount(5_500), "55");
        assert_eq!(amount(5_550), "55.5");
        assert_eq!(amount(5_005), "50.05");
    }
}
