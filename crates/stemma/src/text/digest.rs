//! SHA-256 in hexadecimal digits: what bytes are told by, and the ids that records get from their content.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The SHA-256 of parts, each with its length before it, so that what ends one cannot begin the next.
pub fn sha256_of_parts<'p>(parts: impl Iterator<Item = &'p [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hexadecimal(&hash.finalize())
}

/// The end of an id: enough of the SHA-256 of a key to tell the records of a collection apart.
pub fn short_id(key: &str) -> String {
    hexadecimal(&Sha256::digest(key.as_bytes())[..6])
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
