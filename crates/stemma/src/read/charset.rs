//! Bytes to characters: byte order marks, declared encodings, and a guess when nothing is declared.
//!
//! UTF-8 stays as it is, byte for byte, so that spans of a UTF-8 text file index the file itself.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a page is looked at to guess its encoding.
const HEAD: usize = 64 << 10;

/// Whether the bytes are no text in any encoding: control characters that no page has. UTF-16 is text.
pub fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    if Encoding::for_bom(head).is_some() || utf_16_without_mark(head).is_some() {
        return false;
    }
    let controls = head.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B));
    head.contains(&0) || controls.count() * 50 > head.len()
}

/// The characters of a text file.
pub fn decode_text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if utf_16_without_mark(bytes).is_none() => text.to_owned(),
        _ => decode(bytes, None),
    }
}

/// The characters of an HTML page: a byte order mark counts first, then letters that are UTF-8, then what the page
/// declares, then a guess.
pub fn decode_html(bytes: &[u8]) -> String {
    let declared = declared(&bytes[..bytes.len().min(4096)]);
    decode(bytes, declared)
}

fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> String {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => {
            let shown = utf_16_without_mark(bytes).or_else(|| shows_utf_8(bytes).then_some(UTF_8));
            (shown.or(declared).unwrap_or_else(|| guess(bytes)), 0)
        }
    };
    let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
    text.into_owned()
}

/// For every sequence of bytes that is not UTF-8, a page in UTF-8 has so many that are, when it was cut or damaged.
const WHOLE_TO_BROKEN: usize = 20;

/// Letters of several bytes are put together by rules that no other encoding keeps by chance, so they count more than a
/// label, which often outlived a change of the system.
fn shows_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 0 && whole >= broken * WHOLE_TO_BROKEN
}

/// UTF-16 without a byte order mark shows itself by the zero half of its ASCII characters.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024) & !1];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0).count();
    let pairs = head.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, low) if pairs >= 4 && low * 10 >= pairs * 7 => Some(UTF_16LE),
        (high, 0) if pairs >= 4 && high * 10 >= pairs * 7 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that a `<meta>` element names. A page that says UTF-16 in ASCII letters is UTF-8 (WHATWG).
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let at = memchr::memmem::find(&lower, b"charset")? + b"charset".len();
    let value = lower[at..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)));
    let encoding = Encoding::for_label(&value[..end.unwrap_or(value.len())])?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// UTF-16 as it is read, to UTF-8. All other encodings can be cut at line breaks before they are read.
pub struct Utf16(encoding_rs::Decoder);

impl Utf16 {
    /// `None` where the beginning of a file shows no UTF-16.
    pub fn shown_by(head: &[u8]) -> Option<Utf16> {
        let marked = Encoding::for_bom(head).map(|(encoding, _)| encoding).filter(|encoding| *encoding != UTF_8);
        Some(Utf16(marked.or_else(|| utf_16_without_mark(head))?.new_decoder_with_bom_removal()))
    }

    /// The next bytes as text.
    pub fn decode(&mut self, bytes: &[u8], is_last: bool) -> String {
        let mut text = String::with_capacity(self.0.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 4));
        // There is room for all of it, so that nothing is left over.
        let _ = self.0.decode_to_string(bytes, &mut text, is_last);
        text
    }
}

/// How far it is in the bytes of a file to each of these places of its text, which go upwards.
pub fn offsets(bytes: &[u8], text: &str, places: &[usize]) -> Vec<usize> {
    if std::str::from_utf8(bytes).is_ok_and(|whole| whole.len() == text.len()) {
        return places.to_vec();
    }
    let (mark, encoding) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (mark, encoding),
        None => (0, utf_16_without_mark(bytes).unwrap_or_else(|| guess(bytes))),
    };
    let (mut at, mut offset) = (0, mark);
    let place = |place: &usize| {
        let passed = &text[at..*place];
        offset += match encoding {
            _ if encoding == UTF_16LE || encoding == UTF_16BE => passed.encode_utf16().count() * 2,
            _ if encoding.is_single_byte() => passed.chars().count(),
            _ => encoding.encode(passed).0.len(),
        };
        at = *place;
        offset.min(bytes.len())
    };
    places.iter().map(place).collect()
}
