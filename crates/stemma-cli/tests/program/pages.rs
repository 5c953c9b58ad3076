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

const TOWNS: [&str; 6] = ["Kharkiv", "Goma", "Nyala", "Mocha", "Lashio", "Kidal"];
const DEEDS: [&str; 6] = [
    "Shelling killed {n} civilians in {town} on {day} March, the hospital said.",
    "Government forces captured a village near {town} after a battle that left {n} fighters dead.",
    "An air strike hit the market of {town} on {day} March and injured {n} people.",
    "Rebels said they had besieged the garrison of {town} since {day} March.",
    "Police in {town} arrested {n} people after the protest of {day} March.",
    "The army plans to send {n} more soldiers to {town} next month, a spokesman said.",
];
const FILLERS: [&str; 3] = [
    "Residents described a night without light or water.",
    "Aid workers called for a corridor to the town.",
    "The road to the north stayed closed for a second week.",
];

/// The text of one page; about one in three repeats the one before, with another number.
fn text(index: u64) -> String {
    let mut numbers = Numbers(index / 3 + 17);
    let town = numbers.one_of(&TOWNS);
    let mut page = format!("Fighting around {town} goes on\n\n{} March 2023\n\n", numbers.below(27) + 1);
    for _ in 0..3 {
        let day = (numbers.below(27) + 1).to_string();
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
                let _ = writeln!(lines, r#"{{"id": "r{index:04}", "text": "{text}", "published": "2023-03-28"}}"#);
            }
        }
    }
    files.push(("pages/records.jsonl".into(), lines));
    files
}
