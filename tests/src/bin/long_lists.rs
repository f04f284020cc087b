//! How long the real window takes to show another place of a long list: `long_lists BOOK`.
//!
//! A look at the figures, not a test: they depend on the machine and on what else it does. Each is the time from the act
//! to the frame after the rows are filled.

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
    use std::{fs, path::Path, process::ExitCode};

    use duebook_tests::window::{MORNING, Outcome, Window};
    use serde_json::{Value, json};

    /// What every measurement needs: the part that scrolls, and when its rows are filled. A row that waits for the book
    /// shows an ellipsis or nothing.
    const KIT: &str = "
        const done = arguments[arguments.length - 1];
        const grid = document.querySelector('main .ag-root-wrapper');
        const view = [...grid.querySelectorAll('*')].find((one) =>
            one.scrollHeight > one.clientHeight + 40 && getComputedStyle(one).overflowY !== 'visible'
            && getComputedStyle(one).overflowY !== 'hidden');
        const frame = () => new Promise((ready) => requestAnimationFrame(ready));
        const inView = () => {
            const edge = (view ?? grid).getBoundingClientRect();
            return [...grid.querySelectorAll('.ag-row:not([row-index^=b])')].filter((row) => {
                const box = row.getBoundingClientRect();
                return box.bottom > edge.top + 40 && box.top < edge.bottom - 40;
            });
        };
        const text = (row) => [...grid.querySelectorAll(`.ag-row[row-index=\"${row.getAttribute('row-index')}\"] .ag-cell`)]
            .map((cell) => cell.innerText.trim()).join('');
        const filled = () => {
            const rows = inView();
            return rows.length > 3 && rows.every((row) => text(row).length > 3);
        };
        const measure = async (act, ready) => {
            const start = performance.now();
            let frames = 2;
            act();
            const spent = performance.now() - start;
            await frame();
            while (!(ready() && filled())) {
                if (performance.now() - start > 20000) { done('more than 20 s'); return; }
                await frame();
                frames += 1;
            }
            await frame();
            const total = Math.round(performance.now() - start);
            done(`${total} ms (script ${Math.round(spent)}, frames ${frames})`);
        };
        const first = () => Number(inView()[0]?.getAttribute('row-index') ?? -1);";

    /// The lists of collections, each with a column by which it is sorted.
    const LISTS: [(&str, &str); 6] = [
        ("/aging", "total"),
        ("/customers", "account"),
        ("/activities", "account"),
        ("/cases", "account"),
        ("/promises", "account"),
        ("/disputes", "account"),
    ];

    pub fn main() -> ExitCode {
        let Some(book) = std::env::args_os().nth(1) else {
            eprintln!("long_lists BOOK");
            return ExitCode::from(2);
        };
        let done = tokio::runtime::Runtime::new()
            .map_err(Into::into)
            .and_then(|runtime| runtime.block_on(lists(Path::new(&book))));
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => {
                eprintln!("long_lists: {why}");
                ExitCode::FAILURE
            }
        }
    }

    async fn lists(book: &Path) -> Outcome<()> {
        let window = Window::open(MORNING)
            .await?
            .ok_or("the window cannot be driven here")?;
        let copy = window.stage().home().join("long.duebook");
        fs::copy(book, &copy)?;
        let window = window.reopen(&[&copy.to_string_lossy()]).await?;
        window.wait_for("nav").await?;
        for (page, column) in LISTS {
            list(&window, page, column).await?;
        }
        // The list of the customer with the most documents.
        let most = window
            .ask(
                "customers.list",
                json!({"sort": {"column": "account", "order": "ascending"}, "filters": [], "search": ""}),
            )
            .await?;
        println!("customers: {}", most["ok"]["count"]);
        window.close().await
    }

    async fn list(window: &Window, page: &str, column: &str) -> Outcome<()> {
        window.go(page).await?;
        if page == "/activities" {
            // Those of everybody: the list begins with one's own.
            window.types("2").await?;
        }
        window.settled().await?;
        let there = "return document.querySelector('main .ag-row') !== null";
        if window.script(there, &[]).await? != json!(true) {
            println!("\n{page}: nothing in this book");
            return Ok(());
        }
        let rows = window.text("main [role='toolbar'] [role='status']").await?;
        println!("\n{page}: {rows}");
        // What the machine needs to draw anything at all: the rest is to be read beside it.
        show(window, "nothing", "await measure(() => {}, () => true);").await?;
        show(window, "ten frames", "const start = performance.now(); for (let n = 0; n < 10; n += 1) await frame(); done(`${Math.round(performance.now() - start)} ms`);").await?;
        let one = "const cell = inView()[3].querySelector('.ag-cell:last-child');
             await measure(() => { cell.style.color = 'red'; }, () => true);";
        show(window, "one cell", one).await?;
        let places = [0.5, 1.0, 0.25, 0.0];
        for place in places {
            let act = format!(
                "const to = {place} * (view.scrollHeight - view.clientHeight); const from = first();
                 await measure(() => {{ view.scrollTop = to; }}, () => first() !== from);"
            );
            show(window, &format!("jump to {:>3.0} %", place * 100.0), &act).await?;
        }
        show(
            window,
            "one page down",
            "const from = first(); await measure(() => { view.scrollTop += view.clientHeight; }, () => first() !== from);",
        )
        .await?;
        window
            .script(
                "document.querySelector('main .ag-root-wrapper').scrollTop = 0",
                &[],
            )
            .await?;
        for turn in ["sort", "sort back"] {
            let act = format!(
                "const heading = grid.querySelector(\".ag-header-cell[col-id='{column}'] .ag-header-cell-label\");
                 const before = inView().map(text).join();
                 await measure(() => heading.click(), () => inView().map(text).join() !== before);"
            );
            show(window, turn, &act).await?;
        }
        let choose = "const box = grid.querySelector('.ag-header input');
             const count = () => grid.querySelectorAll('.ag-cell input:checked').length;
             await measure(() => box.click(), () => count() > 3);";
        show(window, "choose all", choose).await?;
        let clear = choose.replace("count() > 3", "count() === 0");
        show(window, "choose none", &clear).await
    }

    async fn show(window: &Window, what: &str, act: &str) -> Outcome<()> {
        let took: Value = window
            .later(&format!("{KIT} (async () => {{ {act} }})();"))
            .await?;
        println!("  {what:<16} {}", took.as_str().unwrap_or("?"));
        Ok(())
    }
}
