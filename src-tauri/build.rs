//! Declares the only two commands the page may call, and makes sure that there is a page to embed.

use std::{fs, path::Path};

/// What a build without the UI shows, so that editors and lints need no Node.
const PLACEHOLDER: &str = "<!doctype html><html lang=\"en\"><title>Duebook</title><p>The pages are not built yet: <code>cargo xtask run</code> builds them.</p></html>\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dist = Path::new("../ui/dist");
    if !dist.join("index.html").exists() {
        fs::create_dir_all(dist)?;
        fs::write(dist.join("index.html"), PLACEHOLDER)?;
    }
    // The pages are compiled into the binary, so a new build of them is a new build of this crate.
    println!("cargo:rerun-if-changed=../ui/dist");
    let commands = tauri_build::AppManifest::new().commands(&["rpc", "rpc_bytes"]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands))?;
    Ok(())
}
