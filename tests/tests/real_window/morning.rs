//! An agent's morning: twelve customers of the worklist, one after the other, by keyboard alone. No mouse, no field that a
//! script fills; the book is asked afterwards whether all of it is there (spec 21).

use duebook_tests::window::{MORNING, Outcome, Window};
use fantoccini::key::Key;
use serde_json::{Value, json};

const AGENT: &str = "agnes.lindner";

async fn asked(window: &Window, command: &str, request: Value) -> Outcome<Value> {
    let mut answer = window.ask(command, request).await?;
    if answer["ok"].is_null() {
        return Err(format!("{command}: {answer}").into());
    }
    Ok(answer["ok"].take())
}

#[tokio::test]
async fn an_agents_morning_of_twelve_customers_by_keyboard_alone() -> Outcome<()> {
    let Some(window) = Window::open(MORNING).await? else {
        return Ok(());
    };
    window.look_around().await?;
    let clicks = window.clicks();
    take_the_desk(&window).await?;
    let mut accounts = vec![first_customer(&window).await?];
    for (at, step) in STEPS.iter().enumerate() {
        if at > 0 {
            accounts.push(next_customer(&window, &accounts).await?);
        }
        let name = format!("morning-{:02}-{}", at + 1, step.name);
        step.run(&window, &name)
            .await
            .map_err(|why| format!("{name}: {why}"))?;
    }
    assert_eq!(window.clicks(), clicks, "nothing was clicked");
    all_is_there(&window, &accounts).await?;
    look_at_the_lists(&window).await?;
    assert_eq!(window.violations().await?, Vec::<String>::new());
    window.close().await
}

#[derive(Clone, Copy)]
enum What {
    Call,
    PromiseWhole,
    PromisePart,
    Case,
    Plan,
    DisputeAmount,
    DisputeLines,
    Mail,
    Stop,
    PutOff,
    DisputeWhole,
    Task,
}

struct Step {
    name: &'static str,
    what: What,
}

const STEPS: [Step; 12] = [
    Step {
        name: "call",
        what: What::Call,
    },
    Step {
        name: "promise",
        what: What::PromiseWhole,
    },
    Step {
        name: "promise-part",
        what: What::PromisePart,
    },
    Step {
        name: "case",
        what: What::Case,
    },
    Step {
        name: "plan",
        what: What::Plan,
    },
    Step {
        name: "dispute-amount",
        what: What::DisputeAmount,
    },
    Step {
        name: "dispute-lines",
        what: What::DisputeLines,
    },
    Step {
        name: "mail",
        what: What::Mail,
    },
    Step {
        name: "stop",
        what: What::Stop,
    },
    Step {
        name: "put-off",
        what: What::PutOff,
    },
    Step {
        name: "dispute-whole",
        what: What::DisputeWhole,
    },
    Step {
        name: "task",
        what: What::Task,
    },
];

impl Step {
    async fn run(&self, window: &Window, picture: &str) -> Outcome<()> {
        match self.what {
            What::Call => call(window, picture).await,
            What::PromiseWhole => promise(window, picture, None).await,
            What::PromisePart => promise(window, picture, Some("150.00")).await,
            What::Case => case(window, picture).await,
            What::Plan => plan(window, picture).await,
            What::DisputeAmount => dispute(window, picture, Some("5.00")).await,
            What::DisputeLines => dispute_lines(window, picture).await,
            What::Mail => mail(window, picture).await,
            What::Stop => stop(window, picture).await,
            What::PutOff => put_off(window, picture).await,
            What::DisputeWhole => dispute(window, picture, None).await,
            What::Task => task(window, picture).await,
        }
    }
}

