//! What the elements of a page say they are for: by their names, by the roles of HTML itself, and by the words of their
//! classes and ids.
//!
//! Comes in: the markup, and how much of the likely article each line holds. Goes out: for each line the kind that the
//! innermost telling element around it gives it, or nothing.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use crate::lexicon::{LexiconError, Lists};
use crate::model::{BlockKind, Line, Markup, Node};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleFile {
    role: Vec<Role>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    kind: BlockKind,
    most: f32,
    #[serde(default)]
    words: Vec<String>,
    /// Words for elements that hold no article, however much text they have.
    #[serde(default)]
    apart: Vec<String>,
}

/// What words in names of elements tell, compiled from `clean/markup-words.toml`.
pub struct Roles {
    roles: Vec<Role>,
    /// One or two words to the role they tell.
    words: HashMap<String, usize>,
    /// The same that mark parts which hold no article.
    apart: HashSet<String>,
}

impl Roles {
    pub fn compile(lists: &Lists<'_>) -> Result<Roles, LexiconError> {
        let RoleFile { role: roles } = lists.toml("clean/markup-words.toml")?;
        let (mut words, mut apart) = (HashMap::new(), HashSet::new());
        for (index, role) in roles.iter().enumerate() {
            for word in &role.words {
                words.entry(word.clone()).or_insert(index);
            }
            apart.extend(role.apart.iter().cloned());
        }
        Ok(Roles { roles, words, apart })
    }
}

/// The kind of each line by the elements around it. `article` is the number of article bytes that each line holds.
pub fn by_markup(markup: &Markup, article: &[usize], apart: &[bool], roles: &Roles) -> Vec<Option<BlockKind>> {
    let all: usize = article.iter().sum::<usize>().max(1);
    // Article bytes before each line, so that those of an element are a difference.
    let mut before = Vec::with_capacity(article.len() + 1);
    before.push(0);
    for bytes in article {
        before.push(before[before.len() - 1] + bytes);
    }
    let share = |node: &Node| {
        let from = markup.lines.partition_point(|line| line.span.end <= node.span.start);
        let to = markup.lines.partition_point(|line| line.span.start < node.span.end);
        (before[to.max(from)] - before[from]) as f32 / all as f32
    };
    let mut kinds: Vec<Option<BlockKind>> = vec![None; markup.nodes.len()];
    for (index, node) in markup.nodes.iter().enumerate() {
        if node.is_text() {
            continue;
        }
        if apart[index] {
            kinds[index] = Some(BlockKind::Other);
            continue;
        }
        let own = role(node, roles).filter(|(_, most)| share(node) <= *most).map(|(kind, _)| kind);
        let outer = if node.parent as usize == index { None } else { kinds[node.parent as usize] };
        kinds[index] = own.or(outer);
    }
    markup.lines.iter().map(|line| kinds[holder(markup, line) as usize]).collect()
}

/// Marks the nodes of parts that stand apart from any article, such as walls that ask for consent.
pub fn apart(markup: &Markup, roles: &Roles) -> Vec<bool> {
    let mut apart = vec![false; markup.nodes.len()];
    for (index, node) in markup.nodes.iter().enumerate() {
        if node.is_text() || apart[index] || !roles.is_apart(node) {
            continue;
        }
        let inner = index + 1..node.end as usize;
        let holds_article = markup.nodes[inner].iter().any(|node| matches!(node.name(), "h1" | "article" | "main"));
        if !holds_article {
            apart[index..node.end as usize].fill(true);
        }
    }
    apart
}

/// The innermost element that holds the whole line: `<p><span class=credit>…</span></p>` is a credit.
pub fn holder(markup: &Markup, line: &Line) -> u32 {
    let text = &markup.nodes[line.first as usize..line.end as usize];
    let Some(offset) = text.iter().position(Node::is_text) else { return line.element };
    let innermost = markup.nodes[line.first as usize + offset].parent;
    let holds = |node: &Node| node.span.start <= line.span.start && line.span.end <= node.span.end;
    markup.around(innermost).find(|(_, node)| holds(node)).map_or(line.element, |(index, _)| index)
}

/// What an element says it is, and the greatest share of the article with which it is believed.
fn role(node: &Node, roles: &Roles) -> Option<(BlockKind, f32)> {
    let by_name = match node.name() {
        "figcaption" => Some((BlockKind::Caption, 0.5)),
        "nav" => Some((BlockKind::Nav, 0.3)),
        "footer" => Some((BlockKind::Other, 0.2)),
        "aside" => Some((BlockKind::Related, 0.25)),
        "address" | "time" => Some((BlockKind::Byline, 0.1)),
        "button" | "form" | "label" => Some((BlockKind::Other, 0.1)),
        "html" | "body" => return None,
        _ => None,
    };
    by_name.or_else(|| by_declared_role(node)).or_else(|| by_words(node, roles))
}

fn by_declared_role(node: &Node) -> Option<(BlockKind, f32)> {
    match node.attribute("role")? {
        "navigation" | "menu" | "menubar" | "tablist" => Some((BlockKind::Nav, 0.3)),
        "contentinfo" | "search" | "dialog" | "alert" | "alertdialog" => Some((BlockKind::Other, 0.2)),
        "complementary" => Some((BlockKind::Related, 0.25)),
        _ => None,
    }
}

fn by_words(node: &Node, roles: &Roles) -> Option<(BlockKind, f32)> {
    let attributes = ["class", "id", "data-testid", "data-component", "itemprop"];
    let told = names(node, &attributes).flat_map(phrases).filter_map(|phrase| roles.words.get(&phrase).copied()).min();
    told.map(|index| (roles.roles[index].kind, roles.roles[index].most))
}

impl Roles {
    fn is_apart(&self, node: &Node) -> bool {
        !matches!(node.name(), "html" | "body")
            && names(node, &["class", "id"]).flat_map(phrases).any(|phrase| self.apart.contains(&phrase))
    }
}

/// The names in these attributes. A name with a slash is an address, not a word for what the element is for.
fn names<'a>(node: &'a Node, attributes: &'a [&str]) -> impl Iterator<Item = &'a str> {
    let values = attributes.iter().filter_map(|name| node.attribute(name));
    values.flat_map(|value| value.split_whitespace().take(40)).filter(|name| !name.contains('/'))
}

/// The words of one name, one by one and two and three side by side.
fn phrases(name: &str) -> Vec<String> {
    let words = words(name);
    (1..=3).flat_map(|count| words.windows(count).map(|words| words.join(" "))).collect()
}

/// The lower-case words of a name: parted at hyphens, underscores and where a capital follows a small letter.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut small = false;
    for c in name.chars().take(120) {
        if (!c.is_alphabetic() || small && c.is_uppercase()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
        small = c.is_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_names_into_words() {
        assert_eq!(words("article__mediaCaption-2"), ["article", "media", "caption"]);
        assert_eq!(words("WPRelated"), ["wprelated"]);
    }
}
