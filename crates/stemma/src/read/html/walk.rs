//! The walk over a parsed page that writes the text layer. Iterative: the depth of a page costs no stack.

use dom_query::{Document, NodeData, NodeRef};

use crate::model::{Content, Declared, Line, Markup, Node, Span};
use crate::text::marks::is_unseen;

/// What to do with elements that the page does not show.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    Skip,
    Keep,
}

/// Elements without text of the page.
const WITHOUT_TEXT: [&str; 24] = [
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "audio", "video", "map",
    "select", "textarea", "datalist", "input", "applet", "frameset", "math", "progress", "meter", "title", "meta",
    "link",
];
/// Elements that begin and end a line.
const ON_ITS_OWN_LINE: [&str; 53] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "dialog",
    "marquee",
];
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
const STRESSED: [&str; 6] = ["b", "strong", "em", "i", "u", "mark"];
/// Attributes that can tell what an element is for.
const TELLING: [&str; 14] = [
    "id",
    "class",
    "role",
    "itemprop",
    "itemtype",
    "rel",
    "href",
    "datetime",
    "pubdate",
    "aria-label",
    "data-testid",
    "data-component",
    "content",
    "property",
];
/// Values of the telling attributes are cut here; nothing that we look for is longer.
const LONGEST_VALUE: usize = 400;
const LONGEST_JSON_LD: usize = 1 << 20;

/// Writes the text layer of a page, and its markup without the page itself.
pub fn walk(page: &Document, hidden: Hidden) -> (String, Markup) {
    let mut writer = Writer::new(hidden);
    let root = page.root();
    let mut at = root.first_child();
    while let Some(node) = at {
        let descend = writer.enter(&node);
        at = if descend { node.first_child() } else { None };
        if at.is_some() {
            continue;
        }
        if descend {
            writer.leave();
        }
        let mut node = node;
        at = loop {
            if let Some(next) = node.next_sibling() {
                break Some(next);
            }
            match node.parent() {
                Some(parent) if parent.id != root.id => {
                    writer.leave();
                    node = parent;
                }
                _ => break None,
            }
        };
    }
    writer.finish()
}

struct Writer {
    hidden: Hidden,
    text: String,
    nodes: Vec<Node>,
    lines: Vec<Line>,
    declared: Declared,
    /// Indexes of the open elements, and what each means for the text in it.
    open: Vec<Open>,
    line: Option<OpenLine>,
    /// White space was seen since the last character.
    space: bool,
}

struct Open {
    index: u32,
    on_its_own_line: bool,
    in_link: bool,
    stressed: bool,
    preformatted: bool,
    in_heading: bool,
}

struct OpenLine {
    start: usize,
    first: u32,
    element: u32,
    linked: u32,
    stressed: u32,
}

impl Writer {
    fn new(hidden: Hidden) -> Writer {
        Writer {
            hidden,
            text: String::new(),
            nodes: Vec::new(),
            lines: Vec::new(),
            declared: Declared::default(),
            open: Vec::new(),
            line: None,
            space: false,
        }
    }

