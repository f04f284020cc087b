//! Case categories, and what they note by themselves when a case is opened.

use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};

use crate::act::Act;
use crate::activities::{CATEGORIES, Kind};
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// An activity that a category notes by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CategoryActivity {
    /// What it is.
    pub kind: Kind,
    /// As of an activity.
    pub category: String,
    /// Its title; where it is empty, nothing is noted.
    pub purpose: String,
    /// Days from the day on which it is noted.
    pub days: u32,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseCategory {
    /// Short name.
    pub id: String,
    /// Description.
    pub description: String,
    /// `collections` or `other`.
    pub category_type: String,
    /// Noted when a case is opened.
    pub first: CategoryActivity,
    /// Noted when the first one is closed.
    pub follow_up: CategoryActivity,
}

/// Names a category.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct CategoryRequest {
    /// Short name.
    pub id: String,
}

/// Every category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct CaseCategories {
    /// By short name.
    pub categories: Vec<CaseCategory>,
}

/// `cases.categories`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<CaseCategories, Refusal> {
    all(session.connection())
}

fn all(connection: &Connection) -> Result<CaseCategories, Refusal> {
    let mut statement = connection.prepare_cached("SELECT * FROM case_categories ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut categories = Vec::new();
    while let Some(row) = rows.next()? {
        let (first, follow_up): (String, String) =
            (row.get("activity_kind")?, row.get("follow_up_kind")?);
        categories.push(CaseCategory {
            id: row.get("id")?,
            description: row.get("description")?,
            category_type: row.get("category_type")?,
            first: CategoryActivity {
                kind: Kind::from_code(&first)?,
                category: row.get("activity_category")?,
                purpose: row.get("activity_purpose")?,
                days: row.get("activity_days")?,
            },
            follow_up: CategoryActivity {
                kind: Kind::from_code(&follow_up)?,
                category: row.get("follow_up_category")?,
                purpose: row.get("follow_up_purpose")?,
                days: row.get("follow_up_days")?,
            },
        });
    }
    Ok(CaseCategories { categories })
}

/// The category `id`.
pub(super) fn one(connection: &Connection, id: &str) -> Result<CaseCategory, Refusal> {
    all(connection)?
        .categories
        .into_iter()
        .find(|category| category.id == id)
        .ok_or_else(|| {
            Refusal::new("unknown_case_category")
                .with("field", "category")
                .with("category", id)
        })
}

/// `cases.category_save`: a new one, or one that is there.
pub fn save(session: &mut Session<'_>, mut new: CaseCategory) -> Result<CaseCategories, Refusal> {
    new.id = new.id.trim().to_owned();
    if new.id.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "id"));
    }
    if !matches!(new.category_type.as_str(), "collections" | "other") {
        return Err(Refusal::new("unknown_choice")
            .with("field", "category_type")
            .with("value", &new.category_type));
    }
    for (one, prefix) in [(&mut new.first, "first"), (&mut new.follow_up, "follow_up")] {
        one.purpose = one.purpose.trim().to_owned();
        if !CATEGORIES.contains(&one.category.as_str()) {
            return Err(Refusal::new("unknown_choice")
                .with("field", format!("{prefix}.category"))
                .with("value", &one.category));
        }
        if one.days > 366 {
            return Err(Refusal::new("value_too_large")
                .with("field", format!("{prefix}.days"))
                .with("limit", 366));
        }
    }
    // What was done already follows nothing.
    if !new.follow_up.kind.waits() {
        return Err(Refusal::new("unknown_choice")
            .with("field", "follow_up.kind")
            .with("value", new.follow_up.kind));
    }
    session.act(|act| {
        act.about("case_category", &new.id);
        let old = one(act, &new.id).ok();
        act.change("category", &old, &new);
        write(act, &new)
    })?;
    all(session.connection())
}

fn write(act: &Act<'_>, new: &CaseCategory) -> Result<(), Refusal> {
    act.execute(
        "INSERT INTO case_categories (id, description, category_type, activity_kind, activity_category, activity_purpose,
           activity_days, follow_up_kind, follow_up_category, follow_up_purpose, follow_up_days)
         VALUES (:id, :description, :type, :kind, :category, :purpose, :days, :next_kind, :next_category, :next_purpose,
           :next_days)
         ON CONFLICT (id) DO UPDATE SET description = excluded.description, category_type = excluded.category_type,
           activity_kind = excluded.activity_kind, activity_category = excluded.activity_category,
           activity_purpose = excluded.activity_purpose, activity_days = excluded.activity_days,
           follow_up_kind = excluded.follow_up_kind, follow_up_category = excluded.follow_up_category,
           follow_up_purpose = excluded.follow_up_purpose, follow_up_days = excluded.follow_up_days",
        named_params! {
            ":id": new.id, ":description": new.description.trim(), ":type": new.category_type,
            ":kind": new.first.kind.code(), ":category": new.first.category, ":purpose": new.first.purpose,
            ":days": new.first.days, ":next_kind": new.follow_up.kind.code(),
            ":next_category": new.follow_up.category, ":next_purpose": new.follow_up.purpose,
            ":next_days": new.follow_up.days,
        },
    )?;
    Ok(())
}

/// `cases.category_delete`: one that no case has.
pub fn delete(
    session: &mut Session<'_>,
    request: CategoryRequest,
) -> Result<CaseCategories, Refusal> {
    session.act(|act| {
        act.about("case_category", &request.id);
        let old = one(act, &request.id)?;
        let used = act
            .query_row(
                "SELECT number FROM cases WHERE category_id = :id LIMIT 1",
                named_params! {":id": request.id},
                |row| row.get::<_, String>(0),
            )
            .optional()?;
        if let Some(number) = used {
            return Err(Refusal::new("case_category_used")
                .with("category", &request.id)
                .with("number", number));
        }
        act.change("category", Some(&old), None::<CaseCategory>);
        act.execute(
            "DELETE FROM case_categories WHERE id = :id",
            named_params! {":id": request.id},
        )?;
        Ok(())
    })?;
    all(session.connection())
}
