//! `duebook orders`: checks for systems that can only start a program.

use book::orders::{OrderChecked, OrdersChecked};
use book::refusal::Refusal;
use serde_json::{Value, json};

use super::{Opened, open};
use crate::arguments::{Arguments, CheckOrder, Format, Orders, Step};
use crate::out;

/// How long to wait between two looks at the folder.
const LOOK: std::time::Duration = std::time::Duration::from_secs(2);

pub(super) fn run(arguments: &Arguments, task: &Orders) -> Result<(), Refusal> {
    match task {
        Orders::Check(task) => check(&open(arguments, &task.book)?, task),
        Orders::Answer { book, watch } => answer(&open(arguments, book)?, *watch),
        Orders::Slip {
            book,
            order,
            out,
            language,
        } => {
            let path = out.to_str().ok_or_else(|| Refusal::new("path_not_text"))?;
            let request = json!({"order_no": order, "path": path, "language": language});
            opened_slip(&open(arguments, book)?, &request)
        }
    }
}

fn opened_slip(opened: &Opened, request: &Value) -> Result<(), Refusal> {
    let done = opened.call("orders.release_slip", request.clone())?;
    say!("{}", done["path"].as_str().unwrap_or_default());
    Ok(())
}

fn step(step: Step) -> &'static str {
    match step {
        Step::Entry => "entry",
        Step::Confirmation => "confirmation",
        Step::PickingList => "picking_list",
        Step::PackingSlip => "packing_slip",
        Step::Invoice => "invoice",
        Step::ReleaseToWarehouse => "release_to_warehouse",
    }
}

fn check(opened: &Opened, task: &CheckOrder) -> Result<(), Refusal> {
    let Some(number) = &task.order else {
        let body = opened.call("orders.check_all", json!({}))?;
        if task.format == Format::Json {
            say!("{body}");
        } else {
            let done: OrdersChecked = serde_json::from_value(body)?;
            out::orders_checked(&done);
        }
        return Ok(());
    };
    let order = match (&task.account, &task.amount) {
        (Some(account), Some(amount)) => Some(given(opened, task, account, amount)?),
        _ => None,
    };
    let request = json!({
        "order_no": number, "step": task.step.map(step), "order": order,
        "mode": if task.pro_forma { "pro_forma" } else { "posting" },
    });
    let command = if task.dry_run {
        "orders.try"
    } else {
        "orders.check"
    };
    let body = opened.call(command, request)?;
    if task.format == Format::Json {
        say!("{body}");
    } else {
        let checked: OrderChecked = serde_json::from_value(body)?;
        out::order_checked(&checked);
    }
    Ok(())
}

fn given(
    opened: &Opened,
    task: &CheckOrder,
    account: &str,
    amount: &str,
) -> Result<Value, Refusal> {
    let company = opened.call("company.get", json!({}))?;
    let code = task
        .currency
        .clone()
        .or_else(|| company["currency"].as_str().map(str::to_owned))
        .unwrap_or_default();
    let prepaid = match &task.prepaid {
        Some(text) => minor(text, &code)?,
        None => 0,
    };
    Ok(json!({
        "account": account, "currency": code, "amount_minor": minor(amount, &code)?, "prepaid_minor": prepaid,
    }))
}

/// Minor units of an amount as it is typed: digits, and at most as many decimals as the currency has.
fn minor(text: &str, currency: &str) -> Result<i64, Refusal> {
    let unread = || {
        Refusal::new("amount_unread")
            .with("value", text)
            .with("currency", currency)
    };
    let currency: engine::money::Currency = currency.parse().map_err(|_| unread())?;
    let digits = usize::try_from(currency.digits()).map_err(|_| unread())?;
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let plain = |text: &str| text.chars().all(|digit| digit.is_ascii_digit());
    let (sign, whole) = match whole.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", whole),
    };
    if whole.is_empty() || !plain(whole) || !plain(decimals) || decimals.len() > digits {
        return Err(unread());
    }
    format!("{sign}{whole}{decimals:0<digits$}")
        .parse()
        .map_err(|_| unread())
}

fn answer(opened: &Opened, watch: bool) -> Result<(), Refusal> {
    loop {
        let body = opened.call("orders.answer", json!({}))?;
        for file in body["files"].as_array().into_iter().flatten() {
            say!("{}", file.as_str().unwrap_or_default());
        }
        if !watch {
            return Ok(());
        }
        std::thread::sleep(LOOK);
    }
}
