//! `letters.sequences`, `letters.sequence_save`, `letters.sequence_delete`: which letters follow each other, and what they say.

use chrono::NaiveDate;
use engine::letters::{Blocks, Code, Line, MAX_CODES, Sequence, SequenceFault};
use rusqlite::{Connection, named_params};
use serde::{Deserialize, Serialize};

use super::countries;
use crate::accounts::currency_of;
use crate::act::Act;
use crate::journal::setup::demand_account;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::taxes::TaxRates;
use crate::terms;
use crate::text_faults::text_fault;
use crate::wire::Nothing;

/// A sequence as set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterSequence {
    /// Id.
    pub id: String,
    /// What it is for.
    pub description: String,
    /// Terms of payment of the fee; the customer's where missing.
    #[serde(default)]
    pub fee_terms: Option<String>,
    /// One line per currency and code.
    pub lines: Vec<LetterLine>,
    /// One text per code and language.
    pub texts: Vec<LetterText>,
}

/// A line of a sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterLine {
    /// Currency of the items, the fee and the minimum.
    pub currency: String,
    /// `letter_1` to `letter_4`, or `collection`.
    pub code: String,
    /// What it is.
    #[serde(default)]
    pub description: String,
    /// Fee per posted letter without tax, minor units.
    #[ts(type = "number")]
    pub fee_minor: i64,
    /// Below this claim there is no letter, minor units.
    #[ts(type = "number")]
    pub minimum_minor: i64,
    /// Days after the due day, or after the letter before.
    pub grace_days: u32,
    /// What posting does to deliveries.
    #[serde(default)]
    pub blocks: Blocks,
    /// Revenue account of the fee; that of the journal's set-up where empty.
    #[serde(default)]
    pub fee_account: String,
    /// Code of the tax on the fee, which is added to it; empty for none.
    #[serde(default)]
    pub tax_group: String,
    /// Whether its letters carry the sheet that proves the interest on what they claim.
    #[serde(default)]
    pub interest_sheet: bool,
    /// Whether its letters show how old what they claim is.
    #[serde(default)]
    pub period_totals: bool,
    /// Whether its letters propose to hand the items over; the last line of a currency only.
    #[serde(default)]
    pub hands_over: bool,
}

/// What a letter of a code says in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterText {
    /// `letter_1` to `letter_4`, or `collection`.
    pub code: String,
    /// BCP 47, for example `de` or `en-GB`.
    pub language: String,
    /// Title.
    pub subject: String,
    /// Before the table; placeholders in double braces.
    pub opening: String,
    /// After the table.
    pub closing: String,
}

/// All sequences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct LetterSequences {
    /// By id.
    pub sequences: Vec<LetterSequence>,
    /// Names that texts can use in double braces.
    pub placeholders: Vec<String>,
}

/// Names a sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct DeleteLetterSequence {
    /// Its id.
    pub sequence: String,
}

/// `letters.sequences`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<LetterSequences, Refusal> {
    Ok(LetterSequences {
        sequences: load_all(session.connection())?,
        placeholders: papers::PLACEHOLDERS.map(str::to_owned).to_vec(),
    })
}

/// `letters.sequence_save`: writes a sequence as a whole; its lines and texts replace the earlier ones.
pub fn save(session: &mut Session<'_>, new: LetterSequence) -> Result<LetterSequences, Refusal> {
    session.act(|act| store(act, &new))?;
    list(session, Nothing {})
}

/// `letters.sequence_delete`: a sequence that no posting profile uses and by which no letter was made.
pub fn remove(
    session: &mut Session<'_>,
    request: DeleteLetterSequence,
) -> Result<LetterSequences, Refusal> {
    let id = request.sequence;
    session.act(|act| {
        act.about("letter_sequence", &id);
        let old = load_all(act)?
            .into_iter()
            .find(|sequence| sequence.id == id)
            .ok_or_else(|| Refusal::new("unknown_letter_sequence").with("sequence", &id))?;
        demand_unused(act, &id)?;
        for (field, value) in serde_json::to_value(&old)?
            .as_object()
            .into_iter()
            .flatten()
        {
            act.change(field, value, serde_json::Value::Null);
        }
        delete(act, &id)?;
        act.execute(
            "DELETE FROM letter_sequences WHERE id = :id",
            named_params! {":id": id},
        )?;
        Ok(())
    })?;
    list(session, Nothing {})
}

