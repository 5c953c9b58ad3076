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

/// The HMAC-SHA-256 of a text (RFC 2104): whoever has not the key cannot try out what it was made from.
pub fn keyed(key: &[u8; 32], text: &str) -> String {
    let padded = |pad: u8| {
        let mut block = [pad; 64];
        block.iter_mut().zip(key).for_each(|(byte, key)| *byte ^= key);
        block
    };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(text).finalize();
    hexadecimal(&Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize())
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

#[cfg(test)]
mod tests {
    use super::keyed;

    /// The first and the second case of RFC 4231 whose keys are no longer than ours, filled up with noughts as HMAC fills them.
    #[test]
    fn a_keyed_digest_is_that_of_the_standard() {
        let check = |key: &[u8], text: &str, expected: &str| {
            let mut whole = [0; 32];
            whole[..key.len()].copy_from_slice(key);
            assert_eq!(keyed(&whole, text), expected);
        };
        check(&[0x0b; 20], "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        check(b"Jefe", "what do ya want for nothing?", expected);
    }
}
