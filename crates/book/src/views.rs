//! `views.list`, `views.save`, `views.delete`: how a user likes to see a list, under a name.
//!
//! They lie in the book, one set per user, so that they move with it to another desk. A view holds no rows: it is asked
//! anew, and a column that a later version no longer has is left out by the window.

use serde::{Deserialize, Serialize};

use crate::parameters;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::{Filter, Nothing, Sort};

/// Views that a user may keep, over all lists.
const MOST_VIEWS: usize = 200;

/// Characters of a name.
const LONGEST_NAME: usize = 60;

/// Whether a column is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ViewShown {
    /// Shown.
    Yes,
    /// Hidden.
    No,
}

/// A column of a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ViewColumn {
    /// Id of the column.
    pub id: String,
    /// Width in pixels; as declared where missing.
    #[serde(default)]
    pub width: Option<u32>,
    /// Whether it is shown.
    pub show: ViewShown,
}

/// Height of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum ViewDensity {
    /// As at first.
    Normal,
    /// More rows at a glance.
    Tight,
}

/// A saved view of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct View {
    /// Name of the list, for example `aging`.
    pub list: String,
    /// Name of the view; unique within the list.
    pub name: String,
    /// The columns in their order.
    pub columns: Vec<ViewColumn>,
    /// How it is sorted.
    #[serde(default)]
    pub sort: Option<Sort>,
    /// Its filters.
    #[serde(default)]
    pub filters: Vec<Filter>,
    /// Height of its rows.
    pub density: ViewDensity,
}

/// The views of the user, over all lists, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Views {
    /// The views.
    pub views: Vec<View>,
}

/// Names a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct ViewName {
    /// Its list.
    pub list: String,
    /// Its name.
    pub name: String,
}

fn key(session: &Session<'_>) -> String {
    format!("views.{}", session.actor.user_id)
}

/// `views.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<Views, Refusal> {
    parameters::load(session.connection(), &key(session))
}

/// `views.save`: a view of the same list and name is replaced.
pub fn save(session: &mut Session<'_>, mut view: View) -> Result<Views, Refusal> {
    view.name = view.name.trim().into();
    if view.name.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "name"));
    }
    if view.name.chars().count() > LONGEST_NAME {
        return Err(Refusal::new("value_too_long")
            .with("field", "name")
            .with("limit", LONGEST_NAME));
    }
    change(session, &view.list.clone(), &view.name.clone(), Some(view))
}

/// `views.delete`
pub fn delete(session: &mut Session<'_>, view: ViewName) -> Result<Views, Refusal> {
    change(session, &view.list, &view.name, None)
}

fn change(
    session: &mut Session<'_>,
    list: &str,
    name: &str,
    new: Option<View>,
) -> Result<Views, Refusal> {
    let key = key(session);
    session.act(|act| {
        act.about("view", format!("{list}: {name}"));
        let mut kept: Views = parameters::load(act, &key)?;
        kept.views
            .retain(|view| (view.list.as_str(), view.name.as_str()) != (list, name));
        kept.views.extend(new);
        if kept.views.len() > MOST_VIEWS {
            return Err(Refusal::new("too_many_views").with("limit", MOST_VIEWS));
        }
        kept.views
            .sort_by(|a, b| (&a.list, &a.name).cmp(&(&b.list, &b.name)));
        parameters::save(act, &key, &kept)?;
        Ok(kept)
    })
}
