//! Users: who may do what. Every command runs as one (spec 00, *Users*).

use argon2::password_hash::SaltString;
use argon2::{Argon2, PasswordHash, PasswordHasher as _, PasswordVerifier as _};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, named_params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::act::Actor;
use crate::book::Founder;
use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::Nothing;

/// A role (spec 00, *Roles*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything in credit management.
    CreditManager,
    /// Prepares adjustments.
    CreditClerk,
    /// All pools, write-off, waive; sets up.
    CollectionsManager,
    /// Own pools, activities, letters.
    CollectionsAgent,
    /// Final approval.
    FinanceApprover,
    /// Reads and prints.
    Viewer,
}

impl User {
    /// Whether the user is away on a day.
    pub fn is_absent(&self, day: NaiveDate) -> bool {
        self.absent_from.is_some_and(|from| from <= day)
            && self.absent_to.is_none_or(|to| day <= to)
    }
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::CreditManager,
        Self::CreditClerk,
        Self::CollectionsManager,
        Self::CollectionsAgent,
        Self::FinanceApprover,
        Self::Viewer,
    ];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::CreditManager => "credit_manager",
            Self::CreditClerk => "credit_clerk",
            Self::CollectionsManager => "collections_manager",
            Self::CollectionsAgent => "collections_agent",
            Self::FinanceApprover => "finance_approver",
            Self::Viewer => "viewer",
        }
    }

    /// What a user of this role may do.
    fn rights(self) -> &'static [Right] {
        match self {
            Self::CreditManager => &[
                Right::Read,
                Right::Import,
                Right::Age,
                Right::Letters,
                Right::Collect,
                Right::Settle,
                Right::Waive,
                Right::Orders,
                Right::Credit,
                Right::Decide,
                Right::Approve,
                Right::Setup,
                Right::CreditSetup,
                Right::Users,
            ],
            Self::CollectionsManager => &[
                Right::Read,
                Right::Import,
                Right::Age,
                Right::Letters,
                Right::Collect,
                Right::Settle,
                Right::Waive,
                Right::Orders,
                Right::Setup,
            ],
            Self::CreditClerk => &[
                Right::Read,
                Right::Import,
                Right::Age,
                Right::Letters,
                Right::Collect,
                Right::Settle,
                Right::Orders,
                Right::Credit,
                Right::Approve,
            ],
            Self::CollectionsAgent => &[
                Right::Read,
                Right::Import,
                Right::Age,
                Right::Letters,
                Right::Collect,
                Right::Orders,
            ],
            Self::FinanceApprover => &[Right::Read, Right::Approve],
            Self::Viewer => &[Right::Read],
        }
    }
}

/// What a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// See and print.
    Read,
    /// Bring files in.
    Import,
    /// Age balances.
    Age,
    /// Make, post and cancel letters.
    Letters,
    /// Note promises, disputes, cases and activities.
    Collect,
    /// Post what the bank brings, settle, and take back.
    Settle,
    /// Waive, reinstate and reverse interest.
    Waive,
    /// Type orders and have them checked.
    Orders,
    /// Change credit attributes, prepare and post limits, and release held orders up to the own ceiling.
    Credit,
    /// Hold, reject and cancel orders by hand, and whatever lets credit through or keeps it without an approval: account
    /// statuses, policies, shared limits, and customers that no limit or rule looks at.
    Decide,
    /// Decide about limits that somebody else prepared, as far as role and ceiling go.
    Approve,
    /// Company, parameters, texts.
    Setup,
    /// What credit is decided by: its parameters, statuses, rules, scores and approval matrices.
    CreditSetup,
    /// Users and roles.
    Users,
}

/// A user as set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct User {
    /// Row id; 0 for a new one.
    #[ts(type = "number")]
    pub id: i64,
    /// Short name, as `--as` takes it.
    pub code: String,
    /// Name shown and printed.
    pub name: String,
    /// Account of the operating system that acts as this user.
    pub os_account: Option<String>,
    /// Roles.
    pub roles: Vec<Role>,
    /// Whether the user is a collections agent.
    pub agent: bool,
    /// Largest amount that the user approves, minor units of the company currency; `None` has no ceiling.
    #[ts(type = "number | null")]
    pub approval_ceiling_minor: Option<i64>,
    /// Largest amount that the user waives, minor units of the company currency; `None` has no ceiling.
    #[ts(type = "number | null")]
    pub waiver_ceiling_minor: Option<i64>,
    /// Code of the substitute.
    pub substitute: Option<String>,
    /// First day of an absence: the substitute signs in the user's place.
    #[serde(default)]
    pub absent_from: Option<NaiveDate>,
    /// Last day of it; until further notice where missing.
    #[serde(default)]
    pub absent_to: Option<NaiveDate>,
    /// E-mail, for letters.
    pub email: String,
    /// Telephone, for letters.
    pub phone: String,
    /// Whether a PIN is set.
    pub has_pin: bool,
    /// Whether the user may work.
    pub active: bool,
}