/// The agent has a PIN, which the manager gave; then takes over the desk by keyboard.
async fn take_the_desk(window: &Window) -> Outcome<()> {
    let users = asked(window, "users.list", json!({})).await?;
    let all = users["users"].as_array().cloned().unwrap_or_default();
    let user = all.into_iter().find(|user| user["code"] == AGENT);
    asked(window, "users.save", json!({"user": user, "pin": "246810"})).await?;
    window.by_palette("Switch user").await?;
    window
        .wait_for("[role='dialog'] input[type='password']")
        .await?;
    window.tabs_to("PIN").await?;
    window.types("246810").await?;
    window.screenshot("morning-00-desk").await?;
    window.presses(Key::Enter).await?;
    window.wait_until_gone("[role='dialog']").await?;
    window.types("g0").await?;
    window
        .wait_for_text("h1", |said| said.contains("Today"))
        .await?;
    window.settled().await?;
    window.wait_for("tr[data-row]").await?;
    window.screenshot("morning-00-today").await?;
    window.accessible("today").await
}

/// The account that is shown, from the address.
async fn account(window: &Window) -> Outcome<String> {
    let address = window.script("return location.hash", &[]).await?;
    let (_, rest) = address
        .as_str()
        .and_then(|address| address.split_once("/customers/"))
        .ok_or_else(|| format!("no customer is shown: {address}"))?;
    Ok(rest.split('?').next().unwrap_or(rest).to_owned())
}

async fn first_customer(window: &Window) -> Outcome<String> {
    window.presses(Key::Down).await?;
    window.presses(Key::Enter).await?;
    window.wait_for("[data-testid='overdue']").await?;
    account(window).await
}

