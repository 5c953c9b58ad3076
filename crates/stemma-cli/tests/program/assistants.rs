//! The talk with an assistant's program, as the built program has it: only lines of the protocol on standard output, and an end with its input.

use serde_json::{Value, json};

use crate::folder::{Folder, Ran};
use crate::pages::pages;

fn talk(folder: &Folder, store: &str, lines: &[Value]) -> Ran {
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    Ran::from(folder.command().args(["mcp", store]).write_stdin(lines).output().expect("the program starts"))
}

fn begin() -> Value {
    let about = json!({ "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
    json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": about })
}

#[test]
fn an_assistant_asks_the_built_program_and_the_end_of_its_input_ends_it() {
    let folder = Folder::new();
    for (name, bytes) in pages(12) {
        folder.write(&format!("pages/{name}"), bytes);
    }
    folder.well(&["ingest", "pages"]);
    let call = |id, tool, arguments| json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": { "name": tool, "arguments": arguments } });
    let lines =
        [begin(), call(1, "events", json!({})), json!("no request"), call(2, "event", json!({ "id": "e-none" }))];
    let ran = talk(&folder, "case.stemma", &lines);
    ran.expect(0, &[]);
    assert_eq!(ran.messages, "");
    let said: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    let answer = |id: u64| said.iter().find(|line| line["id"] == id).unwrap_or_else(|| panic!("no {id} in {said:?}"));
    assert_eq!(answer(0)["result"]["serverInfo"]["name"], "stemma");
    assert!(answer(1)["result"]["structuredContent"]["events"]["total"].as_u64().unwrap() > 0);
    assert_eq!(answer(2)["result"]["isError"], true);
    talk(&folder, "case.stemma", &[]).expect(0, &[]);
    talk(&folder, "none.stemma", &[begin()]).expect(1, &["none.stemma: there is no store here"]);
    assert!(!folder.path("none.stemma").exists());
}
