use super::Span;

/// The markup of an HTML page as far as it bears on its text: the tree in document order, the lines that the text
/// layer is made of, and what the page declares about itself.
#[derive(Clone, Debug, Default)]
pub struct Markup {
    /// The decoded page.
    pub html: String,
    /// Elements and stretches of text in document order: a node's descendants follow it directly.
    pub nodes: Vec<Node>,
    /// The lines of the text layer, in text order.
    pub lines: Vec<Line>,
    pub declared: Declared,
}

#[derive(Clone, Debug)]
pub struct Node {
    /// Index of the parent; the root element is its own parent.
    pub parent: u32,
    /// Index behind the last descendant.
    pub end: u32,
    /// What the node covers of the text layer; empty for an element without text.
    pub span: Span,
    pub content: Content,
}

#[derive(Clone, Debug)]
pub enum Content {
    Element {
        /// Lower case.
        name: Box<str>,
        /// Only attributes that can tell what the element is for.
        attributes: Vec<(Box<str>, Box<str>)>,
    },
    Text,
}

/// One line of the text layer: text that nothing but inline markup divides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub span: Span,
    /// First node of the line, and the index behind its last.
    pub first: u32,
    pub end: u32,
    /// The innermost element around the line that is not inline markup.
    pub element: u32,
    /// Bytes of the line that stand in links, and in bold or emphasised type.
    pub linked: u32,
    pub stressed: u32,
}

/// What a page says about itself outside its visible text.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// The `lang` attribute of the page.
    pub language: Option<String>,
    /// The `<title>` element.
    pub title: Option<String>,
    /// (name, property, itemprop or http-equiv in lower case; content), wherever the element stands.
    pub metas: Vec<(String, String)>,
    /// (rel in lower case, address) of `<link>` elements.
    pub links: Vec<(String, String)>,
    /// The texts of JSON-LD scripts.
    pub json_ld: Vec<String>,
}

impl Node {
    /// The element's name; empty for text.
    pub fn name(&self) -> &str {
        match &self.content {
            Content::Element { name, .. } => name,
            Content::Text => "",
        }
    }

    pub fn attribute(&self, wanted: &str) -> Option<&str> {
        let Content::Element { attributes, .. } = &self.content else { return None };
        attributes.iter().find(|(name, _)| **name == *wanted).map(|(_, value)| &**value)
    }

    pub fn is_text(&self) -> bool {
        matches!(self.content, Content::Text)
    }
}

impl Markup {
    /// The element with this index and those around it, inner ones first.
    pub fn around(&self, index: u32) -> impl Iterator<Item = (u32, &Node)> {
        let mut at = Some(index);
        std::iter::from_fn(move || {
            let index = at?;
            let node = self.nodes.get(index as usize)?;
            at = (node.parent != index).then_some(node.parent);
            Some((index, node))
        })
    }

    /// The values of a declared meta name, in page order.
    pub fn metas<'m>(&'m self, name: &'m str) -> impl Iterator<Item = &'m str> {
        self.declared.metas.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}