impl User {
    /// Whether a role of the user gives the right.
    pub fn may(&self, right: Right) -> bool {
        self.roles.iter().any(|role| role.rights().contains(&right))
    }
}

/// A user to save, with a new PIN or none.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct SaveUser {
    /// The user.
    pub user: User,
    /// New PIN; `None` keeps the one that is set.
    pub pin: Option<String>,
}

/// The users of the book.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
pub struct UserList {
    /// Every user, by code.
    pub users: Vec<User>,
}

/// `users.list`
pub fn list(session: &mut Session<'_>, _: Nothing) -> Result<UserList, Refusal> {
    let connection = session.connection();
    let mut statement = connection.prepare_cached(
        "SELECT u.*, s.code AS substitute, (SELECT group_concat(role) FROM user_roles r WHERE r.user_id = u.id) AS roles
         FROM users u LEFT JOIN users s ON s.id = u.substitute_id ORDER BY u.code",
    )?;
    let users = statement
        .query_map([], user_from_row)?
        .collect::<Result<_, _>>()?;
    Ok(UserList { users })
}

/// Reads one user.
pub fn load(connection: &Connection, id: i64) -> Result<User, Refusal> {
    let mut statement = connection.prepare_cached(
        "SELECT u.*, s.code AS substitute, (SELECT group_concat(role) FROM user_roles r WHERE r.user_id = u.id) AS roles
         FROM users u LEFT JOIN users s ON s.id = u.substitute_id WHERE u.id = :id",
    )?;
    Ok(statement.query_row(named_params! {":id": id}, user_from_row)?)
}

fn user_from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<User> {
    let roles: Option<String> = row.get("roles")?;
    let roles = roles.unwrap_or_default();
    let roles = Role::ALL
        .into_iter()
        .filter(|role| roles.split(',').any(|code| code == role.code()))
        .collect();
    let day = |column: &str| -> rusqlite::Result<Option<NaiveDate>> {
        let text: Option<String> = row.get(column)?;
        Ok(text.as_deref().and_then(crate::accounts::parse_day))
    };
    Ok(User {
        id: row.get("id")?,
        code: row.get("code")?,
        name: row.get("name")?,
        os_account: row.get("os_account")?,
        roles,
        agent: row.get("agent")?,
        approval_ceiling_minor: row.get("approval_ceiling_minor")?,
        waiver_ceiling_minor: row.get("waiver_ceiling_minor")?,
        substitute: row.get("substitute")?,
        absent_from: day("absent_from")?,
        absent_to: day("absent_to")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        has_pin: row.get::<_, Option<String>>("pin_hash")?.is_some(),
        active: row.get("active")?,
    })
}

/// `users.save`: adds or changes a user; the last active user who may set up users keeps that right.
pub fn save(session: &mut Session<'_>, request: SaveUser) -> Result<User, Refusal> {
    let new = request.user;
    check(&new)?;
    let pin_hash = request.pin.as_deref().map(hash_pin).transpose()?;
    let id = session.act(|act| {
        act.about("user", &new.code);
        let old = act
            .query_row(
                "SELECT id FROM users WHERE id = :id",
                named_params! {":id": new.id},
                |row| row.get::<_, i64>("id"),
            )
            .optional()?
            .map(|id| load(act, id))
            .transpose()?;
        record_changes(act, old.as_ref(), &new)?;
        if pin_hash.is_some() {
            act.note("pin", "changed");
        }
        let id = write(act, &new, pin_hash.as_deref())?;
        let keepers: i64 = act.query_row(
            "SELECT COUNT(*) AS keepers FROM users u JOIN user_roles r ON r.user_id = u.id
             WHERE u.active = 1 AND r.role = 'credit_manager'",
            [],
            |row| row.get("keepers"),
        )?;
        if keepers == 0 {
            return Err(Refusal::new("last_user_manager").with("user", &new.code));
        }
        Ok(id)
    })?;
    load(session.connection(), id)
}

