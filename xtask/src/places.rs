//! Where things are: found from the running program and this source, never from the folder one happens to stand in.

use std::{
    env,
    path::{Path, PathBuf},
};

use crate::step::Failed;

/// The folders of the project.
pub struct Places {
    /// The repository.
    pub root: PathBuf,
    /// Where cargo builds; it may lie outside the repository.
    pub target: PathBuf,
}

impl Places {
    /// Finds the repository from this crate, and the target folder from where cargo put this very program.
    pub fn find() -> Result<Self, Failed> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .map(Path::to_path_buf);
        let program = env::current_exe().ok();
        let target = program
            .as_deref()
            .and_then(Path::parent)
            .and_then(Path::parent)
            .map(Path::to_path_buf);
        match (root, target) {
            (Some(root), Some(target)) => Ok(Self { root, target }),
            _ => Err(Failed::new(
                "start",
                "run it as `cargo xtask` inside the repository",
            )),
        }
    }

    /// The UI's package.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// The generated TypeScript types.
    pub fn wire(&self) -> PathBuf {
        self.ui().join("src/wire/generated")
    }

    /// What tests leave behind for people to look at.
    pub fn test_output(&self) -> PathBuf {
        self.root.join("test-output")
    }

    /// A program of the workspace in one profile's folder (`debug`, `release`).
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }
}
