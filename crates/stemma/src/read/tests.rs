use super::*;

fn only(bytes: &[u8], container: Container) -> Result<Document, Note> {
    let mut outcomes = read(bytes, container, "page");
    assert_eq!(outcomes.len(), 1);
    outcomes.remove(0).result
}

#[test]
fn keeps_the_bytes_of_a_utf_8_text_file_as_its_text_layer() {
    let bytes = "\u{feff}Shells fell on Zürich–West.\r\n".as_bytes();
    assert_eq!(only(bytes, Container::Text).unwrap().text.as_bytes(), bytes);
}

#[test]
fn decodes_utf_16_with_and_without_a_byte_order_mark() {
    let said = "Shells fell on the bridge.";
    let plain: Vec<u8> = said.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xFE, 0xFF].into_iter().chain(said.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    assert_eq!(only(&plain, Container::Text).unwrap().text, said);
    assert_eq!(only(&marked, Container::Text).unwrap().text, said);
}

#[test]
fn decodes_the_encoding_that_a_page_declares() {
    let page = b"<meta charset=windows-1251><p>\xCA\xE8\xE5\xE2</p>";
    assert!(only(page, Container::Html).unwrap().text.contains("Киев"));
}

#[test]
fn refuses_empty_and_binary_input_with_a_reason() {
    assert!(only(b" \n", Container::Text).unwrap_err().message.contains("empty"));
    let noise: Vec<u8> = (0..4096u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(only(&noise, Container::Text).unwrap_err().message.contains("not text"));
}

#[test]
fn goes_on_after_a_broken_record() {
    let lines =
        b"{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"b\",\"text\":\n\n{\"id\":7,\"text\":\"Two.\"}\n{\"id\":\"d\"}\n";
    let outcomes = read(lines, Container::JsonLines, "pages.jsonl");
    let ids: Vec<&str> = outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
    assert_eq!(ids, ["a", "pages.jsonl:2", "7", "d"]);
    let whole: Vec<bool> = outcomes.iter().map(|outcome| outcome.result.is_ok()).collect();
    assert_eq!(whole, [true, false, true, false]);
    assert_eq!(&lines[outcomes[2].raw.clone()], b"{\"id\":7,\"text\":\"Two.\"}");
}

#[test]
fn tells_containers_apart_by_their_first_bytes() {
    assert_eq!(sniff(b"\n{\"id\": 1}"), Some(Container::JsonLines));
    assert_eq!(sniff(b"<!doctype html>"), Some(Container::Html));
    assert_eq!(sniff(b"Rebels said"), Some(Container::Text));
    assert_eq!(sniff(b"SQLite format 3\0"), None);
}
