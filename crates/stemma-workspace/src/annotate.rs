//! Pages in, what was read in each out; nothing is kept.

use rayon::prelude::*;
use stemma::model::{Document, Form, Reading};
use stemma::pipeline::{Engine, Options};

use crate::input::{Inputs, Refusal};
use crate::intake::guard::{self, Read};

/// How much is read at once: enough to keep all cores busy, little enough to stay small.
const PIECES: usize = 128;
const BYTES: usize = 16 << 20;

/// What was read in one page.
pub struct Annotation {
    pub reading: Reading,
    /// Whether the text layer is what came in: that of a UTF-8 file, or of a record's "text".
    pub is_as_given: bool,
}

/// Reads all of the input and gives what `of` makes of each page, in the order of the input.
pub fn annotate<R: Send, E>(
    inputs: &mut Inputs,
    engine: &Engine,
    options: &Options,
    of: impl Fn(Result<Annotation, Refusal>) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    loop {
        let batch = inputs.batch(&engine.files, PIECES, BYTES);
        if batch.is_empty() {
            return Ok(());
        }
        let read = |read: Read| of(read.and_then(|(document, bytes)| annotation(document, &bytes, engine, options)));
        let made: Vec<R> = batch.into_par_iter().map(|input| read(guard::document(input, &engine.files))).collect();
        for made in made {
            take(made)?;
        }
    }
}

fn annotation(document: Document, bytes: &[u8], engine: &Engine, options: &Options) -> Result<Annotation, Refusal> {
    let is_html = matches!(document.form, Form::Html(_));
    // A record has its text in a field.
    let is_text = bytes.first() == Some(&b'{') || document.text.as_bytes() == bytes;
    let (reading, _) = guard::reading(document, engine, options)?;
    Ok(Annotation { reading, is_as_given: is_text && !is_html })
}
