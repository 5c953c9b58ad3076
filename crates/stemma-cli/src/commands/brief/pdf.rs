//! The report as PDF: a printing program that is installed anyway is given the HTML page.
//!
//! We make no PDF ourselves: it would take fonts for every script that a name or a quote may have, and a second layout beside that of the page.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A program that prints takes no longer; one that hangs is ended.
const PATIENCE: Duration = Duration::from_secs(180);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Programs that print a page, the better ones first, with how each is told to.
const PRINTERS: [(&str, Manner); 13] = [
    ("chromium", Manner::Chromium),
    ("chromium-browser", Manner::Chromium),
    ("google-chrome", Manner::Chromium),
    ("google-chrome-stable", Manner::Chromium),
    ("chrome", Manner::Chromium),
    ("microsoft-edge", Manner::Chromium),
    ("msedge", Manner::Chromium),
    ("brave-browser", Manner::Chromium),
    ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", Manner::Chromium),
    ("/Applications/Chromium.app/Contents/MacOS/Chromium", Manner::Chromium),
    ("/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge", Manner::Chromium),
    ("weasyprint", Manner::WeasyPrint),
    ("wkhtmltopdf", Manner::Wkhtmltopdf),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    Chromium,
    WeasyPrint,
    Wkhtmltopdf,
}

/// The page as the first installed program prints it that can.
pub fn print(html: &str) -> Result<Vec<u8>> {
    let mut tried: Vec<String> = Vec::new();
    for (name, manner) in PRINTERS {
        let Some(program) = installed(name) else { continue };
        // A browser in a box of its own may see only one of these folders.
        for folder in [std::env::temp_dir(), PathBuf::from(".")] {
            match print_in(&folder, &program, manner, html) {
                Ok(pdf) => return Ok(pdf),
                Err(error) => tried.push(format!("{}: {error:#}", program.display())),
            }
        }
    }
    let way_out = "write it with --format html and print that from any browser";
    if tried.is_empty() {
        bail!("no program that prints PDF is installed (Chromium, Chrome, Edge, WeasyPrint, wkhtmltopdf); {way_out}");
    }
    tried.dedup();
    bail!("{}; {way_out}", tried.join("; "))
}

fn print_in(folder: &Path, program: &Path, manner: Manner, html: &str) -> Result<Vec<u8>> {
    let folder = tempfile::Builder::new().prefix("stemma-print-").tempdir_in(folder).context("no folder to work in")?;
    let folder = folder.path().canonicalize()?;
    let (page, pdf) = (folder.join("report.html"), folder.join("report.pdf"));
    std::fs::write(&page, html)?;
    let mut error = None;
    for arguments in manner.arguments(&folder, &page, &pdf) {
        match run(program, &arguments) {
            // Some say that all went well and printed nothing.
            Ok(()) => match std::fs::read(&pdf) {
                Ok(bytes) if bytes.starts_with(b"%PDF") => return Ok(bytes),
                _ => error = Some(anyhow::anyhow!("printed nothing")),
            },
            Err(found) => error = Some(found),
        }
    }
    Err(error.expect("there is one way at least to tell it"))
}

impl Manner {
    /// The ways to ask a program of this manner, one to be tried after the other.
    fn arguments(self, folder: &Path, page: &Path, pdf: &Path) -> Vec<Vec<OsString>> {
        let of = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<OsString>>();
        let set = |name: &str, path: &Path| {
            let mut argument = OsString::from(name);
            argument.push(path);
            argument
        };
        match self {
            Manner::Chromium => {
                let mut arguments = of(&[
                    "--headless",
                    "--disable-gpu",
                    "--disable-extensions",
                    "--no-first-run",
                    "--no-pdf-header-footer",
                ]);
                // A profile of its own, or a browser that is open would take the page and print nothing.
                arguments.push(set("--user-data-dir=", &folder.join("profile")));
                arguments.push(set("--print-to-pdf=", pdf));
                // Where it may not make its sandbox, as under root, it prints without one: the page is ours and runs nothing.
                let without = [of(&["--no-sandbox"]), arguments.clone(), vec![page.into()]].concat();
                vec![[arguments, vec![page.into()]].concat(), without]
            }
            Manner::WeasyPrint => vec![vec![page.into(), pdf.into()]],
            Manner::Wkhtmltopdf => {
                vec![
                    [of(&["--quiet", "--print-media-type", "--disable-javascript"]), vec![page.into(), pdf.into()]]
                        .concat(),
                ]
            }
        }
    }
}

fn run(program: &Path, arguments: &[OsString]) -> Result<()> {
    let nothing = Stdio::null;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(nothing())
        .stdout(nothing())
        .stderr(nothing())
        .spawn()
        .context("cannot be started")?;
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return if status.success() { Ok(()) } else { Err(anyhow::anyhow!("ended with {status}")) };
        }
        if started.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            bail!("did not end in {} seconds", PATIENCE.as_secs());
        }
        std::thread::sleep(LOOK_AGAIN);
    }
}

/// Where a program is, by its path or on the search path.
fn installed(name: &str) -> Option<PathBuf> {
    let given = Path::new(name);
    if given.is_absolute() {
        return given.is_file().then(|| given.to_path_buf());
    }
    let path = std::env::var_os("PATH")?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path)
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(&file))
        .find(|found| found.is_file())
}