/// Letters say by which sequence they were made, and a profile that names one would give its customers none.
fn demand_unused(connection: &Connection, id: &str) -> Result<(), Refusal> {
    let (profiles, letters): (i64, i64) = connection.query_row(
        "SELECT (SELECT COUNT(DISTINCT profile_id) FROM posting_profile_lines WHERE sequence_id = :id) AS profiles,
                (SELECT COUNT(*) FROM letter_drafts WHERE sequence_id = :id) AS letters",
        named_params! {":id": id},
        |row| Ok((row.get("profiles")?, row.get("letters")?)),
    )?;
    if profiles == 0 && letters == 0 {
        return Ok(());
    }
    Err(Refusal::new("sequence_used")
        .with("sequence", id)
        .with("profiles", profiles)
        .with("letters", letters))
}

/// Writes a sequence inside an act.
pub(super) fn store(act: &mut Act<'_>, new: &LetterSequence) -> Result<(), Refusal> {
    check(new)?;
    demand_known(act, new)?;
    act.about("letter_sequence", &new.id);
    let old = load_all(act)?
        .into_iter()
        .find(|sequence| sequence.id == new.id);
    let old = serde_json::to_value(old)?;
    for (field, value) in serde_json::to_value(new)?.as_object().into_iter().flatten() {
        act.change(field, old.get(field), Some(value));
    }
    delete(act, &new.id)?;
    insert(act, new)
}

/// Refuses what is no sequence: more than five codes (L-20), a broken ladder, a text that would not print.
fn check(new: &LetterSequence) -> Result<(), Refusal> {
    if new.id.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "id"));
    }
    engine_sequence(new)?;
    check_lines(new)?;
    for (at, text) in new.texts.iter().enumerate() {
        let twice = |other: &LetterText| other.code == text.code && other.language == text.language;
        if new.texts[..at].iter().any(twice) {
            return Err(Refusal::new("letter_text_twice")
                .with("code", &text.code)
                .with("language", &text.language));
        }
        check_text(text)?;
    }
    for line in new.lines.iter().filter(|line| line.hands_over) {
        demand_last(new, line)?;
    }
    for line in &new.lines {
        if !new.texts.iter().any(|text| text.code == line.code) {
            return Err(Refusal::new("letter_text_missing").with("code", &line.code));
        }
    }
    Ok(())
}

/// The longest that a letter waits for the one before, days.
const LONGEST_GRACE: u32 = 3_650;

fn check_lines(new: &LetterSequence) -> Result<(), Refusal> {
    for line in &new.lines {
        if line.grace_days > LONGEST_GRACE {
            return Err(Refusal::new("value_too_large")
                .with("field", "grace_days")
                .with("code", &line.code)
                .with("limit", LONGEST_GRACE));
        }
        if let Some(least) = countries::least_grace(&new.id)
            .filter(|least| line.code != "letter_1" && line.grace_days < *least)
        {
            return Err(Refusal::new("letter_gap_too_short")
                .with("sequence", &new.id)
                .with("code", &line.code)
                .with("days", line.grace_days)
                .with("least", least));
        }
        demand_account(line.fee_account.trim(), "fee_account")?;
    }
    Ok(())
}

/// Only after the last letter of a currency are its items handed over.
fn demand_last(sequence: &LetterSequence, line: &LetterLine) -> Result<(), Refusal> {
    let later = sequence.lines.iter().any(|other| {
        other.currency.eq_ignore_ascii_case(&line.currency)
            && Code::from_code(&other.code) > Code::from_code(&line.code)
    });
    if later {
        return Err(Refusal::new("letter_hand_over_not_last")
            .with("sequence", &sequence.id)
            .with("currency", &line.currency)
            .with("code", &line.code));
    }
    Ok(())
}

/// Refuses terms and tax codes that the book does not have.
fn demand_known(connection: &Connection, new: &LetterSequence) -> Result<(), Refusal> {
    if let Some(id) = &new.fee_terms
        && terms::load(connection, id)?.is_none()
    {
        return Err(Refusal::new("unknown_terms")
            .with("field", "fee_terms")
            .with("terms", id));
    }
    let rates = TaxRates::load(connection)?;
    match new
        .lines
        .iter()
        .map(|line| line.tax_group.trim())
        .find(|code| !code.is_empty() && !rates.knows(code))
    {
        Some(code) => Err(Refusal::new("unknown_tax_code").with("tax_code", code)),
        None => Ok(()),
    }
}

/// Refuses a text that would not print, with its code, language, part, line and column.
pub(super) fn check_text(text: &LetterText) -> Result<(), Refusal> {
    for (field, value) in [("subject", &text.subject), ("language", &text.language)] {
        if value.trim().is_empty() {
            return Err(Refusal::new("value_missing")
                .with("field", field)
                .with("code", &text.code)
                .with("language", &text.language));
        }
    }
    known_code(&text.code)?;
    for (field, template) in [
        ("subject", &text.subject),
        ("opening", &text.opening),
        ("closing", &text.closing),
    ] {
        papers::check(template).map_err(|error| {
            text_fault(&error)
                .with("code", &text.code)
                .with("language", &text.language)
                .with("field", field)
        })?;
    }
    Ok(())
}

