//! Corpora that look like the news of a war and are the same every time.

use stemma::model::{Annotations, Article, Block, BlockKind, Day, Precision, Published, Reading, Span, TextAt};

/// So many articles of a shape; `None` for a shape that is not known. See the example for the shapes.
pub fn corpus(count: usize, shape: &str) -> Option<Vec<Reading>> {
    Some(match shape {
        "news" => news(count, false, false),
        "subject" => news(count, true, false),
        "standing" => news(count, false, true),
        "copies" => (0..count)
            .map(|at| Draft { sentences: PAGE.map(String::from).to_vec(), ..draft(at, 0) }.reading())
            .collect(),
        "short" => (0..count)
            .map(|at| {
                Draft { sentences: vec![format!("{} {}", word(at % 97), word(at % 89))], ..draft(at, 0) }.reading()
            })
            .collect(),
        _ => return None,
    })
}

const PAGE: [&str; 3] = [
    "Gunmen on motorcycles stormed the market of Banidare on Thursday morning and killed 14 traders, the governor said.",
    "Survivors hid in the grain store until soldiers arrived from the garrison at Tillaberi two hours later.",
    "The governor asked the capital for more patrols along the river road before the rainy season begins.",
];

/// A generator of numbers that look random and are always the same (splitmix64: Steele, Lea & Flood 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let value = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A rank by Zipf's law: the k-th of so many things comes about 1/k as often as the first.
    fn rank(&mut self, bound: usize) -> usize {
        ((bound as f64).powf(self.share()) as usize).min(bound) - 1
    }
}

/// A word of an invented language, of pronounceable syllables, without repetitions.
fn word(mut number: usize) -> String {
    const ONSETS: [&str; 16] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "tr", "st"];
    const RHYMES: [&str; 8] = ["a", "e", "i", "o", "u", "an", "el", "or"];
    let mut out = String::new();
    loop {
        out.push_str(ONSETS[number % 16]);
        out.push_str(RHYMES[number / 16 % 8]);
        number /= 128;
        if number == 0 {
            return out + "x";
        }
    }
}

fn name(number: usize) -> String {
    let word = word(number * 7 + 3);
    word[..1].to_uppercase() + &word[1..] + "ar"
}

#[derive(Clone)]
struct Draft {
    number: usize,
    outlet: usize,
    minutes: usize,
    dated: bool,
    title: String,
    sentences: Vec<String>,
}

fn draft(number: usize, minutes: usize) -> Draft {
    Draft { number, outlet: number % 60, minutes, dated: true, title: String::new(), sentences: Vec::new() }
}

impl Draft {
    fn reading(&self) -> Reading {
        let (mut text, mut blocks, mut sentences) = (String::new(), Vec::new(), Vec::new());
        for sentence in &self.sentences {
            let span = Span::new(text.len(), text.len() + sentence.len());
            blocks.push(Block { span, kind: BlockKind::Body });
            sentences.push(span);
            text.push_str(sentence);
            text.push('\n');
        }
        let day =
            Day::new(2012, 1, 1).map(|first| first.plus_days((self.minutes / 1440) as i32)).filter(|_| self.dated);
        let published = day.map(|day| Published {
            start: day,
            end: day,
            precision: Precision::Day,
            evidence: "given".into(),
            span: None,
        });
        let id = format!("p{:08x}", (self.number as u32).wrapping_mul(0x9e37_79b1));
        Reading {
            sha256: id.clone(),
            id,
            path: None,
            url: None,
            published_at: day.map(|day| format!("{day}T{:02}:{:02}:00", self.minutes / 60 % 24, self.minutes % 60)),
            text,
            article: Article {
                title: (!self.title.is_empty()).then(|| TextAt { text: self.title.clone(), span: None }),
                outlet: Some(format!("{} Courier", name(self.outlet + 900_000))),
                published,
                blocks,
                ..Article::default()
            },
            annotations: Annotations { sentences, ..Annotations::default() },
        }
    }
}

/// Words of the language; beyond the most frequent, which are English grammar.
const LANGUAGE: usize = 60_000;
const GRAMMAR: [&str; 12] = ["the", "of", "and", "to", "in", "on", "that", "was", "for", "with", "at", "by"];

/// What the articles of a story have in common.
struct Subject {
    names: Vec<usize>,
    words: Vec<usize>,
}

