//! Chores of the project: `cargo xtask english WHEEL OUT` compiles the English model.

mod english;

use anyhow::{Context, Result, bail};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["english", wheel, out] => {
            let bytes = std::fs::read(wheel).with_context(|| format!("cannot read {wheel}"))?;
            std::fs::write(out, english::compile(&bytes)?).with_context(|| format!("cannot write {out}"))
        }
        _ => bail!("usage: cargo xtask english WHEEL OUT"),
    }
}
