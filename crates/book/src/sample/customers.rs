//! The customers of the sample, and how each of them buys and pays.

use engine::day::{Terms, TermsFrom};
use rusqlite::named_params;
use uuid::Builder;

use super::countries::{self, Country};
use super::days::{Days, YEAR};
use super::dice::Dice;
use super::setup::AGENTS;
use crate::act::Act;
use crate::company;
use crate::customers::card::{Address, write_address};
use crate::host::Job;
use crate::refusal::Refusal;
use crate::session::check_cancelled;
use crate::users;

/// How a customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Payer {
    Prompt,
    Late,
    VeryLate,
    Bad,
    Erratic,
}

const PAYERS: [(Payer, u64); 5] = [
    (Payer::Prompt, 42),
    (Payer::Late, 30),
    (Payer::VeryLate, 12),
    (Payer::Bad, 5),
    (Payer::Erratic, 11),
];

/// When a customer sends money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sends {
    /// For each invoice.
    Singly,
    /// On the 10th and the 25th, for everything that is ripe.
    InRuns,
}

/// A customer as the trade of the sample sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Buyer {
    pub(super) id: i64,
    pub(super) currency: &'static str,
    pub(super) terms: Terms,
    pub(super) payer: Payer,
    pub(super) sends: Sends,
    /// How large the orders are, 1 to 12.
    pub(super) scale: i64,
    /// How often the customer buys, beside the others.
    pub(super) weight: u64,
}

const TERMS: [(&str, u64); 4] = [("N30", 60), ("N14", 20), ("N60", 12), ("EOM", 8)];

fn terms_of(id: &str) -> Terms {
    match id {
        "N14" => Terms::net(14),
        "N60" => Terms::net(60),
        "EOM" => Terms {
            months: 0,
            days: 30,
            from: TermsFrom::EndOfMonth,
        },
        _ => Terms::net(30),
    }
}

/// Writes the customers, and gives them as buyers.
pub(super) fn write(
    act: &Act<'_>,
    count: u32,
    days: &Days,
    job: &dyn Job,
) -> Result<Vec<Buyer>, Refusal> {
    let countries = countries::all()?;
    let weights: Vec<(&Country, u64)> = countries
        .iter()
        .map(|country| (country, country.weight))
        .collect();
    let agents = AGENTS
        .map(|code| users::id_of(act, code))
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
    let mut maker = Maker {
        act,
        days,
        agents,
        dice: Dice::new(1_001),
    };
    let mut buyers = Vec::new();
    for number in 0..count {
        if number % 256 == 0 {
            check_cancelled(job)?;
            job.progress(u64::from(number), u64::from(count), "customers");
        }
        let country = maker.dice.weigh(&weights);
        buyers.push(maker.customer(number, count, country)?);
    }
    Ok(buyers)
}

struct Maker<'a> {
    act: &'a Act<'a>,
    days: &'a Days,
    agents: Vec<Option<i64>>,
    dice: Dice,
}

