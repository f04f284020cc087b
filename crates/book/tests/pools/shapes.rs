//! A request of the right shape for any command, found by asking: whatever a command finds wrong with the shape is mended, until
//! it looks at what the request says. So a command that is added later is called for real without a word here.

use book::refusal::Refusal;
use serde_json::{Map, Value, json};

/// Mends that one request may need.
const MOST: usize = 120;

/// What the fields of a request hold.
pub struct Filling<'a> {
    /// Account number of the customer.
    pub account: &'a str,
    /// Every id.
    pub number: i64,
    /// A folder where files may be written.
    pub folder: &'a str,
}

impl Filling<'_> {
    fn of(&self, field: &str) -> Value {
        let ends = |end: &str| field.ends_with(end);
        match field {
            "account" | "account_no" | "customer" | "into" | "from_account" => json!(self.account),
            "accounts" | "members" => json!([self.account]),
            "as_of" | "on" | "day" | "from" | "to" => json!("2026-06-30"),
            "currency" => json!("EUR"),
            "language" => json!("en"),
            "country" => json!("DE"),
            "path" => json!(format!("{}/file-{}.csv", self.folder, self.number)),
            "user" | "owner" | "code_of_user" => json!("ben"),
            "reason" => json!("price"),
            "order_no" => json!(format!("A-{}", self.number)),
            "version" | "page" | "offset" => json!(0),
            "id" => json!(self.number),
            _ if ends("_on") || ends("_day") => json!("2026-06-30"),
            _ if ends("_ids") => json!([self.number]),
            _ if ends("_id") => json!(self.number),
            _ if ends("_minor") => json!(1_000),
            _ => json!("X"),
        }
    }
}

/// Calls with a request that is mended until its shape is right; the request and the answer. The answer is the refusal of the
/// shape where nothing helps.
pub fn call(
    mut request: Value,
    filling: &Filling<'_>,
    mut call: impl FnMut(&Value) -> Result<String, Refusal>,
) -> (Value, Result<String, Refusal>) {
    let mut answer = call(&request);
    for _ in 0..MOST {
        let Some(fault) = fault(&answer) else {
            break;
        };
        let better = mends(&request, &fault, filling)
            .into_iter()
            .find_map(|mend| {
                let answer = call(&mend.request);
                let still =
                    self::fault(&answer).is_some_and(|new| new == fault || mend.is_wrong(&new));
                (!still).then_some((mend.request, answer))
            });
        match better {
            Some(better) => (request, answer) = better,
            None => break,
        }
    }
    (request, answer)
}

/// What is wrong with the shape; `None` where it is right.
pub fn fault(answer: &Result<String, Refusal>) -> Option<String> {
    match answer {
        Err(refusal) if refusal.code == "bad_request" => Some(
            refusal.args["detail"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        ),
        _ => None,
    }
}

/// The text between the first two of these marks.
fn quoted(text: &str) -> Option<&str> {
    text.split('`').nth(1)
}

/// A request in which one thing is otherwise.
struct Mend {
    request: Value,
    /// What was put in, as a fault names it.
    put: Option<String>,
}

impl Mend {
    /// Whether a fault says that what was put in does not belong there.
    fn is_wrong(&self, fault: &str) -> bool {
        self.put
            .as_ref()
            .is_some_and(|put| fault.starts_with(&format!("invalid type: {put}, ")))
    }
}

/// A value as a fault names it.
fn named(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(yes) => format!("boolean `{yes}`"),
        Value::Number(number) => format!("integer `{number}`"),
        Value::String(text) => format!("string {text:?}"),
        Value::Array(_) => "sequence".to_owned(),
        Value::Object(_) => "map".to_owned(),
    }
}

/// Requests in which one thing is otherwise, the likeliest first.
fn mends(request: &Value, fault: &str, filling: &Filling<'_>) -> Vec<Mend> {
    let plain = |requests: Vec<Value>| {
        let mend = |request| Mend { request, put: None };
        requests.into_iter().map(mend).collect()
    };
    if let Some(field) = fault.strip_prefix("missing field ").and_then(quoted) {
        return plain(everywhere(request, &|value| {
            let object = value
                .as_object()
                .filter(|object| !object.contains_key(field))?;
            let mut object: Map<String, Value> = object.clone();
            object.insert(field.to_owned(), filling.of(field));
            Some(Value::Object(object))
        }));
    }
    if let Some(field) = fault.strip_prefix("unknown field ").and_then(quoted) {
        return plain(everywhere(request, &|value| {
            let object = value
                .as_object()
                .filter(|object| object.contains_key(field))?;
            let mut object: Map<String, Value> = object.clone();
            object.remove(field);
            Some(Value::Object(object))
        }));
    }
    if let Some(rest) = fault.strip_prefix("unknown variant ") {
        let words: Vec<&str> = rest.split('`').collect();
        let (wrong, right) = (words.get(1).copied(), words.get(3));
        return plain(right.map_or_else(Vec::new, |right| {
            everywhere(request, &|value| {
                (value.as_str() == wrong).then(|| json!(right))
            })
        }));
    }
    let found = fault
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split(", expected ").next());
    let wanted = fault.split("expected ").nth(1);
    wanted_values(wanted, filling)
        .iter()
        .flat_map(|other| {
            everywhere(request, &|value| {
                let asked = found.is_none_or(|found| named(value) == found);
                (asked && value != other).then(|| other.clone())
            })
            .into_iter()
            .map(|request| Mend {
                request,
                put: Some(named(other)),
            })
        })
        .collect()
}

/// Values that may be what was expected.
fn wanted_values(wanted: Option<&str>, filling: &Filling<'_>) -> Vec<Value> {
    let Some(wanted) = wanted else {
        return vec![
            json!("2026-06-30"),
            json!("2026-06"),
            json!("00000000-0000-4000-8000-000000000001"),
            json!("1.5"),
        ];
    };
    let begins = |words: &[&str]| words.iter().any(|word| wanted.starts_with(word));
    if begins(&["struct", "a map", "internally tagged"]) || wanted.contains("enum") {
        vec![json!({}), json!("x")]
    } else if begins(&["a sequence"]) {
        vec![json!([])]
    } else if begins(&["a bool"]) {
        vec![json!(false)]
    } else if begins(&["a string", "a borrowed", "a Decimal"]) {
        vec![json!("X"), json!("1.5")]
    } else if begins(&["a tuple", "an array", "tuple"]) {
        vec![
            json!([1, 1]),
            json!(["2026-06-30", "2026-06-30"]),
            json!(["X", "X"]),
            json!([]),
        ]
    } else if begins(&["i", "u", "non"]) {
        vec![json!(1), json!(filling.number)]
    } else {
        vec![json!("2026-06-30"), json!({}), json!([])]
    }
}

/// The request with one of its values replaced, for each that `replace` knows something else for; what lies deepest last.
fn everywhere(request: &Value, replace: &dyn Fn(&Value) -> Option<Value>) -> Vec<Value> {
    let mut found: Vec<Value> = replace(request).into_iter().collect();
    match request {
        Value::Object(fields) => {
            for (name, value) in fields {
                for inner in everywhere(value, replace) {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), inner);
                    found.push(Value::Object(fields));
                }
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                for inner in everywhere(value, replace) {
                    let mut values = values.clone();
                    values[at] = inner;
                    found.push(Value::Array(values));
                }
            }
        }
        _ => {}
    }
    found
}
