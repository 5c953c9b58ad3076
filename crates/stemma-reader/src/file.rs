//! The sections of a model file, with their sizes and numbers checked: whatever goes out of here is finite and as long as was asked for.

use std::borrow::Cow;

use stemma_language::lanes::LANES;
use stemma_language::sections::Sections;

use crate::Error;

const MAGIC: &[u8; 8] = b"STEMMARD";
const VERSION: u32 = 1;

pub(crate) struct File(Sections);

impl From<stemma_language::Error> for Error {
    fn from(error: stemma_language::Error) -> Error {
        match error {
            stemma_language::Error::Format(what) => Error::Format(what),
            stemma_language::Error::Missing(name) => Error::Missing(name),
            _ => Error::Format("cannot be read"),
        }
    }
}

impl File {
    pub(crate) fn open(bytes: &'static [u8]) -> Result<File, Error> {
        Ok(File(Sections::open(bytes, MAGIC, VERSION)?))
    }

    /// The lines of a text; an empty text has none, and an end of line after the last line begins no other.
    pub(crate) fn lines(&self, name: &str) -> Result<Vec<&'static str>, Error> {
        let text = self.0.text(name)?;
        let text = text.strip_suffix('\n').unwrap_or(text);
        Ok(if text.is_empty() { Vec::new() } else { text.split('\n').collect() })
    }

    pub(crate) fn bytes(&self, name: &str, count: usize) -> Result<&'static [u8], Error> {
        let bytes = self.0.bytes(name)?;
        if bytes.len() == count { Ok(bytes) } else { Err(of_another_size(name)) }
    }

    pub(crate) fn numbers(&self, name: &str, count: usize) -> Result<Cow<'static, [f32]>, Error> {
        let numbers = self.0.numbers(name)?;
        if numbers.len() != count {
            return Err(of_another_size(name));
        }
        // A sum would do, but could overflow: the exponent tells it exactly.
        if numbers.iter().fold(true, |are_finite, number| are_finite & number.is_finite()) {
            Ok(numbers)
        } else {
            Err(Error::Section(name.to_owned(), "holds a number that is none"))
        }
    }

    /// Weights with one row of inputs for each output, laid into panels of sixteen outputs; outputs that are missing at the end give nought.
    pub(crate) fn panels(&self, name: &str, inputs: usize, outputs: usize) -> Result<Vec<f32>, Error> {
        let weights = self.numbers(name, inputs * outputs)?;
        let mut panels = vec![0.0; inputs * outputs.next_multiple_of(LANES)];
        for (output, row) in weights.chunks_exact(inputs).enumerate() {
            let panel = &mut panels[output / LANES * LANES * inputs..];
            for (input, weight) in row.iter().enumerate() {
                panel[input * LANES + output % LANES] = *weight;
            }
        }
        Ok(panels)
    }
}

fn of_another_size(name: &str) -> Error {
    Error::Section(name.to_owned(), "not of the size that the configuration says")
}