fn known_code(code: &str) -> Result<Code, Refusal> {
    Code::from_code(code).ok_or_else(|| Refusal::new("unknown_letter_code").with("code", code))
}

/// The sequence as the engine takes it.
pub(super) fn engine_sequence(stored: &LetterSequence) -> Result<Sequence, Refusal> {
    for line in &stored.lines {
        // Counted before the codes are read, so that a sixth code is refused as one too many, whatever its name.
        if stored
            .lines
            .iter()
            .filter(|other| other.currency == line.currency)
            .count()
            > MAX_CODES
        {
            return Err(too_many(&stored.id, &line.currency));
        }
    }
    let lines = stored
        .lines
        .iter()
        .map(engine_line)
        .collect::<Result<Vec<_>, _>>()?;
    Sequence::new(&stored.id, lines).map_err(|fault| refused(&stored.id, fault))
}

fn engine_line(line: &LetterLine) -> Result<Line, Refusal> {
    let unknown = || Refusal::new("unknown_currency").with("currency", &line.currency);
    Ok(Line {
        code: known_code(&line.code)?,
        currency: line.currency.parse().map_err(|_| unknown())?,
        fee_minor: line.fee_minor,
        fee_tax_minor: 0,
        minimum_minor: line.minimum_minor,
        grace_days: line.grace_days,
        blocks: line.blocks,
    })
}

/// The same with fees as they are charged on a day: with their tax.
pub(super) fn charged_sequence(
    stored: &LetterSequence,
    rates: &TaxRates,
    on: NaiveDate,
) -> Result<Sequence, Refusal> {
    let mut charged = stored.clone();
    for line in &mut charged.lines {
        let tax_minor = fee_tax(line, rates, on)?;
        line.fee_minor = line
            .fee_minor
            .checked_add(tax_minor)
            .ok_or_else(out_of_range)?;
    }
    let sequence = engine_sequence(&charged)?;
    let taxes = stored
        .lines
        .iter()
        .map(|line| {
            Ok((
                known_code(&line.code)?,
                &line.currency,
                fee_tax(line, rates, on)?,
            ))
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    Ok(sequence.with_taxes(|line| {
        taxes
            .iter()
            .find(|(code, currency, _)| {
                *code == line.code && line.currency.code().eq_ignore_ascii_case(currency)
            })
            .map_or(0, |(_, _, tax_minor)| *tax_minor)
    }))
}

fn fee_tax(line: &LetterLine, rates: &TaxRates, on: NaiveDate) -> Result<i64, Refusal> {
    engine::taxes::on_net(line.fee_minor, rates.rate_bp(line.tax_group.trim(), on))
        .ok_or_else(out_of_range)
}

fn out_of_range() -> Refusal {
    Refusal::new("value_too_large")
        .with("field", "fee_minor")
        .with("limit", i64::from(u32::MAX))
}

fn too_many(id: &str, currency: &str) -> Refusal {
    Refusal::new("letter_codes_too_many")
        .with("sequence", id)
        .with("currency", currency)
        .with("limit", MAX_CODES)
}

fn refused(id: &str, fault: SequenceFault) -> Refusal {
    let (code, currency, letter) = match fault {
        SequenceFault::Empty => return Refusal::new("letter_sequence_empty").with("sequence", id),
        SequenceFault::TooManyCodes { currency } => return too_many(id, currency.code()),
        SequenceFault::CodeTwice { currency, code } => ("letter_code_twice", currency, code),
        SequenceFault::Gap { currency, code } => ("letter_code_gap", currency, code),
        SequenceFault::Negative { currency, code } => ("letter_amount_negative", currency, code),
    };
    Refusal::new(code)
        .with("sequence", id)
        .with("currency", currency.code())
        .with("code", letter)
}

fn delete(connection: &Connection, id: &str) -> Result<(), Refusal> {
    connection.execute(
        "DELETE FROM letter_texts WHERE sequence_id = :id",
        named_params! {":id": id},
    )?;
    connection.execute(
        "DELETE FROM letter_lines WHERE sequence_id = :id",
        named_params! {":id": id},
    )?;
    Ok(())
}

/// Writes a sequence whose lines and texts are not there.
pub(super) fn insert(connection: &Connection, new: &LetterSequence) -> Result<(), Refusal> {
    connection.execute(
        "INSERT INTO letter_sequences (id, description, fee_terms) VALUES (:id, :description, :fee_terms)
         ON CONFLICT (id) DO UPDATE SET description = excluded.description, fee_terms = excluded.fee_terms",
        named_params! {":id": new.id, ":description": new.description, ":fee_terms": new.fee_terms},
    )?;
    let mut line_in = connection.prepare_cached(
        "INSERT INTO letter_lines (sequence_id, currency, code, description, fee_minor, minimum_minor, grace_days,
           blocks, fee_account, tax_group, interest_sheet, period_totals, hands_over)
         VALUES (:sequence, :currency, :code, :description, :fee, :minimum, :grace, :blocks, :account, :tax, :sheet, :periods,
           :hands)",
    )?;
    for line in &new.lines {
        line_in.execute(named_params! {
            ":sequence": new.id, ":currency": line.currency.to_ascii_uppercase(), ":code": line.code,
            ":description": line.description, ":fee": line.fee_minor, ":minimum": line.minimum_minor,
            ":grace": line.grace_days, ":blocks": blocks_word(line.blocks), ":account": line.fee_account.trim(),
            ":tax": line.tax_group.trim(), ":sheet": switch(line.interest_sheet),
            ":periods": switch(line.period_totals), ":hands": switch(line.hands_over),
        })?;
    }
    let mut text_in = connection.prepare_cached(
        "INSERT INTO letter_texts (sequence_id, code, language, subject, opening, closing)
         VALUES (:sequence, :code, :language, :subject, :opening, :closing)",
    )?;
    for text in &new.texts {
        text_in.execute(named_params! {
            ":sequence": new.id, ":code": text.code, ":language": text.language, ":subject": text.subject,
            ":opening": text.opening, ":closing": text.closing,
        })?;
    }
    Ok(())
}

/// The word of the book for a switch.
fn switch(is_on: bool) -> &'static str {
    if is_on { "on" } else { "off" }
}