impl Maker<'_> {
    fn customer(&mut self, number: u32, count: u32, country: &Country) -> Result<Buyer, Refusal> {
        let account = account_number(number, count);
        let terms = self.dice.weigh(&TERMS);
        let payer = self.dice.weigh(&PAYERS);
        let scale = self.dice.between(1, 4) * self.dice.between(1, 3);
        let id = self.master_data(&account, country, terms, payer, scale)?;
        let place = country.place(&mut self.dice);
        let addition = if self.dice.per_mille(120) {
            "c/o".to_owned()
        } else {
            String::new()
        };
        let address = Address {
            addition: if addition.is_empty() {
                addition
            } else {
                format!("{addition} {}", country.person(&mut self.dice))
            },
            street: place.street,
            postal_code: place.postal_code,
            city: place.city.to_owned(),
            region: place.region.to_owned(),
            country: Some(country.code.to_owned()),
        };
        write_address(self.act, id, &address)?;
        self.contacts(id, &account, country)?;
        Ok(Buyer {
            id,
            currency: country.currency,
            terms: terms_of(terms),
            payer,
            sends: if self.dice.per_mille(280) {
                Sends::InRuns
            } else {
                Sends::Singly
            },
            scale,
            weight: (1 + self.dice.below(12)) * (1 + self.dice.below(12)),
        })
    }

    fn master_data(
        &mut self,
        account: &str,
        country: &Country,
        terms: &str,
        payer: Payer,
        scale: i64,
    ) -> Result<i64, Refusal> {
        let dice = &mut self.dice;
        let name = country.company(dice);
        let group = match (country.code, scale) {
            ("US" | "GB", _) => "EXPORT",
            (_, 8..) => "KEY",
            (_, 4..=7) => "WHOLESALE",
            _ => "RETAIL",
        };
        // Nothing set, nothing granted, or a round sum: each of the three means something else.
        let limit = match dice.below(100) {
            0..=17 => None,
            18..=20 => Some(0),
            _ => Some(*dice.pick(&[500_000, 1_000_000, 2_500_000, 5_000_000]) * scale),
        };
        let rating = match payer {
            Payer::Prompt => "A",
            Payer::Late => "B",
            Payer::VeryLate | Payer::Erratic => "C",
            Payer::Bad => "D",
        };
        let notes = match payer {
            Payer::Bad => "Anzahlung vor jeder weiteren Lieferung vereinbaren.",
            Payer::Erratic if dice.per_mille(300) => "Rechnungen bitte an die Zentrale.",
            _ => "",
        };
        let since = self.days.date(0) - chrono::Days::new(30 + dice.below(4_000));
        let mut insert = self.act.prepare_cached(
            "INSERT INTO customers (company_id, account, name, currency, language, customer_group, region, segment,
               salesperson, terms, credit_rating, credit_limit_minor, agent_id, exclude_from_letters, customer_since,
               notes, uuid, act_id)
             VALUES (:company, :account, :name, :currency, :language, :grp, :region, :segment, :salesperson, :terms,
               :rating, :credit_limit, :agent, :silent, :since, :notes, :uuid, :act)",
        )?;
        Ok(insert.insert(named_params! {
            ":company": company::current(self.act)?, ":account": account, ":name": name, ":currency": country.currency,
            ":language": country.language(dice), ":grp": group, ":region": country.code,
            ":segment": dice.pick(&["Handwerk", "Handel", "Industrie", "Öffentlich"]),
            ":salesperson": dice.pick(&["H. Jansen", "M. Okoro", "S. Weiß", "C. Bianchi"]), ":terms": terms,
            ":rating": rating, ":credit_limit": limit, ":agent": dice.pick(&self.agents),
            ":silent": i64::from(dice.per_mille(10)), ":since": since.to_string(), ":notes": notes,
            ":uuid": uuid(dice, self.days), ":act": self.act.id,
        })?)
    }

    fn contacts(&mut self, id: i64, account: &str, country: &Country) -> Result<(), Refusal> {
        for (purpose, mailbox, often) in [
            ("primary", "office", 940),
            ("invoice", "invoices", 400),
            ("collections", "accounts", 350),
        ] {
            if !self.dice.per_mille(often) {
                continue;
            }
            let name = country.person(&mut self.dice);
            let phone = country.phone(&mut self.dice);
            self.act
                .prepare_cached(
                    "INSERT INTO contacts (uuid, customer_id, purpose, name, email, phone)
                     VALUES (:uuid, :id, :purpose, :name, :email, :phone)",
                )?
                .execute(named_params! {
                    ":uuid": uuid(&mut self.dice, self.days), ":id": id, ":purpose": purpose, ":name": name,
                    ":email": format!("{mailbox}@c{account}.example"), ":phone": phone,
                })?;
        }
        Ok(())
    }
}

/// Account numbers as debtors have them: 10001, 10002 …; longer ones only where there are more customers.
pub(super) fn account_number(number: u32, count: u32) -> String {
    let first = if count < 50_000 { 10_001 } else { 1_000_001 };
    (first + number).to_string()
}

/// A version 7 id of the sample's last day; from the dice, so that the same sample has the same ids.
fn uuid(dice: &mut Dice, days: &Days) -> String {
    let midnight = days.date(YEAR).and_time(chrono::NaiveTime::MIN).and_utc();
    let millis = u64::try_from(midnight.timestamp_millis()).unwrap_or(0);
    let mut random = [0; 10];
    random.copy_from_slice(&dice.bytes()[..10]);
    Builder::from_unix_timestamp_millis(millis, &random)
        .into_uuid()
        .to_string()
}