fn sentence(subject: &Subject, numbers: &mut Numbers) -> String {
    let mut out: Vec<String> = Vec::new();
    for _ in 0..14 + numbers.below(14) {
        out.push(match numbers.below(100) {
            0..40 => GRAMMAR[numbers.rank(GRAMMAR.len())].to_owned(),
            40..50 => name(subject.names[numbers.rank(subject.names.len())]),
            50..65 => word(subject.words[numbers.rank(subject.words.len())]),
            65..67 => (2 + numbers.rank(400)).to_string(),
            _ => word(numbers.rank(LANGUAGE)),
        });
    }
    let first = out[0].clone();
    out[0] = first[..1].to_uppercase() + &first[1..];
    out.join(" ") + "."
}

/// Stories of all sizes over the years; two articles of five copy another one of their story.
fn news(count: usize, one_subject: bool, standing: bool) -> Vec<Reading> {
    let mut numbers = Numbers(7);
    let mut readings = Vec::with_capacity(count);
    // As many articles a day however many there are: a larger collection covers more time, ten years at most.
    let span = (count / 200).clamp(30, 3650) * 1440;
    let mut next_name = 0;
    while readings.len() < count {
        let size = (3.0 / (numbers.share() + 0.005)) as usize;
        let day = numbers.below(span);
        let mut names: Vec<usize> = (0..6).map(|at| next_name + at).collect();
        next_name += if one_subject { 0 } else { 6 };
        // Places and persons that many stories speak of.
        names.extend((0..6).map(|_| 1_000_000 + numbers.rank(3000)));
        let words = (0..40).map(|_| numbers.rank(LANGUAGE)).collect();
        let subject = Subject { names, words };
        let mut story: Vec<Draft> = Vec::new();
        for at in 0..size.clamp(1, 600).min(count - readings.len()) {
            let minutes = day + numbers.below(3 * 1440);
            let base =
                Draft { dated: numbers.share() < 0.85, outlet: numbers.below(400), ..draft(readings.len(), minutes) };
            let article = if at > 0 && numbers.share() < 0.4 {
                copy(&story[numbers.below(story.len())], base, &subject, &mut numbers)
            } else {
                let sentences: Vec<String> =
                    (0..8 + numbers.below(16)).map(|_| sentence(&subject, &mut numbers)).collect();
                let title = sentence(&subject, &mut numbers).split(' ').take(8).collect::<Vec<_>>().join(" ");
                Draft { title, sentences, ..base }
            };
            readings.push(if standing { with_standing_text(&article).reading() } else { article.reading() });
            story.push(article);
        }
    }
    readings
}

/// The article with a paragraph that all have, and the box of its outlet.
fn with_standing_text(article: &Draft) -> Draft {
    let said = |seed: usize| {
        let mut numbers = Numbers(seed as u64);
        let subject = Subject { names: vec![2_000_000 + seed], words: vec![seed] };
        (0..2).map(|_| sentence(&subject, &mut numbers)).collect::<Vec<_>>().join(" ")
    };
    let mut article = article.clone();
    article.sentences.insert(article.sentences.len() / 2, said(1));
    article.sentences.push(said(2 + article.outlet % 40));
    article
}

/// A copy: cut at the end, some words replaced, sometimes with a credit or sentences of its own.
fn copy(source: &Draft, base: Draft, subject: &Subject, numbers: &mut Numbers) -> Draft {
    let kept = (source.sentences.len() as f64 * (0.4 + 0.6 * numbers.share())).ceil() as usize;
    let mut sentences: Vec<String> = source.sentences[..kept.min(source.sentences.len())].to_vec();
    let rewording = numbers.below(8);
    for sentence in &mut sentences {
        let mut words: Vec<String> = sentence.split(' ').map(str::to_owned).collect();
        for at in 1..words.len() {
            if numbers.below(100) < rewording {
                words[at] = word(numbers.rank(LANGUAGE));
            }
        }
        *sentence = words.join(" ");
    }
    if numbers.share() < 0.3 {
        sentences.extend((0..1 + numbers.below(4)).map(|_| sentence(subject, numbers)));
    }
    if numbers.share() < 0.3 {
        sentences.push(format!("This story was first published by the {} Courier.", name(source.outlet + 900_000)));
    }
    Draft { title: source.title.clone(), sentences, minutes: source.minutes + 10 + numbers.below(600), ..base }
}