/// The word of the book for what a line blocks.
pub(super) fn blocks_word(blocks: Blocks) -> &'static str {
    match blocks {
        Blocks::Nothing => "nothing",
        Blocks::Deliveries => "deliveries",
    }
}

/// Every sequence with its lines and texts.
pub(super) fn load_all(connection: &Connection) -> Result<Vec<LetterSequence>, Refusal> {
    let mut statement = connection
        .prepare_cached("SELECT id, description, fee_terms FROM letter_sequences ORDER BY id")?;
    let heads = statement
        .query_map([], |row| {
            Ok(LetterSequence {
                id: row.get("id")?,
                description: row.get("description")?,
                fee_terms: row.get("fee_terms")?,
                lines: Vec::new(),
                texts: Vec::new(),
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    heads
        .into_iter()
        .map(|head| {
            let (lines, texts) = (lines(connection, &head.id)?, texts(connection, &head.id)?);
            Ok(LetterSequence {
                lines,
                texts,
                ..head
            })
        })
        .collect()
}

fn lines(connection: &Connection, id: &str) -> Result<Vec<LetterLine>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT currency, code, description, fee_minor, minimum_minor, grace_days, blocks, fee_account, tax_group,
                interest_sheet = 'on' AS interest_sheet, period_totals = 'on' AS period_totals,
                hands_over = 'on' AS hands_over
         FROM letter_lines WHERE sequence_id = :id",
    )?;
    let mut lines = statement
        .query_map(named_params! {":id": id}, |row| {
            let blocks: String = row.get("blocks")?;
            Ok(LetterLine {
                currency: row.get("currency")?,
                code: row.get("code")?,
                description: row.get("description")?,
                fee_minor: row.get("fee_minor")?,
                minimum_minor: row.get("minimum_minor")?,
                grace_days: row.get("grace_days")?,
                blocks: if blocks == "deliveries" {
                    Blocks::Deliveries
                } else {
                    Blocks::Nothing
                },
                fee_account: row.get("fee_account")?,
                tax_group: row.get("tax_group")?,
                interest_sheet: row.get("interest_sheet")?,
                period_totals: row.get("period_totals")?,
                hands_over: row.get("hands_over")?,
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    lines.sort_by_key(|line| (line.currency.clone(), Code::from_code(&line.code)));
    for line in &lines {
        currency_of(&line.currency)?;
    }
    Ok(lines)
}

fn texts(connection: &Connection, id: &str) -> Result<Vec<LetterText>, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT code, language, subject, opening, closing FROM letter_texts WHERE sequence_id = :id",
    )?;
    let mut texts = statement
        .query_map(named_params! {":id": id}, |row| {
            Ok(LetterText {
                code: row.get("code")?,
                language: row.get("language")?,
                subject: row.get("subject")?,
                opening: row.get("opening")?,
                closing: row.get("closing")?,
            })
        })?
        .collect::<Result<Vec<_>, _>>()?;
    texts.sort_by_key(|text| (Code::from_code(&text.code), text.language.clone()));
    Ok(texts)
}