    /// Takes up one node; true when its children are to be walked, and `leave` called after them.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        enum Seen {
            Element(Box<str>),
            Text(String),
            Nothing,
        }
        let seen = node.query_or(Seen::Nothing, |node| match &node.data {
            NodeData::Element(element) => Seen::Element(element.node_name().as_ref().into()),
            NodeData::Text { contents } => Seen::Text(contents.to_string()),
            _ => Seen::Nothing,
        });
        match seen {
            Seen::Element(name) => self.element(node, name),
            Seen::Text(text) => {
                self.characters(&text);
                false
            }
            Seen::Nothing => false,
        }
    }

    fn element(&mut self, node: &NodeRef<'_>, name: Box<str>) -> bool {
        match &*name {
            "html" => {
                self.declared.language = node.attr("lang").or_else(|| node.attr("xml:lang")).map(|v| v.to_string())
            }
            "br" => {
                if self.open.last().is_some_and(|open| open.in_heading) {
                    self.space = true;
                } else {
                    self.end_line();
                }
                self.add_element(node, name);
                return false;
            }
            "title" if self.declared.title.is_none() && self.is_in_head() => {
                self.declared.title = Some(squeezed(&node.text())).filter(|title| !title.is_empty());
            }
            "meta" => self.meta(node),
            "link" => {
                if let (Some(rel), Some(address)) = (node.attr("rel"), node.attr("href")) {
                    self.declared.links.push((rel.to_lowercase(), address.trim().to_owned()));
                }
            }
            "script" => {
                let kind = node.attr("type").map(|kind| kind.to_lowercase()).unwrap_or_default();
                if kind.contains("ld+json") {
                    let text = node.text();
                    if text.len() <= LONGEST_JSON_LD {
                        self.declared.json_ld.push(text.to_string());
                    }
                }
            }
            _ => {}
        }
        if WITHOUT_TEXT.contains(&&*name) {
            return false;
        }
        if &*name == "img" {
            self.add_element(node, name);
            return false;
        }
        if self.hidden == Hidden::Skip && is_hidden(node, &name) {
            return false;
        }
        let on_its_own_line = ON_ITS_OWN_LINE.contains(&&*name);
        if on_its_own_line {
            self.end_line();
        }
        // Two links side by side are two words, however the style sheet spaces them.
        if &*name == "a"
            && self.nodes.last().is_some_and(Node::is_text)
            && node.prev_sibling().is_some_and(|before| before.has_name("a"))
        {
            self.space = true;
        }
        let outer = self.open.last();
        let inherits = |which: fn(&Open) -> bool| outer.is_some_and(which);
        let open = Open {
            index: self.nodes.len() as u32,
            on_its_own_line,
            in_link: &*name == "a" || inherits(|open| open.in_link),
            stressed: STRESSED.contains(&&*name) || inherits(|open| open.stressed),
            preformatted: &*name == "pre" || inherits(|open| open.preformatted),
            in_heading: HEADINGS.contains(&&*name) || inherits(|open| open.in_heading),
        };
        self.add_element(node, name);
        self.open.push(open);
        true
    }

    fn is_in_head(&self) -> bool {
        self.open.iter().any(|open| self.nodes[open.index as usize].name() == "head")
    }

    fn meta(&mut self, node: &NodeRef<'_>) {
        let Some(content) = node.attr("content") else { return };
        let content = content.trim();
        if content.is_empty() || content.len() > 4 * LONGEST_VALUE {
            return;
        }
        for attribute in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(key) = node.attr(attribute) {
                self.declared.metas.push((key.trim().to_lowercase(), content.to_owned()));
            }
        }
    }

    fn add_element(&mut self, node: &NodeRef<'_>, name: Box<str>) {
        let attributes = node.query_or(Vec::new(), |node| {
            let NodeData::Element(element) = &node.data else { return Vec::new() };
            let telling = element.attrs.iter().filter(|attribute| TELLING.contains(&attribute.name.local.as_ref()));
            telling
                .map(|attribute| (Box::from(&*attribute.name.local), cut(&attribute.value, LONGEST_VALUE).into()))
                .collect()
        });
        let index = self.nodes.len() as u32;
        let parent = self.open.last().map_or(index, |open| open.index);
        let span = Span::new(self.text.len(), self.text.len());
        self.nodes.push(Node { parent, end: index + 1, span, content: Content::Element { name, attributes } });
    }

    fn characters(&mut self, contents: &str) {
        let preformatted = self.open.last().is_some_and(|open| open.preformatted);
        if !preformatted {
            return self.run(contents);
        }
        for (index, line) in contents.split('\n').enumerate() {
            if index > 0 {
                self.end_line();
            }
            self.run(line);
        }
    }

    /// Writes one stretch of text, its white space squeezed, as a node of the tree.
    fn run(&mut self, contents: &str) {
        let mut start = None;
        for c in contents.chars() {
            if c.is_whitespace() {
                self.space = true;
            } else if !c.is_control() && !is_unseen(c, self.text.chars().next_back()) {
                if self.line.is_none() {
                    self.begin_line();
                } else if self.space {
                    self.text.push(' ');
                }
                self.space = false;
                start.get_or_insert(self.text.len());
                self.text.push(c);
            }
        }
        let Some(start) = start else { return };
        let index = self.nodes.len() as u32;
        let parent = self.open.last().map_or(0, |open| open.index);
        let span = Span::new(start, self.text.len());
        self.nodes.push(Node { parent, end: index + 1, span, content: Content::Text });
        if let (Some(line), Some(open)) = (&mut self.line, self.open.last()) {
            line.linked += if open.in_link { span.len() as u32 } else { 0 };
            line.stressed += if open.stressed { span.len() as u32 } else { 0 };
        }
    }

    fn begin_line(&mut self) {
        let element = self.open.iter().rev().find(|open| open.on_its_own_line).map_or(0, |open| open.index);
        let line = OpenLine { start: self.text.len(), first: self.nodes.len() as u32, element, linked: 0, stressed: 0 };
        self.line = Some(line);
    }

    fn end_line(&mut self) {
        self.space = false;
        let Some(OpenLine { start, first, element, linked, stressed }) = self.line.take() else { return };
        let span = Span::new(start, self.text.len());
        self.lines.push(Line { span, first, end: self.nodes.len() as u32, element, linked, stressed });
        self.text.push('\n');
    }

    /// Closes the innermost open element.
    fn leave(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if open.on_its_own_line {
            self.end_line();
        }
        let end = self.nodes.len() as u32;
        let inner = &self.nodes[open.index as usize + 1..];
        let first = inner.iter().find(|node| !node.span.is_empty()).map(|node| node.span.start);
        let last = inner.iter().rev().find(|node| !node.span.is_empty()).map(|node| node.span.end);
        let node = &mut self.nodes[open.index as usize];
        node.end = end;
        if let (Some(start), Some(end)) = (first, last) {
            node.span = Span { start, end };
        }
    }

    fn finish(mut self) -> (String, Markup) {
        while !self.open.is_empty() {
            self.leave();
        }
        self.end_line();
        let Writer { text, nodes, lines, declared, .. } = self;
        (text, Markup { html: String::new(), nodes, lines, declared })
    }
}

fn is_hidden(node: &NodeRef<'_>, name: &str) -> bool {
    if node.has_attr("hidden") && node.attr("hidden").is_none_or(|value| &*value != "false") {
        return true;
    }
    if name == "dialog" && !node.has_attr("open") {
        return true;
    }
    if node.attr("aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return true;
    }
    node.attr("style").is_some_and(|style| {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).take(2_000).collect::<String>().to_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many bytes of a string, up to a character's end.
fn cut(text: &str, longest: usize) -> &str {
    &text[..text.floor_char_boundary(longest)]
}
