//! Pieces of input to documents, and documents to readings, with the names and offsets that a person needs to find them again.
//! A bug that one page meets costs that page alone.

use std::panic::{AssertUnwindSafe, catch_unwind};

use stemma::model::{Document, Note, Reading};
use stemma::pipeline::{self, Engine, Options};
use stemma::read::table::Beside;
use stemma::read::{self, ReadWords};
use stemma_store::Whole;

use crate::Error;
use crate::input::{Input, Piece, Refusal};

/// One document as it came in: its original bytes and what was made of them, or why there is none.
pub type Read = Result<(Document, Vec<u8>), Refusal>;

/// Reads one piece; it holds one document, or one refusal.
pub fn document(input: Input, files: &ReadWords) -> Read {
    let piece = match input {
        Input::Refusal(refusal) => return Err(refusal),
        Input::Piece(piece) => piece,
    };
    let Piece { name, bytes, container, range, number, beside } = piece;
    let outcome = read::read(&bytes, container, &name, files);
    match outcome.result {
        Ok(mut document) => {
            beside.tell(&mut document);
            Ok((document, bytes))
        }
        Err(mut note) => {
            // Of a page among many, at least where it begins is told.
            let begin = range.filter(|_| number.is_some()).map(|range| range.start);
            note.at = note.at.map(|at| at + begin.unwrap_or(0)).or(begin);
            let unnamed = || number.map_or(name.clone(), |number| format!("{name}:{number}"));
            Err(Refusal { id: outcome.id.unwrap_or_else(unnamed), name, note })
        }
    }
}

/// What of the input of a document could not be read as it stands, in a line each.
pub fn noted(document: &Document, engine: &Engine) -> Vec<String> {
    let (id, name) = (document.id.clone(), document.path.clone().unwrap_or_else(|| document.id.clone()));
    let line = |note| message(&Refusal { id: id.clone(), name: name.clone(), note });
    pipeline::notes_of_input(document, engine).into_iter().map(line).collect()
}

/// Cleans and annotates one document. A bug in a stage costs this document, which is then refused, never the others.
pub fn reading(document: Document, engine: &Engine, options: &Options) -> Result<(Reading, Vec<Note>), Refusal> {
    let (id, name) = (document.id.clone(), document.path.clone().unwrap_or_else(|| document.id.clone()));
    catch_unwind(AssertUnwindSafe(|| pipeline::reading(document, engine, options))).map_err(|_| {
        let message = "stemma failed on this page, which is a bug: leave it out, and report it with the lines above";
        Refusal { id, name, note: Note::new(message) }
    })
}

/// Does work on all pages. A bug in it costs what it would have given, never the documents.
pub fn all<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Error::Bug)
}

/// Reads a document again from the bytes that a store keeps of it.
pub fn again(whole: &Whole, engine: &Engine) -> Result<(Reading, Vec<Note>), Refusal> {
    let Reading { id, sha256, path, published_at, .. } = &whole.reading;
    let name = path.clone().unwrap_or_else(|| id.clone());
    let refusal = |note| Refusal { id: id.clone(), name: name.clone(), note };
    let unlike = || refusal(Note::new("the bytes in the store no longer give this document"));
    let container = read::container(&name, &whole.bytes, &engine.files).ok_or_else(unlike)?;
    let mut document = read::read(&whole.bytes, container, &name, &engine.files).result.map_err(refusal)?;
    // Its bytes are those of one row. That a number in it is a day, the other rows of its table told when it came.
    Beside::known(&document, published_at.as_deref()).tell(&mut document);
    if document.id != *id || document.sha256 != *sha256 {
        return Err(unlike());
    }
    reading(Document { path: path.clone(), ..document }, engine, &Options::default())
}

/// One line for standard error: the file, the offset, the reason and the way out.
pub fn message(refusal: &Refusal) -> String {
    let Refusal { id, name, note } = refusal;
    let record =
        if id == name || id.starts_with(&format!("{name}:")) { String::new() } else { format!(" (record {id})") };
    let name = if record.is_empty() { id } else { name };
    match note.at {
        Some(at) => format!("{name}{record}: byte {at}: {}", note.message),
        None => format!("{name}{record}: {}", note.message),
    }
}