fn check(user: &User) -> Result<(), Refusal> {
    let code_is_plain = user
        .code
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if user.code.is_empty() || !code_is_plain {
        return Err(Refusal::new("user_code_invalid")
            .with("field", "code")
            .with("value", &user.code));
    }
    if user.name.trim().is_empty() {
        return Err(Refusal::new("value_missing").with("field", "name"));
    }
    if user.roles.is_empty() {
        return Err(Refusal::new("value_missing").with("field", "roles"));
    }
    match (user.absent_from, user.absent_to) {
        (None, Some(_)) => {
            return Err(Refusal::new("value_missing").with("field", "absent_from"));
        }
        (Some(from), Some(to)) if to < from => {
            return Err(Refusal::new("absence_ends_first")
                .with("field", "absent_to")
                .with("from_on", from)
                .with("to_on", to));
        }
        _ => {}
    }
    for (field, ceiling) in [
        ("approval_ceiling_minor", user.approval_ceiling_minor),
        ("waiver_ceiling_minor", user.waiver_ceiling_minor),
    ] {
        if ceiling.is_some_and(|minor| minor < 0) {
            return Err(Refusal::new("negative_amount").with("field", field));
        }
    }
    Ok(())
}

fn record_changes(
    act: &mut crate::act::Act<'_>,
    old: Option<&User>,
    new: &User,
) -> Result<(), Refusal> {
    let old = old.map(serde_json::to_value).transpose()?;
    let new = serde_json::to_value(new)?;
    for (field, value) in new.as_object().into_iter().flatten() {
        if field != "id" && field != "has_pin" {
            act.change(
                field,
                old.as_ref().and_then(|old| old.get(field)),
                Some(value),
            );
        }
    }
    Ok(())
}

fn write(connection: &Connection, user: &User, pin_hash: Option<&str>) -> Result<i64, Refusal> {
    let taken = |field: &'static str, value: Option<&str>| {
        let sql = format!("SELECT code FROM users WHERE {field} = :value AND id <> :id");
        let other: Option<String> = connection
            .query_row(
                &sql,
                named_params! {":value": value, ":id": user.id},
                |row| row.get("code"),
            )
            .optional()?;
        match other {
            Some(other) => Err(Refusal::new("user_exists")
                .with("field", field)
                .with("user", other)),
            None => Ok(()),
        }
    };
    taken("code", Some(&user.code))?;
    taken("os_account", user.os_account.as_deref())?;
    let substitute_id: Option<i64> = match &user.substitute {
        None => None,
        Some(code) => Some(
            id_of(connection, code)?
                .ok_or_else(|| Refusal::new("unknown_user").with("user", code))?,
        ),
    };
    let id: i64 = connection.query_row(
        "INSERT INTO users (id, uuid, code, name, os_account, pin_hash, approval_ceiling_minor, waiver_ceiling_minor,
           substitute_id, absent_from, absent_to, agent, email, phone, active)
         VALUES (NULLIF(:id, 0), :uuid, :code, :name, :os_account, :pin, :approval, :waiver, :substitute, :absent_from,
           :absent_to, :agent,
           :email, :phone, :active)
         ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, os_account = excluded.os_account,
           pin_hash = COALESCE(excluded.pin_hash, users.pin_hash),
           approval_ceiling_minor = excluded.approval_ceiling_minor,
           waiver_ceiling_minor = excluded.waiver_ceiling_minor, substitute_id = excluded.substitute_id,
           absent_from = excluded.absent_from, absent_to = excluded.absent_to,
           agent = excluded.agent, email = excluded.email, phone = excluded.phone, active = excluded.active
         RETURNING id",
        named_params! {
            ":id": user.id, ":uuid": Uuid::now_v7().to_string(), ":code": user.code, ":name": user.name.trim(),
            ":os_account": user.os_account.as_deref().filter(|account| !account.is_empty()), ":pin": pin_hash,
            ":approval": user.approval_ceiling_minor, ":waiver": user.waiver_ceiling_minor,
            ":absent_from": user.absent_from.map(|day| day.to_string()),
            ":absent_to": user.absent_to.map(|day| day.to_string()),
            ":substitute": substitute_id, ":agent": user.agent, ":email": user.email, ":phone": user.phone,
            ":active": user.active,
        },
        |row| row.get("id"),
    )?;
    connection.execute(
        "DELETE FROM user_roles WHERE user_id = :id",
        named_params! {":id": id},
    )?;
    for role in &user.roles {
        connection.execute(
            "INSERT OR IGNORE INTO user_roles (user_id, role) VALUES (:id, :role)",
            named_params! {":id": id, ":role": role.code()},
        )?;
    }
    Ok(id)
}