async fn next_customer(window: &Window, before: &[String]) -> Outcome<String> {
    let last = before.last().cloned().unwrap_or_default();
    window.types("j").await?;
    for _ in 0..200 {
        let now = account(window).await?;
        if now != last {
            assert!(!before.contains(&now), "{now} comes twice");
            window.wait_for("[data-testid='overdue']").await?;
            return Ok(now);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let picture = window.screenshot("failure").await?;
    Err(format!("J does not lead on from {last}; see {}", picture.display()).into())
}

/// Chooses so many invoices, the oldest first, that nothing else was said about.
async fn choose(window: &Window, count: usize) -> Outcome<()> {
    window.enters_rows().await?;
    let mut chosen = 0;
    for _ in 0..40 {
        let free = window
            .script(
                "const row = document.activeElement.closest('.ag-row').getAttribute('row-index');
                 const says = (id) => document.querySelector(`.ag-row[row-index='${row}'] [col-id='${id}']`)?.innerText ?? '';
                 return says('kind') === 'Invoice' && says('status') === ''",
                &[],
            )
            .await?;
        if free == Value::Bool(true) {
            window.types(" ").await?;
            chosen += 1;
            if chosen == count {
                window
                    .wait_for_text("main", |said| said.contains(&format!("{count} chosen")))
                    .await?;
                return Ok(());
            }
        }
        window.presses(Key::Down).await?;
    }
    Err(format!("only {chosen} invoices of {count}").into())
}

/// Waits until the drawer stands still and its first field has the focus.
async fn drawer(window: &Window) -> Outcome<()> {
    window.wait_for("[role='dialog'] form").await?;
    window.painted().await
}

/// Presses the button of the drawer that does it, once it may be pressed, and waits for what the page says then.
async fn does(window: &Window, button: &str, said: &str) -> Outcome<()> {
    window.tabs_to(button).await?;
    window.presses(Key::Enter).await?;
    if let Err(why) = window.wait_until_gone("[role='dialog']").await {
        let picture = window.screenshot("failure").await?;
        return Err(format!("{why}; see {}", picture.display()).into());
    }
    window
        .wait_for_text("main", |text| text.contains(said))
        .await?;
    Ok(())
}

async fn call(window: &Window, picture: &str) -> Outcome<()> {
    window.settled().await?;
    window.screenshot("morning-01-customer").await?;
    window.accessible("a customer").await?;
    window.types("c").await?;
    window.focus_comes_to("Note a call").await?;
    window
        .types("Spoke to accounts payable. They look for the invoice.")
        .await?;
    window.tabs_to("Call again on").await?;
    window.types("+7").await?;
    window.tabs_to("Keep note").await?;
    window.screenshot(picture).await?;
    window.presses(Key::Enter).await?;
    window
        .wait_for_text("main", |said| said.contains("Noted as"))
        .await?;
    window.screenshot(&format!("{picture}-noted")).await?;
    Ok(())
}

async fn promise(window: &Window, picture: &str, amount: Option<&str>) -> Outcome<()> {
    choose(window, 1).await?;
    window.screenshot(&format!("{picture}-chosen")).await?;
    window.types("p").await?;
    drawer(window).await?;
    window.types("+7").await?;
    if let Some(amount) = amount {
        window.tabs_to("Amount of").await?;
        window.retypes(amount).await?;
    }
    window.tabs_to("Who promised").await?;
    window.types("Frau Adler").await?;
    window.screenshot(picture).await?;
    window.accessible("a promise").await?;
    does(window, "Record the promise", "was recorded").await
}

async fn plan(window: &Window, picture: &str) -> Outcome<()> {
    choose(window, 1).await?;
    window.types("p").await?;
    drawer(window).await?;
    window.types("+7").await?;
    window.tabs_to("Amount of").await?;
    window.retypes("5.00").await?;
    window.tabs_to("Another instalment").await?;
    window.presses(Key::Enter).await?;
    // The focus is in the new line.
    window.types("+14").await?;
    window.tabs_to("Amount of").await?;
    window.retypes("5.00").await?;
    window.tabs_to("Who promised").await?;
    window.screenshot(picture).await?;
    does(window, "Record the promise", "was recorded").await
}

/// Chooses a reason by its first letters.
async fn reason(window: &Window, word: &str) -> Outcome<()> {
    window.tabs_to("Reason").await?;
    window.presses(Key::Down).await?;
    window.wait_for("[role='option']").await?;
    for _ in 0..12 {
        let marked = window
            .texts("[role='option'][data-combobox-selected]")
            .await?;
        if marked.iter().any(|said| said.trim() == word) {
            return window.presses(Key::Enter).await;
        }
        window.presses(Key::Down).await?;
    }
    Err(format!("no reason {word}").into())
}

async fn dispute(window: &Window, picture: &str, amount: Option<&str>) -> Outcome<()> {
    choose(window, 1).await?;
    window.types("d").await?;
    drawer(window).await?;
    if let Some(amount) = amount {
        window.focus_comes_to("Disputed of").await?;
        window.retypes(amount).await?;
    }
    reason(
        window,
        if amount.is_some() {
            "Price"
        } else {
            "Not delivered"
        },
    )
    .await?;
    window.tabs_to("Explanation").await?;
    window.types("Says the framework price was agreed.").await?;
    window.screenshot(picture).await?;
    window.accessible("a dispute").await?;
    does(window, "Open the dispute", "was opened").await
}

async fn dispute_lines(window: &Window, picture: &str) -> Outcome<()> {
    choose(window, 1).await?;
    window.types("d").await?;
    drawer(window).await?;
    window.tabs_to("Name lines of").await?;
    window.presses(Key::Enter).await?;
    window.focus_comes_to("Line").await?;
    window.retypes("2").await?;
    window.tabs_to("What it says").await?;
    window.types("Shelving").await?;
    window.tabs_to("Disputed of the line").await?;
    window.types("40.00").await?;
    window.tabs_to("Another line").await?;
    window.presses(Key::Enter).await?;
    window.focus_comes_to("Line").await?;
    window.tabs_to("Disputed of the line").await?;
    window.types("12.50").await?;
    reason(window, "Quality").await?;
    window.screenshot(picture).await?;
    window.accessible("a dispute by lines").await?;
    does(window, "Open the dispute", "was opened").await
}

/// A new case with two documents, and a third one into the same case.
async fn case(window: &Window, picture: &str) -> Outcome<()> {
    choose(window, 2).await?;
    window.types("a").await?;
    drawer(window).await?;
    window.tabs_to("Description").await?;
    window.types("Delivery was short").await?;
    window.screenshot(picture).await?;
    window.accessible("to a case").await?;
    does(window, "Open case", "are in case").await?;
    window.settled().await?;
    window.screenshot(&format!("{picture}-opened")).await?;
    window.enters_rows().await?;
    for _ in 0..3 {
        window.presses(Key::Down).await?;
    }
    window.types(" ").await?;
    window
        .wait_for_text("main", |said| said.contains("1 chosen"))
        .await?;
    window.types("a").await?;
    drawer(window).await?;
    window.focus_comes_to("Case").await?;
    window.presses(Key::Down).await?;
    window.wait_for("[role='option']").await?;
    window.presses(Key::Down).await?;
    window.presses(Key::Enter).await?;
    window.screenshot(&format!("{picture}-third")).await?;
    does(window, "Assign", "are in case").await
}

async fn mail(window: &Window, picture: &str) -> Outcome<()> {
    window.types("m").await?;
    window.wait_for("[role='dialog'] textarea").await?;
    window.tabs_to("Subject").await?;
    window.painted().await?;
    window.screenshot(picture).await?;
    window.accessible("a mail").await?;
    window.tabs_to("Open as draft").await?;
    window.presses(Key::Enter).await?;
    window
        .wait_for_text("[role='dialog']", |said| said.contains("It was sent"))
        .await?;
    window.screenshot(&format!("{picture}-draft")).await?;
    window.tabs_to("It was sent").await?;
    window.presses(Key::Enter).await?;
    window.wait_until_gone("[role='dialog']").await?;
    let opened = window.stage().opened();
    let draft = opened.first().ok_or("no mail program was asked")?;
    let text = std::fs::read_to_string(draft)?;
    for part in [
        "X-Unsent: 1",
        ".pdf",
        ".xlsx",
        "agnes.lindner@duebook.example",
    ] {
        assert!(text.contains(part), "{part} in {}", draft.display());
    }
    Ok(())
}

async fn stop(window: &Window, picture: &str) -> Outcome<()> {
    window.types("h").await?;
    drawer(window).await?;
    window.tabs_to("Through").await?;
    window.types("+14").await?;
    window.tabs_to("Reason").await?;
    window.types("Sales talks about the agreement").await?;
    window.screenshot(picture).await?;
    window.accessible("a stop").await?;
    window.tabs_to("Set a stop").await?;
    window.presses(Key::Enter).await?;
    window.wait_until_gone("[role='dialog']").await
}

async fn put_off(window: &Window, picture: &str) -> Outcome<()> {
    window.types("o").await?;
    drawer(window).await?;
    window.types("+3").await?;
    window.screenshot(picture).await?;
    does(window, "Put off", "is off your list").await
}

async fn task(window: &Window, picture: &str) -> Outcome<()> {
    window.types("n").await?;
    drawer(window).await?;
    window.focus_comes_to("Title").await?;
    window.types("Ask for the proof of delivery").await?;
    window.tabs_to("End").await?;
    window.retypes("+2").await?;
    window.tabs_to("Notes").await?;
    window.screenshot(picture).await?;
    window.accessible("an activity").await?;
    window.tabs_to("Save").await?;
    window.presses(Key::Enter).await?;
    window.wait_until_gone("[role='dialog']").await?;
    window.settled().await?;
    window.screenshot(&format!("{picture}-saved")).await?;
    Ok(())
}

/// Everything that was typed is in the book, asked past the window.
async fn all_is_there(window: &Window, accounts: &[String]) -> Outcome<()> {
    let lines = async |at: usize, what: &str| -> Outcome<Vec<Value>> {
        let found = asked(
            window,
            "collections.customer",
            json!({"account": accounts[at]}),
        )
        .await?;
        Ok(found[what].as_array().cloned().unwrap_or_default())
    };
    let activities = async |at: usize| -> Outcome<Vec<Value>> {
        let list = json!({"show": "all", "of": "everybody", "account": accounts[at]});
        let list = asked(window, "activities.list", list).await?;
        let page = json!({"handle": list["handle"], "offset": 0, "limit": 50});
        let page = asked(window, "activities.page", page).await?;
        Ok(page["rows"].as_array().cloned().unwrap_or_default())
    };
    let called = activities(0).await?;
    assert!(
        called
            .iter()
            .any(|one| one["state"] == "closed" && one["kind"] == "action")
    );
    assert!(
        called
            .iter()
            .any(|one| one["ends_on"] == "2026-11-27" && one["state"] == "open")
    );
    let promised = async |at: usize| lines(at, "promises").await;
    assert!(
        promised(1)
            .await?
            .iter()
            .any(|line| line["promised_on"] == "2026-11-27")
    );
    assert!(
        promised(2)
            .await?
            .iter()
            .any(|line| line["amount_minor"] == 15_000)
    );
    let plan = promised(4).await?;
    for day in ["2026-11-27", "2026-12-04"] {
        assert!(
            plan.iter()
                .any(|line| line["promised_on"] == day && line["amount_minor"] == 500)
        );
    }
    let cases = json!({"show": "open", "of": "everybody", "account": accounts[3]});
    let cases = asked(window, "cases.list", cases).await?;
    let page = json!({"handle": cases["handle"], "offset": 0, "limit": 9});
    let page = asked(window, "cases.page", page).await?;
    let file = asked(
        window,
        "cases.get",
        json!({"case_id": page["rows"][0]["case_id"]}),
    )
    .await?;
    assert_eq!(file["head"]["description"], "Delivery was short");
    assert_eq!(file["transactions"].as_array().map(Vec::len), Some(3));
    assert!(
        lines(5, "disputes")
            .await?
            .iter()
            .any(|one| one["amount_minor"] == 500)
    );
    let by_lines = lines(6, "disputes").await?;
    let one = by_lines.iter().find(|one| one["amount_minor"] == 5_250);
    let id = one.ok_or("no dispute by lines")?["dispute_id"].clone();
    let parts = asked(window, "disputes.parts", json!({"dispute_id": id})).await?;
    assert_eq!(parts["lines"].as_array().map(Vec::len), Some(2));
    assert!(
        activities(7)
            .await?
            .iter()
            .any(|one| one["category"] == "email")
    );
    let stops = asked(
        window,
        "stops.of_customer",
        json!({"account": accounts[8], "as_of": "2026-11-20"}),
    )
    .await?;
    assert_eq!(stops["stops"][0]["until_on"], "2026-12-04");
    let put_off = asked(window, "worklist.list", json!({"snoozed": true})).await?;
    assert_eq!(put_off["count"], 1);
    let whole = lines(10, "disputes").await?;
    assert!(
        whole
            .iter()
            .any(|one| one["collections_status"] == "disputed")
    );
    assert!(
        activities(11)
            .await?
            .iter()
            .any(|one| one["ends_on"] == "2026-11-22")
    );
    Ok(())
}

/// The lists of what was done, and the drawer of a row, in both languages, light and dark.
async fn look_at_the_lists(window: &Window) -> Outcome<()> {
    let looks = [
        ("en", "Appearance: Dark", "html[lang='en'] h1"),
        ("de", "Language: Deutsch", "html[lang='de'] h1"),
    ];
    for (look, entry, sign) in looks {
        window.by_palette(entry).await?;
        window.wait_for(sign).await?;
        for (name, keys) in [
            ("promises", "g5"),
            ("disputes", "g6"),
            ("activities", "g7"),
            ("cases", "g8"),
        ] {
            window.types(keys).await?;
            window.enters_rows().await?;
            window
                .screenshot(&format!("morning-list-{name}-{look}"))
                .await?;
            window.presses(Key::Enter).await?;
            if name == "cases" {
                window.settled().await?;
            } else {
                window.wait_for("[role='dialog'] section").await?;
            }
            window
                .screenshot(&format!("morning-list-{name}-{look}-opened"))
                .await?;
            window
                .accessible(&format!("{name}, opened, {look}"))
                .await?;
            window.presses(Key::Escape).await?;
            window.wait_until_gone("[role='dialog']").await?;
        }
    }
    Ok(())
}
