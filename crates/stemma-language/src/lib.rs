//! (to be written)

/// The English pipeline.
pub struct English {}

/// The bytes of the model are not what this version reads.
#[derive(Debug)]
pub struct Error {}

impl std::fmt::Display for Error {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("the English model cannot be read; run `cargo xtask data` again")
    }
}

impl std::error::Error for Error {}

impl English {
    pub fn from_bytes(_bytes: &'static [u8]) -> Result<English, Error> {
        Ok(English {})
    }
}
