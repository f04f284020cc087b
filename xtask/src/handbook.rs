//! The pictures of the handbook, taken from the window as it is.

use crate::{
    machine,
    places::Places,
    step::{Failed, Step},
    ui,
};

/// Where the pages of the handbook look for their pictures.
const PICTURES: &str = "docs/handbook/pictures";

/// Builds the window as the tests do, drives it over the sample book and keeps what it shows.
pub fn handbook(places: &Places) -> Result<(), Failed> {
    machine::prepare(places)?;
    ui::install(places)?;
    ui::build(places)?;
    Step::linted(places, "build")
        .args(["build", "--workspace", "--quiet"])
        .run()?;
    Step::new(
        "pictures",
        places.program("debug", "handbook"),
        &places.root,
    )
    .arg(places.root.join(PICTURES))
    .env("DUEBOOK_WINDOW", "required")
    .run()?;
    // Letters need no window: their picture is drawn from the paper itself.
    Step::linted(places, "envelopes")
        .args(["build", "--workspace", "--example", "envelopes"])
        .run()?;
    Step::new(
        "envelopes",
        places.program("debug", "examples/envelopes"),
        &places.root,
    )
    .arg(places.root.join(PICTURES).join("envelopes.png"))
    .run()
}