/// Writes the first user of a book, with all roles.
pub fn insert_founder(connection: &Connection, founder: &Founder) -> Result<i64, Refusal> {
    let user = User {
        id: 0,
        code: founder.code.clone(),
        name: founder.name.clone(),
        os_account: founder.os_account.clone(),
        roles: Role::ALL.to_vec(),
        agent: true,
        approval_ceiling_minor: None,
        waiver_ceiling_minor: None,
        substitute: None,
        absent_from: None,
        absent_to: None,
        email: String::new(),
        phone: String::new(),
        has_pin: false,
        active: true,
    };
    check(&user)?;
    write(connection, &user, None)
}

/// Row id of the user `code`.
pub fn id_of(connection: &Connection, code: &str) -> Result<Option<i64>, Refusal> {
    let mut statement = connection.prepare_cached("SELECT id FROM users WHERE code = :code")?;
    Ok(statement
        .query_row(named_params! {":code": code}, |row| row.get("id"))
        .optional()?)
}

/// Who a call runs as: the user named with `--as`, else the one bound to the operating system account (U-1).
pub fn resolve(
    connection: &Connection,
    named: Option<&str>,
    os_account: &str,
) -> Result<Actor, Refusal> {
    let (column, value) = match named {
        Some(code) => ("code", code),
        None => ("os_account", os_account),
    };
    let sql = format!("SELECT id, active FROM users WHERE {column} = :value");
    let found: Option<(i64, bool)> = connection
        .prepare_cached(&sql)?
        .query_row(named_params! {":value": value}, |row| {
            Ok((row.get("id")?, row.get("active")?))
        })
        .optional()?;
    match (found, named) {
        (Some((user_id, true)), _) => Ok(Actor {
            user_id,
            acting_for_id: None,
        }),
        (Some((_, false)), _) => Err(Refusal::new("user_inactive").with("user", value)),
        (None, Some(code)) => Err(Refusal::new("unknown_user").with("user", code)),
        (None, None) => Err(Refusal::new("account_not_bound").with("os_account", os_account)),
    }
}

/// Refuses where no role of the user gives `right`.
pub fn demand(
    connection: &Connection,
    actor: Actor,
    right: Right,
    command: &str,
) -> Result<(), Refusal> {
    allow(&load(connection, actor.user_id)?, right, command)
}

/// The same for a user that is known.
pub fn allow(user: &User, right: Right, command: &str) -> Result<(), Refusal> {
    if user.may(right) {
        Ok(())
    } else {
        Err(Refusal::new("not_permitted")
            .with("command", command)
            .with("right", right)
            .with("user", &user.code))
    }
}

/// Checks the PIN of the user `code`; a user without a PIN can only be reached through the bound account (U-2).
pub fn check_pin(connection: &Connection, code: &str, pin: &str) -> Result<Actor, Refusal> {
    let found: Option<(i64, Option<String>, bool)> = connection
        .query_row(
            "SELECT id, pin_hash, active FROM users WHERE code = :code",
            named_params! {":code": code},
            |row| Ok((row.get("id")?, row.get("pin_hash")?, row.get("active")?)),
        )
        .optional()?;
    let Some((user_id, pin_hash, active)) = found else {
        return Err(Refusal::new("unknown_user").with("user", code));
    };
    if !active {
        return Err(Refusal::new("user_inactive").with("user", code));
    }
    let Some(pin_hash) = pin_hash else {
        return Err(Refusal::new("pin_not_set").with("user", code));
    };
    let right = PasswordHash::new(&pin_hash).is_ok_and(|parsed| {
        Argon2::default()
            .verify_password(pin.as_bytes(), &parsed)
            .is_ok()
    });
    if right {
        Ok(Actor {
            user_id,
            acting_for_id: None,
        })
    } else {
        Err(Refusal::new("pin_wrong").with("user", code))
    }
}

fn hash_pin(pin: &str) -> Result<String, Refusal> {
    if pin.chars().count() < 4 {
        return Err(Refusal::new("pin_too_short")
            .with("field", "pin")
            .with("shortest", 4));
    }
    let failed = |error: argon2::password_hash::Error| {
        Refusal::new("internal").with("detail", error.to_string())
    };
    // A version 4 identifier is 122 random bits of the operating system, more than a salt needs.
    let salt = SaltString::encode_b64(Uuid::new_v4().as_bytes()).map_err(failed)?;
    Argon2::default()
        .hash_password(pin.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(failed)
}
