//! The language of an article: what the page says, checked against its words.

use crate::model::Declared;

/// Fewer letters than this say nothing sure about a language.
const ENOUGH: usize = 60;

/// The ISO 639-1 code. What the page declares holds unless the words reliably say otherwise, because templates are
/// copied with their `lang` attribute; what the collector says holds always.
pub fn language(words: &str, declared: Option<&Declared>, given: Option<&str>) -> Option<String> {
    if let Some(code) = given.and_then(two_letters) {
        return Some(code);
    }
    let said = declared.and_then(|declared| {
        let meta = |name: &str| declared.metas.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let said = declared.language.as_deref().or_else(|| meta("content-language")).or_else(|| meta("og:locale"));
        said.and_then(two_letters)
    });
    let sample = &words[..words.floor_char_boundary(6_000)];
    let letters = sample.chars().filter(|c| c.is_alphabetic()).take(ENOUGH).count();
    let read = whatlang::detect(sample).filter(|_| letters >= ENOUGH);
    match (said, read) {
        (Some(said), Some(read)) if read.is_reliable() => {
            Some(two_letter_code(read.lang()).map_or(said, str::to_owned))
        }
        (Some(said), _) => Some(said),
        (None, Some(read)) if read.confidence() > 0.5 => two_letter_code(read.lang()).map(str::to_owned),
        (None, _) => None,
    }
}

/// The primary part of a language tag, when it has two letters.
fn two_letters(tag: &str) -> Option<String> {
    let primary = tag.trim().split(['-', '_', ',', ';', ' ']).next()?.to_lowercase();
    (primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(primary)
}

fn two_letter_code(language: whatlang::Lang) -> Option<&'static str> {
    Some(match language.code() {
        "eng" => "en",
        "deu" => "de",
        "fra" => "fr",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "nld" => "nl",
        "rus" => "ru",
        "ukr" => "uk",
        "bel" => "be",
        "bul" => "bg",
        "mkd" => "mk",
        "srp" => "sr",
        "hrv" => "hr",
        "slv" => "sl",
        "slk" => "sk",
        "ces" => "cs",
        "pol" => "pl",
        "hun" => "hu",
        "ron" => "ro",
        "ell" => "el",
        "tur" => "tr",
        "aze" => "az",
        "kat" => "ka",
        "hye" => "hy",
        "heb" => "he",
        "yid" => "yi",
        "ara" => "ar",
        "pes" => "fa",
        "urd" => "ur",
        "hin" => "hi",
        "ben" => "bn",
        "mar" => "mr",
        "guj" => "gu",
        "pan" => "pa",
        "tam" => "ta",
        "tel" => "te",
        "mal" => "ml",
        "kan" => "kn",
        "ori" => "or",
        "nep" => "ne",
        "sin" => "si",
        "mya" => "my",
        "khm" => "km",
        "tha" => "th",
        "vie" => "vi",
        "ind" => "id",
        "jav" => "jv",
        "tgl" => "tl",
        "cmn" => "zh",
        "jpn" => "ja",
        "kor" => "ko",
        "swe" => "sv",
        "dan" => "da",
        "nob" => "no",
        "fin" => "fi",
        "est" => "et",
        "lav" => "lv",
        "lit" => "lt",
        "cat" => "ca",
        "afr" => "af",
        "lat" => "la",
        "epo" => "eo",
        "amh" => "am",
        "tuk" => "tk",
        "uzb" => "uz",
        "sna" => "sn",
        "zul" => "zu",
        "aka" => "ak",
        "cym" => "cy",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Am Morgen schlugen mehrere Granaten nahe der alten Brücke ein, sagten Anwohner der Zeitung. \
                          Verletzt wurde nach Angaben der Polizei niemand.";

    #[test]
    fn believes_the_words_when_the_template_says_otherwise() {
        let declared = Declared { language: Some("en-US".into()), ..Declared::default() };
        assert_eq!(language(GERMAN, Some(&declared), None).as_deref(), Some("de"));
        assert_eq!(language("Ja.", Some(&declared), None).as_deref(), Some("en"));
        assert_eq!(language(GERMAN, None, Some("nl")).as_deref(), Some("nl"));
        assert_eq!(language("Ja.", None, None), None);
    }
}
