//! The real window, driven as a person would: look, click, type, and keep a picture of what was seen.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::Element,
    error::CmdError,
    key::Key,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::sync::{Mutex, MutexGuard};

pub use crate::window_stage::{MORNING, Stage};

/// What a step of a window test gives, or a sentence about why it did not work.
pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How long something may take to appear before the test gives up.
const PATIENCE: Duration = Duration::from_secs(45);

/// How long a window may take to start.
const START_PATIENCE: Duration = Duration::from_secs(90);

/// Waits until an element stands still for three frames, and listens for the click on it.
const RESTS: &str = "
    const [one, done] = arguments;
    window.__aim = one;
    window.__clicked = undefined;
    window.__heard ??= document.addEventListener('click', (event) => { window.__clicked = event.target; }, true) ?? true;
    const end = Date.now() + 1000;
    const place = () => { const { x, y, width, height } = one.getBoundingClientRect(); return [x, y, width, height].join(); };
    const look = (before, calm) => requestAnimationFrame(() => {
        const now = place();
        if (calm > 2 || Date.now() > end) done(); else look(now, now === before ? calm + 1 : 0);
    });
    look(place(), 0);";

/// Whether the last click was one on the element, on something inside it, or on the label or field that goes with it.
const HEARD: &str = "
    const [aim, hit] = [window.__aim, window.__clicked];
    return hit !== undefined && (aim.contains(hit) || aim.control === hit
        || [...(aim.labels ?? [])].some((label) => label.contains(hit)));";

/// One window at a time: two cores cannot draw two without one of them missing its time.
static TURN: Mutex<()> = Mutex::const_new(());

/// A window that is driven.
pub struct Window {
    client: Client,
    stage: Stage,
    clicks: AtomicU32,
    _turn: MutexGuard<'static, ()>,
}

impl Window {
    /// Opens the built window with its clock standing at `now`, or `None` where no window can be driven.
    pub async fn open(now: &str) -> Outcome<Option<Self>> {
        let turn = TURN.lock().await;
        let Some((client, stage)) = started(now).await? else {
            return Ok(None);
        };
        let window = Self {
            client,
            stage,
            clicks: AtomicU32::new(0),
            _turn: turn,
        };
        window.wait_for("h1").await?;
        window.hear_violations().await?;
        Ok(Some(window))
    }

    /// The screen, the folder and the answers around the window.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Gives the window another size, in pixels.
    pub async fn resize(&self, width: u32, height: u32) -> Outcome<()> {
        self.client.set_window_size(width, height).await?;
        self.painted().await
    }

    /// Closes the window and opens it again, as the next morning does.
    pub async fn reopen(mut self, arguments: &[&str]) -> Outcome<Self> {
        self.client.close().await?;
        // A window that is still going away holds its book, and the next one would stand before a closed door.
        self.stage.ended().await?;
        self.client = connect(&self.stage, arguments).await?;
        self.wait_for("h1").await?;
        self.hear_violations().await?;
        Ok(self)
    }

