//! Made-up pages: enough of them, some copied from others, always the same.

use std::fmt::Write;

/// Numbers that look random and are the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len() as u64) as usize]
    }
}

const TOWNS: [&str; 40] = [
    "Kharkiv",
    "Goma",
    "Nyala",
    "Mocha",
    "Lashio",
    "Kidal",
    "Bakhmut",
    "Bunia",
    "El Fasher",
    "Taiz",
    "Myitkyina",
    "Gao",
    "Kherson",
    "Beni",
    "Kadugli",
    "Marib",
    "Loikaw",
    "Mopti",
    "Sumy",
    "Butembo",
    "El Obeid",
    "Hodeidah",
    "Hpakant",
    "Djibo",
    "Zaporizhzhia",
    "Masisi",
    "Zalingei",
    "Saada",
    "Sittwe",
    "Menaka",
    "Nikopol",
    "Rutshuru",
    "Geneina",
    "Dhale",
    "Hakha",
    "Tillaberi",
    "Chernihiv",
    "Uvira",
    "Wad Madani",
    "Mukalla",
];
const MONTHS: [&str; 6] = ["January", "February", "March", "April", "May", "June"];
const DEEDS: [&str; 6] = [
    "Shelling killed {n} civilians in {town} on {day}, the hospital said.",
    "Government forces captured a village near {town} after a battle on {day} that left {n} fighters dead.",
    "An air strike hit the market of {town} on {day} and injured {n} people.",
    "Rebels said they had besieged the garrison of {town} since {day}.",
    "Police in {town} arrested {n} people after the protest of {day}.",
    "The army plans to send {n} more soldiers to {town} next month, a spokesman said.",
];
const FILLERS: [&str; 3] = [
    "Residents described a night without light or water.",
    "Aid workers called for a corridor to the town.",
    "The road to the north stayed closed for a second week.",
];

/// The text of one page; of three in a row the later ones repeat the first, with another number.
fn text(index: u64) -> String {
    let mut numbers = Numbers((index / 3 + 17).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let (town, month) = (numbers.one_of(&TOWNS), numbers.one_of(&MONTHS));
    let mut page = format!("Fighting around {town} goes on\n\n28 {month} 2023\n\n");
    for _ in 0..2 {
        let day = format!("{} {month}", numbers.below(27) + 1);
        let count = (numbers.below(40) + 2 + index % 3).to_string();
        let deed = numbers.one_of(&DEEDS).replace("{town}", town).replace("{n}", &count).replace("{day}", &day);
        let _ = writeln!(page, "{deed} {}\n", numbers.one_of(&FILLERS));
    }
    page
}

/// A collection in all three containers: (file, bytes).
pub fn pages(count: u64) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut lines = String::new();
    for index in 0..count {
        let text = text(index);
        match index % 10 {
            0 => {
                let paragraphs = text.trim().replace("\n\n", "</p><p>");
                let html = format!(
                    "<html><head><title>Page {index}</title></head><body><article><p>{paragraphs}</p></article></body></html>"
                );
                files.push((format!("pages/{index:04}.html"), html));
            }
            1..=3 => files.push((format!("pages/{index:04}.txt"), text)),
            _ => {
                let text = text.replace('\n', "\\n");
                let _ = writeln!(lines, r#"{{"id": "r{index:04}", "text": "{text}"}}"#);
            }
        }
    }
    files.push(("pages/records.jsonl".into(), lines));
    files
}
