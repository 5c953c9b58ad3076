//! Who hears what happens while work goes on. A face shows it as it can: lines and a bar, or nothing at all.

/// Hears from any thread.
pub trait Listener: Sync {
    /// Something that a person should know, in one line.
    fn hear(&self, line: &str);

    /// So many more bytes of input were dealt with; until now so many documents were new, and so many known.
    fn advance(&self, bytes: u64, new: u64, known: u64) {
        let _ = (bytes, new, known);
    }

    /// Whether whoever waits for the work wants it to end now. It is asked often, and the work ends at the next place where nothing is lost.
    fn should_stop(&self) -> bool {
        false
    }
}

/// Passes everything over.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Listener for Silent {
    fn hear(&self, _: &str) {}
}