    /// Waits until one of the matching elements can be seen.
    pub async fn wait_for(&self, css: &str) -> Outcome<Element> {
        let start = Instant::now();
        loop {
            for element in self.all(Locator::Css(css)).await {
                if has_room(&element).await {
                    return Ok(element);
                }
            }
            if start.elapsed() > PATIENCE {
                let picture = self.screenshot("failure").await?;
                return Err(format!("{css} did not appear; see {}", picture.display()).into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// What matches now; nothing while the page is just being drawn anew.
    async fn all(&self, search: Locator<'_>) -> Vec<Element> {
        self.client.find_all(search).await.unwrap_or_default()
    }

    /// Waits until an element's text fulfils a wish, and returns that text.
    pub async fn wait_for_text(&self, css: &str, wish: impl Fn(&str) -> bool) -> Outcome<String> {
        let start = Instant::now();
        loop {
            let text = self.text(css).await?;
            if wish(&text) {
                return Ok(text);
            }
            if start.elapsed() > PATIENCE {
                let picture = self.screenshot("failure").await?;
                return Err(format!("{css} still says {text:?}; see {}", picture.display()).into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until nothing matches any more.
    pub async fn wait_until_gone(&self, css: &str) -> Outcome<()> {
        let start = Instant::now();
        while !self.all(Locator::Css(css)).await.is_empty() {
            if start.elapsed() > PATIENCE {
                return Err(format!("{css} did not go away").into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Clicks an element once it is there.
    pub async fn click(&self, css: &str) -> Outcome<()> {
        self.reach(css).await?;
        self.clicks.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Puts the mouse on an element and presses. What still moves, as a drawer that comes in, is tried again.
    async fn reach(&self, css: &str) -> Outcome<Element> {
        let start = Instant::now();
        loop {
            let element = self.wait_for(css).await?;
            match self.click_on(element.clone()).await {
                Ok(()) => return Ok(element),
                Err(why) if start.elapsed() > PATIENCE => {
                    return Err(format!("{css} cannot be clicked: {why}").into());
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Presses what people see under this name: a button, a link, a menu entry, a tab or an option.
    pub async fn press(&self, name: &str) -> Outcome<()> {
        self.press_where(&format!(
            "@aria-label=\"{name}\" or normalize-space(.)=\"{name}\""
        ))
        .await
    }

    /// Presses what begins with these words, for names that hold a figure.
    pub async fn press_beginning(&self, words: &str) -> Outcome<()> {
        self.press_where(&format!("starts-with(normalize-space(.), \"{words}\")"))
            .await
    }

    /// Presses the last thing that can be pressed, is enabled and fulfils a test: what lies on top comes last.
    async fn press_where(&self, test: &str) -> Outcome<()> {
        let path = format!(
            "//*[self::button or self::a or @role='menuitem' or @role='tab' or @role='option']\
             [not(@disabled) and not(@data-disabled='true')][{test}]"
        );
        let start = Instant::now();
        loop {
            let found = self.all(Locator::XPath(&path)).await;
            for element in found.iter().rev() {
                if has_room(element).await && self.click_on(element.clone()).await.is_ok() {
                    self.clicks.fetch_add(1, Ordering::Relaxed);
                    return Ok(());
                }
            }
            if start.elapsed() > PATIENCE {
                let picture = self.screenshot("failure").await?;
                return Err(
                    format!("nothing to press where {test}; see {}", picture.display()).into(),
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// How often something was pressed since the window was opened.
    pub fn clicks(&self) -> u32 {
        self.clicks.load(Ordering::Relaxed)
    }

    /// Clicks what has come to rest, and says whether it heard of it: a page that is drawn anew between the look and the click
    /// has something else in that place.
    async fn click_on(&self, element: Element) -> Result<(), CmdError> {
        let aim = serde_json::to_value(&element).map_err(CmdError::Json)?;
        self.client.execute_async(RESTS, vec![aim]).await?;
        self.hand_on(element).await?;
        if self.client.execute(HEARD, Vec::new()).await? == json!(false) {
            return Err(CmdError::NotW3C(json!("the click went past it")));
        }
        Ok(())
    }

    /// Clicks as a hand does where the driver takes a cell of a virtual grid for hidden.
    async fn hand_on(&self, element: Element) -> Result<(), CmdError> {
        if element.click().await.is_ok() {
            return Ok(());
        }
        let hand = MouseActions::new("hand".to_owned())
            .then(PointerAction::MoveToElement {
                element,
                duration: None,
                x: 0.0,
                y: 0.0,
            })
            .then(PointerAction::Down {
                button: MOUSE_BUTTON_LEFT,
            })
            .then(PointerAction::Up {
                button: MOUSE_BUTTON_LEFT,
            });
        self.client.perform_actions(hand).await
    }

    /// Replaces what a field holds.
    pub async fn fill(&self, css: &str, text: &str) -> Outcome<()> {
        // A form that is drawn anew has another field of that name a moment later.
        let mut again = 2;
        loop {
            let field = self.reach(css).await?;
            self.chord(&[Key::Control.into()], 'a').await?;
            match field.send_keys(text).await {
                Ok(()) => return Ok(()),
                Err(why) if again == 0 => return Err(format!("{css} takes no keys: {why}").into()),
                Err(_) => again -= 1,
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Presses one key with others held down, wherever the focus is.
    pub async fn chord(&self, held: &[char], key: char) -> Outcome<()> {
        let mut keys = KeyActions::new("keyboard".to_owned());
        for &value in held {
            keys = keys.then(KeyAction::Down { value });
        }
        keys = keys
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        for &value in held.iter().rev() {
            keys = keys.then(KeyAction::Up { value });
        }
        self.client.perform_actions(keys).await?;
        Ok(())
    }

    /// What an element says.
    pub async fn text(&self, css: &str) -> Outcome<String> {
        self.read(css, async |element| element.prop("innerText").await)
            .await
            .map(Option::unwrap_or_default)
    }

    /// Reads something of an element; a list that is drawn anew meanwhile is asked again.
    async fn read<T>(
        &self,
        css: &str,
        look: impl AsyncFn(Element) -> Result<T, CmdError>,
    ) -> Outcome<T> {
        let start = Instant::now();
        loop {
            match look(self.wait_for(css).await?).await {
                Ok(seen) => return Ok(seen),
                Err(why) if start.elapsed() > PATIENCE => return Err(why.into()),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// What all matching elements say.
    pub async fn texts(&self, css: &str) -> Outcome<Vec<String>> {
        let mut said = Vec::new();
        for element in self.all(Locator::Css(css)).await {
            said.extend(element.prop("innerText").await?);
        }
        Ok(said)
    }

    /// One computed style of an element.
    pub async fn style(&self, css: &str, property: &str) -> Outcome<String> {
        self.read(css, async |element| element.css_value(property).await)
            .await
    }

    /// Runs a script in the page and returns its value.
    pub async fn script(&self, body: &str, arguments: &[Value]) -> Result<Value, CmdError> {
        self.client.execute(body, arguments.to_vec()).await
    }

    /// Runs a script that calls its last argument when it is done.
    pub async fn later(&self, body: &str) -> Result<Value, CmdError> {
        self.client.execute_async(body, Vec::new()).await
    }

    /// Asks the book past the page: `{ok, tags}`, or `{refused}` with the refusal.
    pub async fn ask(&self, command: &str, request: Value) -> Outcome<Value> {
        self.invoke("rpc", json!({ "command": command, "request": request }))
            .await
    }

    /// Calls the host past the page, as a stray script would.
    pub async fn invoke(&self, command: &str, arguments: Value) -> Outcome<Value> {
        let script = "const [command, given, done] = arguments;
             window.__TAURI_INTERNALS__.invoke(command, given).then(done, (refused) => done({ refused }));";
        Ok(self
            .client
            .execute_async(script, vec![json!(command), arguments])
            .await?)
    }

    /// Waits until what is in the page is also on the screen: fonts loaded, and two frames drawn.
    pub async fn painted(&self) -> Outcome<()> {
        self.wait_for("h1").await?;
        self.drawn().await
    }

    /// Waits until fonts are there, nothing has moved for a moment, and two frames are drawn. What moves for ever, as the
    /// sign of running work, does not count.
    pub(crate) async fn drawn(&self) -> Outcome<()> {
        self.later(
            "const done = arguments[arguments.length - 1];
             const end = Date.now() + 3000;
             const moves = () => document.getAnimations().some((one) =>
                one.playState === 'running' && one.effect.getComputedTiming().iterations !== Infinity);
             const frame = () => new Promise((ready) => requestAnimationFrame(ready));
             const look = async (calm) => {
                await frame();
                await frame();
                await new Promise((ready) => setTimeout(ready, 50));
                const quiet = moves() ? 0 : calm + 1;
                return quiet > 2 || Date.now() > end ? true : look(quiet);
             };
             document.fonts.ready.then(() => look(0)).then(done);",
        )
        .await?;
        Ok(())
    }

    /// Keeps a picture under `test-output/screens`.
    pub async fn screenshot(&self, name: &str) -> Outcome<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../test-output/screens");
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{name}.png"));
        fs::write(&file, self.picture().await?)?;
        Ok(file)
    }

    /// What the window shows, as a PNG.
    pub async fn picture(&self) -> Outcome<Vec<u8>> {
        self.drawn().await?;
        Ok(self.client.screenshot().await?)
    }

    /// What the content security policy has stopped so far, as `directive blocked-thing`.
    pub async fn violations(&self) -> Outcome<Vec<String>> {
        // Reports are delivered by a task of their own.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let heard = self.script("return window.__violations", &[]).await?;
        Ok(serde_json::from_value(heard)?)
    }

    /// Ends the window as a person does; the stage goes with it.
    pub async fn close(self) -> Outcome<()> {
        self.client.close().await?;
        Ok(())
    }

    /// Collects what the policy stops from now on, and what it stopped before this listener came.
    async fn hear_violations(&self) -> Outcome<()> {
        self.script(
            "window.__violations = [];
             const hear = (one) => window.__violations.push(
                `${one.effectiveDirective} ${one.blockedURI ?? one.blockedURL}`);
             document.addEventListener('securitypolicyviolation', hear);
             if ('ReportingObserver' in window) {
                const options = { types: ['csp-violation'], buffered: true };
                const before = new ReportingObserver((reports) => {
                    before.disconnect();
                    reports.forEach((report) => hear(report.body));
                }, options);
                before.observe();
             }",
            &[],
        )
        .await?;
        Ok(())
    }
}

/// Whether an element takes up room. The driver's own idea of *displayed* takes the rows of a virtual grid for hidden,
/// because the boxes around them have no height of their own.
async fn has_room(element: &Element) -> bool {
    element
        .rectangle()
        .await
        .is_ok_and(|(_, _, width, height)| width > 0.0 && height > 0.0)
}

/// A stage with its window. A window that finds no screen ends at once, and its driver would wait for it for ever: it gets
/// another stage, once.
async fn started(now: &str) -> Outcome<Option<(Client, Stage)>> {
    let mut again = true;
    loop {
        let Some(stage) = Stage::set(now)? else {
            return Ok(None);
        };
        match connect(&stage, &[]).await {
            Ok(client) => return Ok(Some((client, stage))),
            Err(why) if again => eprintln!("{why}; another stage is set"),
            Err(why) => return Err(why),
        }
        again = false;
    }
}

async fn connect(stage: &Stage, arguments: &[&str]) -> Outcome<Client> {
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let address = stage.address();
    let connecting = builder
        .capabilities(stage.capabilities(arguments))
        .connect(&address);
    match tokio::time::timeout(START_PATIENCE, connecting).await {
        Ok(client) => Ok(client?),
        Err(_) => Err("the window did not start".into()),
    }
}
