//! Records by their addresses: `stemma://event/…`, `stemma://story/…`, `stemma://page/…`. Each is the text that its tool says.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use rmcp::model::ResourceTemplate;
use serde_json::{Map, Value};

use crate::fault::Fault;
use crate::tools::{TOOLS, Tool};

const SCHEME: &str = "stemma://";

/// What stands for itself in an address.
const BARE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The kinds of records, each with the tool of its name.
const KINDS: [(&str, &str); 3] = [
    ("event", "An event with the words that tell it, who says what, and where its pages disagree"),
    ("story", "A story with its pages, who copied whom, and its events"),
    ("page", "The beginning of the article of a page"),
];

/// The address of a record.
pub fn uri(kind: &str, id: &str) -> String {
    format!("{SCHEME}{kind}/{}", utf8_percent_encode(id, BARE))
}

pub fn templates() -> Vec<ResourceTemplate> {
    let template = |(kind, description): &(&str, &str)| {
        ResourceTemplate::new(format!("{SCHEME}{kind}/{{id}}"), *kind)
            .with_description(*description)
            .with_mime_type("text/plain")
    };
    KINDS.iter().map(template).collect()
}

/// The tool that answers an address, and what it is asked.
pub fn read(uri: &str) -> Result<(&'static Tool, Map<String, Value>), Fault> {
    let refused = || {
        let ways: Vec<String> = KINDS.iter().map(|(kind, _)| format!("{SCHEME}{kind}/ID")).collect();
        let written: String = uri.chars().take(200).collect();
        Fault::new(format!("{written}: no record has this address; write {}", ways.join(", ")))
    };
    let (kind, id) = uri.strip_prefix(SCHEME).and_then(|rest| rest.split_once('/')).ok_or_else(refused)?;
    let tool = KINDS
        .iter()
        .find(|(known, _)| *known == kind)
        .and_then(|(kind, _)| TOOLS.iter().find(|tool| tool.name == *kind));
    let id = percent_decode_str(id).decode_utf8().map_err(|_| refused())?;
    let tool = tool.filter(|_| !id.trim().is_empty()).ok_or_else(refused)?;
    Ok((tool, Map::from_iter([("id".to_owned(), Value::String(id.into_owned()))])))
}

#[cfg(test)]
mod tests {
    use super::{read, uri};

    #[test]
    fn an_address_leads_to_its_record_and_nowhere_else() {
        for id in ["e-91c0", "002 page/é?.txt#1%2F", "../../etc/passwd"] {
            let (tool, arguments) = read(&uri("page", id)).unwrap();
            assert_eq!((tool.name, arguments["id"].as_str()), ("page", Some(id)));
        }
        for uri in [
            "",
            "stemma://",
            "stemma://page",
            "stemma://page/",
            "stemma://lists/a",
            "file:///etc/passwd",
            "stemma://page/%FF",
        ] {
            assert!(read(uri).is_err_and(|fault| fault.text().contains("stemma://event/ID")), "{uri}");
        }
    }
}
