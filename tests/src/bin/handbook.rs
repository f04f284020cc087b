//! The pictures of the handbook: `handbook FOLDER` drives the real window over the sample book and writes them.
//!
//! The day stands still and the sample is the same on the same day, so that a new picture differs only where the window
//! does.

#[cfg(not(target_os = "linux"))]
fn main() -> std::process::ExitCode {
    eprintln!("The window is driven on Linux only.");
    std::process::ExitCode::FAILURE
}

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    linux::main()
}

#[cfg(target_os = "linux")]
mod linux {
    use std::{fmt::Write as _, fs, path::PathBuf, process::ExitCode};

    use duebook_tests::{
        picture,
        statement::{Payment, camt053},
        window::{MORNING, Outcome, Window},
    };
    use serde_json::{Value, json};

    /// A picture is part of the repository for ever, so it is small.
    const LIMIT: usize = 120 * 1024;

    /// The day before the morning on which the window stands.
    const YESTERDAY: &str = "2026-11-19";

    pub fn main() -> ExitCode {
        let Some(folder) = std::env::args_os().nth(1) else {
            eprintln!("handbook FOLDER");
            return ExitCode::from(2);
        };
        let done = tokio::runtime::Runtime::new()
            .map_err(Into::into)
            .and_then(|runtime| runtime.block_on(pictures(folder.into())));
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => {
                eprintln!("handbook: {why}");
                ExitCode::FAILURE
            }
        }
    }

    struct Album {
        window: Window,
        folder: PathBuf,
    }

    async fn pictures(folder: PathBuf) -> Outcome<()> {
        fs::create_dir_all(&folder)?;
        let window = Window::open(MORNING)
            .await?
            .ok_or("the window cannot be driven here")?;
        let album = Album { window, folder };
        album.keep("first-start").await?;
        album.window.look_around().await?;
        let debtors = album.debtors().await?;
        album.balances().await?;
        album.customer(&debtors).await?;
        album.import(&debtors).await?;
        album.letters().await?;
        album.bank(&debtors).await?;
        album.set_up().await?;
        album.window.close().await
    }

    /// A customer with open invoices.
    struct Debtor {
        account: String,
        name: String,
        /// Number and open amount, the oldest first.
        invoices: Vec<(String, i64)>,
    }

    impl Album {
        /// Keeps what is shown now under a name.
        async fn keep(&self, name: &str) -> Outcome<()> {
            self.window.settled().await?;
            // Work that has ended is named for some seconds more.
            self.window
                .wait_for_text("header", |said| !said.contains("Running work"))
                .await?;
            let small = picture::compressed(&self.window.picture().await?)?;
            if small.len() > LIMIT {
                return Err(format!("{name} has {} bytes", small.len()).into());
            }
            let file = self.folder.join(format!("{name}.png"));
            if fs::read(&file).is_ok_and(|before| picture::same(&before, &small).unwrap_or(false)) {
                println!("{} shows the same", file.display());
                return Ok(());
            }
            fs::write(&file, &small)?;
            println!("{} ({} KB)", file.display(), small.len() / 1024);
            Ok(())
        }

        async fn ask(&self, command: &str, request: Value) -> Outcome<Value> {
            let mut answer = self.window.ask(command, request).await?;
            if answer.get("refused").is_some() {
                return Err(format!("{command} was refused: {answer}").into());
            }
            Ok(answer["ok"].take())
        }

        /// Who owes most in euros, overdue.
        async fn debtors(&self) -> Outcome<Vec<Debtor>> {
            let list = self
                .ask(
                    "customers.list",
                    json!({
                        "sort": {"column": "overdue", "order": "descending"},
                        "filters": [{"column": "currency", "test": "equals", "value": "EUR"}],
                    }),
                )
                .await?;
            let page = json!({"handle": list["handle"], "offset": 0, "limit": 6});
            let rows = self.ask("customers.page", page).await?;
            let mut debtors = Vec::new();
            for row in rows["rows"].as_array().into_iter().flatten() {
                let account = word(&row["account"])?;
                let invoices = self.invoices(&account).await?;
                debtors.push(Debtor {
                    name: word(&row["name"])?,
                    account,
                    invoices,
                });
            }
            Ok(debtors)
        }

        /// The open invoices of a customer: number and open amount, the oldest first.
        async fn invoices(&self, account: &str) -> Outcome<Vec<(String, i64)>> {
            let asked = json!({
                "account": account, "as_of": null, "show": "open", "definition": null, "by": "due",
            });
            let open = self.ask("customers.transactions", asked).await?;
            Ok(open["rows"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|one| one["kind"] == "invoice")
                .filter_map(|one| {
                    let number = one["document_no"].as_str()?.to_owned();
                    Some((number, one["open_minor"].as_i64()?))
                })
                .collect())
        }

        async fn balances(&self) -> Outcome<()> {
            let window = &self.window;
            window.go("/aging").await?;
            self.keep("aged-balances").await?;
            window
                .fill("[aria-label='As of']", "30/09/2026\u{e007}")
                .await?;
            window
                .wait_for_text("main", |said| said.contains("30/09/2026"))
                .await?;
            self.keep("past-day").await?;
            window.press("Back to today").await
        }

        async fn customer(&self, debtors: &[Debtor]) -> Outcome<()> {
            let window = &self.window;
            let first = debtors.first().ok_or("nobody owes anything")?;
            window.go(&format!("/customers/{}", first.account)).await?;
            self.keep("customer").await?;
            window.chord(&[], 'w').await?;
            window
                .wait_for_text("[role='dialog']", |said| said.contains("EUR"))
                .await?;
            self.keep("why-a-letter").await?;
            window.press("Close").await?;
            window.wait_until_gone("[role='dialog']").await
        }

        /// A table of another house's habits: its own headings, commas in amounts, a day that does not exist.
        async fn import(&self, debtors: &[Debtor]) -> Outcome<()> {
            let window = &self.window;
            let mut table =
                "Debitor;Name;Belegnr.;Belegdatum;Fällig am;Betrag;Währung\n".to_owned();
            for (row, debtor) in debtors.iter().enumerate() {
                let _ = writeln!(
                    table,
                    "{};{};RE-26-{:04};{:02}.11.2026;{:02}.12.2026;{}.{:03},50;EUR",
                    debtor.account,
                    debtor.name,
                    4711 + row,
                    13 + row,
                    13 + row,
                    row + 1,
                    240 + row * 7,
                );
            }
            table += "10001;;RE-26-4720;31.11.2026;31.12.2026;780,00;EUR\n";
            let file = window.stage().home().join("Offene Posten.csv");
            fs::write(&file, table)?;
            window
                .stage()
                .answer(&json!({ "open_files": { "import": [file] } }))?;
            window.go("/import").await?;
            window.press("Choose files").await?;
            window.wait_for("table").await?;
            self.keep("import-check").await?;
            window.press("Show what it would change").await?;
            window
                .wait_for_text("main", |said| said.contains("rows read"))
                .await?;
            self.keep("import-preview").await?;
            window.press("Import").await?;
            window
                .wait_for_text("main", |said| said.contains("The import is complete."))
                .await?;
            Ok(())
        }

        async fn letters(&self) -> Outcome<()> {
            let window = &self.window;
            window.go("/letters/new").await?;
            window.fill("main input", "04/12/2026\u{e007}").await?;
            window
                .wait_for_text("main", |said| said.contains("without a letter"))
                .await?;
            self.keep("letter-run-new").await?;
            let runs = self.ask("letters.runs", json!({})).await?;
            let last = &runs["runs"][0]["run_id"];
            window.go(&format!("/letters/{last}")).await?;
            self.keep("letter-run").await?;
            // A letter that the readers of this handbook can read.
            window
                .script(
                    "const of = (row, id) => row.querySelector(`[col-id='${id}']`);
                     const rows = [...document.querySelectorAll('.ag-row')];
                     const row = rows.find((one) => of(one, 'currency')?.innerText === 'GBP'
                        && Number(of(one, 'items_count')?.innerText ?? 1) < 9);
                     of(row, 'name').querySelector('button').click();",
                    &[],
                )
                .await?;
            window.wait_for("img[alt^='Page 1']").await?;
            window
                .script(
                    "const page = document.querySelector(\"img[alt^='Page 1']\");
                     page.scrollIntoView({ block: 'start' });
                     return page.decode().then(() => true)",
                    &[],
                )
                .await?;
            self.keep("letter").await?;
            window.press("Close").await?;
            window.wait_until_gone("[role='dialog']").await
        }

        async fn bank(&self, debtors: &[Debtor]) -> Outcome<()> {
            let window = &self.window;
            let owed = |at: usize| {
                let debtor = debtors.get(at).ok_or("too few customers")?;
                let first = debtor.invoices.first().ok_or("no open invoice")?;
                Ok::<_, &str>((debtor, first))
            };
            let (first, (clear, clear_minor)) = owed(1)?;
            let (second, (part, part_minor)) = owed(2)?;
            let texts = [
                format!("Rechnung {clear} vielen Dank"),
                format!("Teilzahlung {part}"),
            ];
            let payments = [
                Payment {
                    minor: *clear_minor,
                    payer: &first.name,
                    iban: "DE02120300000000202051",
                    text: &texts[0],
                },
                Payment {
                    minor: part_minor / 2,
                    payer: &second.name,
                    iban: "DE02500105170137075030",
                    text: &texts[1],
                },
                Payment {
                    minor: 4_117,
                    payer: "Kantine Sparschwein",
                    iban: "DE02100500000054540402",
                    text: "Pfand",
                },
            ];
            let file = window.stage().home().join("bank.xml");
            fs::write(&file, camt053(YESTERDAY, &payments))?;
            self.ask("bank.import", json!({ "paths": [file] })).await?;
            window.go("/bank").await?;
            window
                .wait_for_text("[data-testid='bank-line']", |said| said.contains("Confirm"))
                .await?;
            self.keep("bank").await?;
            let payer = self.payer_with_debts().await?;
            window.go(&format!("/settle/{payer}")).await?;
            window.press("All by the rules").await?;
            window
                .wait_for_text("main", |said| said.contains("What this does"))
                .await?;
            self.keep("settle").await
        }

        /// Somebody whose payment waits while invoices are open.
        async fn payer_with_debts(&self) -> Outcome<String> {
            let asked = json!({"search": "", "payments_only": false, "sort": null});
            let unmatched = self.ask("payments.unmatched", asked).await?;
            let page = json!({"handle": unmatched["handle"], "offset": 0, "limit": 50});
            let rows = self.ask("payments.page", page).await?;
            for row in rows["rows"].as_array().into_iter().flatten() {
                let account = word(&row["account"])?;
                if self.invoices(&account).await?.len() > 2 {
                    return Ok(account);
                }
            }
            Err("no payment waits beside open invoices".into())
        }

        async fn set_up(&self) -> Outcome<()> {
            for (name, address) in [
                ("aging-periods", "/definitions"),
                ("letter-sequences", "/sequences"),
            ] {
                self.window.go(address).await?;
                self.keep(name).await?;
            }
            self.window.go("/book").await?;
            self.window.press("Check the book").await?;
            self.window
                .wait_for_text("main", |said| said.contains("The book is whole"))
                .await?;
            // The place of this book is a folder of a moment, and another one the next time.
            self.window
                .script(
                    "const place = [...document.querySelectorAll('main dd')]
                        .find((one) => one.innerText.endsWith('.duebook'));
                     place.innerText = 'Documents/sample.duebook';",
                    &[],
                )
                .await?;
            self.keep("check").await
        }
    }

    fn word(value: &Value) -> Outcome<String> {
        let text = value.as_str().map(str::to_owned);
        text.ok_or_else(|| format!("no word: {value}").into())
    }
}
