//! The data that the program carries with it: our own word lists of `data/`, and the English model and the gazetteer
//! that `cargo xtask data` compiles from pinned registry packages. Bytes only; who uses them knows how to read them.

/// Gives embedded bytes the alignment of a cache line, so that tables of numbers can be used where they lie.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static ENGLISH_BYTES: &Aligned<[u8]> =
    &Aligned(*include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/build/english.bin")));
static READER_BYTES: &Aligned<[u8]> =
    &Aligned(*include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/model/reader.bin")));
static GAZETTEER_BYTES: &Aligned<[u8]> =
    &Aligned(*include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/build/gazetteer.bin")));

/// The English model, as `stemma_language::English::from_bytes` reads it. Aligned to 64 bytes.
pub static ENGLISH: &[u8] = &ENGLISH_BYTES.0;

/// The model of the learnt reader, as `stemma_reader::Reader::from_bytes` reads it. Aligned to 64 bytes.
pub static READER: &[u8] = &READER_BYTES.0;

/// The world gazetteer, as the engine's lexicon reads it. Aligned to 64 bytes.
pub static GAZETTEER: &[u8] = &GAZETTEER_BYTES.0;

/// Every word list of `data/` as (path below `data/`, text), sorted by path.
pub static LISTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lists.rs"));
