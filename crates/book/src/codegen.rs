//! The TypeScript side of the command list, so that the window and the book cannot disagree.

use std::fmt::Write as _;
use std::path::Path;

use crate::commands::COMMANDS;
use crate::desk::desk_types;
use crate::flows::undo;
use crate::refusal::Refusal;

/// Writes one file per type and `commands.ts`, the map from command to request and response, into `folder`.
pub fn write(folder: &Path) -> Result<(), Refusal> {
    let failed =
        |error: ts_rs::ExportError| Refusal::new("internal").with("detail", error.to_string());
    std::fs::create_dir_all(folder)?;
    let config = ts_rs::Config::new()
        .with_out_dir(folder)
        .with_large_int("number");
    let mut entries: Vec<(String, String, String, &'static str, Vec<&'static str>)> =
        desk_types(&config)
            .map_err(failed)?
            .into_iter()
            .map(|(name, request, response)| (name.to_owned(), request, response, "desk", vec![]))
            .collect();
    for command in COMMANDS {
        (command.export)(&config).map_err(failed)?;
        let (request, response) = (command.types)(&config);
        let mode = if command.writes {
            "invalidates"
        } else {
            "provides"
        };
        entries.push((
            command.name.to_owned(),
            request,
            response,
            mode,
            command.tags.to_vec(),
        ));
    }
    <Refusal as ts_rs::TS>::export_all(&config).map_err(failed)?;
    <engine::money::Money as ts_rs::TS>::export_all(&config).map_err(failed)?;
    std::fs::write(folder.join("commands.ts"), command_map(&entries))?;
    Ok(())
}

fn command_map(entries: &[(String, String, String, &'static str, Vec<&'static str>)]) -> String {
    let mut names: Vec<&str> = entries
        .iter()
        .flat_map(|(_, request, response, ..)| [request.as_str(), response.as_str()])
        .filter(|name| *name != "ArrayBuffer")
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut text = String::from("// Written from the command list in Rust; do not edit.\n");
    for name in names {
        let _ = writeln!(text, "import type {{ {name} }} from \"./{name}\";");
    }
    text.push_str("\nexport interface CommandMap {\n");
    for (name, request, response, ..) in entries {
        let _ = writeln!(
            text,
            "  \"{name}\": {{ request: {request}; response: {response} }};"
        );
    }
    text.push_str("}\n\nexport type CommandName = keyof CommandMap;\n\n");
    text.push_str("/** Tags that a reading command provides; a reply names the tags that it invalidates. */\n");
    text.push_str("export const PROVIDES: Partial<Record<CommandName, readonly string[]>> = {\n");
    for (name, _, _, mode, tags) in entries {
        if *mode == "provides" && !tags.is_empty() {
            let list: Vec<String> = tags.iter().map(|tag| format!("\"{tag}\"")).collect();
            let _ = writeln!(text, "  \"{name}\": [{}],", list.join(", "));
        }
    }
    text.push_str(
        "};\n\n/** Acts that can be taken back, each with the command that does it. */\n",
    );
    text.push_str("export const UNDOS: ReadonlyArray<{ of: CommandName; by: CommandName }> = [\n");
    for (of, by) in undo::pairs() {
        let _ = writeln!(text, "  {{ of: \"{of}\", by: \"{by}\" }},");
    }
    text.push_str("];\n\n/** What the outlook of an undo may count. */\n");
    let names: Vec<String> = undo::figure_names()
        .iter()
        .map(|name| format!("\"{name}\""))
        .collect();
    let _ = writeln!(
        text,
        "export const UNDO_FIGURES: readonly string[] = [{}];",
        names.join(", ")
    );
    text
}

/// The request and response of one command as TypeScript, with every type that they use.
pub fn shapes(command: &crate::commands::Command) -> Result<String, Refusal> {
    let folder = std::env::temp_dir().join(format!("duebook-shapes-{}", uuid::Uuid::now_v7()));
    let config = ts_rs::Config::new()
        .with_out_dir(&folder)
        .with_large_int("number");
    let exported = (command.export)(&config);
    let read = || -> Result<String, Refusal> {
        exported.map_err(|error| Refusal::new("internal").with("detail", error.to_string()))?;
        let (request, response) = (command.types)(&config);
        let mut text = format!("{}: {request} => {response}\n", command.name);
        let mut files: Vec<_> = std::fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
        files.sort_by_key(std::fs::DirEntry::file_name);
        for file in files {
            let content = std::fs::read_to_string(file.path())?;
            for line in content
                .lines()
                .filter(|line| !line.starts_with("import") && !line.starts_with("//"))
            {
                text.push_str(line);
                text.push('\n');
            }
        }
        Ok(text)
    };
    let text = read();
    let _ = std::fs::remove_dir_all(&folder);
    text
}
