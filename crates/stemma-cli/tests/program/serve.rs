//! The desk, as the program opens it: it answers, ends where nothing is lost, survives its own death, and lets no slow client hold it up.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::folder::Folder;
use crate::pages::pages;

/// A desk that is running, and where.
struct Desk {
    child: Child,
    at: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Desk {
    fn open(folder: &Folder) -> Desk {
        let mut child = Command::new(env!("CARGO_BIN_EXE_stemma"))
            .args(["serve", "case.stemma", "--listen", "0"])
            .current_dir(folder.path("."))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (_, at) =
            line.trim().split_once("http://").unwrap_or_else(|| panic!("it does not say where it is: {line}"));
        Desk { child, at: at.trim_end_matches('/').to_owned() }
    }

    /// The status and the body of an answer.
    fn ask(&self, method: &str, path: &str, body: &[u8]) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.at).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nx-stemma: desk\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            self.at,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        (status, answer.split_once("\r\n\r\n").map_or(String::new(), |(_, body)| body.to_owned()))
    }

    fn json(&self, path: &str) -> Value {
        let (status, body) = self.ask("GET", path, b"");
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// How many files were handed in.
    fn hand_in(&self, count: u64) -> usize {
        let files = pages(count);
        for (name, text) in &files {
            // A desk that is full says so, and takes it a moment later.
            while self.ask("POST", &format!("/intake?name={name}"), text.as_bytes()).0 == 429 {
                sleep(Duration::from_millis(50));
            }
        }
        files.len()
    }

    fn wait(&self, is_so: impl Fn(&Value) -> bool) {
        let since = Instant::now();
        while !is_so(&self.json("/intake.json")) {
            assert!(since.elapsed() < Duration::from_secs(120), "{}", self.json("/intake.json"));
            sleep(Duration::from_millis(50));
        }
    }
}

#[test]
fn a_desk_takes_pages_and_ends_where_nothing_is_lost() {
    let folder = Folder::new();
    let mut desk = Desk::open(&folder);
    assert_eq!(desk.json("/about.json")["documents"], 0);
    let files = desk.hand_in(30);
    desk.wait(|state| state["state"] == "idle" && state["read"] == files);
    let events = desk.json("/events.json?limit=0")["total"].clone();
    assert!(events.as_u64() > Some(0), "{events}");
    Command::new("kill").arg(desk.child.id().to_string()).status().unwrap();
    assert!(desk.child.wait().unwrap().success());
    assert!(folder.well(&["verify", "case.stemma"]).contains("all is right"));
    // Handed in or read from a folder, the same pages make the same events.
    let other = Folder::new();
    for (name, bytes) in pages(30) {
        other.write(&name, bytes);
    }
    other.well(&["ingest", "pages"]);
    assert_eq!(folder.well(&["ls", "events"]), other.well(&["ls", "events"]));
}

#[test]
fn files_that_were_taken_are_read_before_the_end() {
    let folder = Folder::new();
    let mut desk = Desk::open(&folder);
    desk.hand_in(200);
    Command::new("kill").arg(desk.child.id().to_string()).status().unwrap();
    assert!(desk.child.wait().unwrap().success());
    let desk = Desk::open(&folder);
    let about = desk.json("/about.json");
    assert_eq!((&about["documents"], &about["is_stale"]), (&200.into(), &false.into()), "{about}");
}

#[test]
fn a_desk_that_is_killed_leaves_a_whole_store() {
    let folder = Folder::new();
    let mut kept = 0;
    for round in 0..4 {
        let mut desk = Desk::open(&folder);
        let before = desk.json("/about.json")["documents"].as_u64().unwrap();
        assert!(before >= kept, "documents were lost: {before} of {kept}");
        kept = before;
        desk.hand_in(40 * (round + 1));
        sleep(Duration::from_millis(150 * (round + 1)));
        let _ = desk.child.kill();
        let _ = desk.child.wait();
        assert!(folder.well(&["verify", "case.stemma"]).contains("all is right"));
    }
    // The next one finishes what the killed ones began.
    let desk = Desk::open(&folder);
    assert_eq!(desk.json("/about.json")["is_stale"], false);
}

#[test]
fn slow_and_greedy_clients_are_let_go() {
    let folder = Folder::new();
    let desk = Desk::open(&folder);
    let open = |bytes: &[u8]| {
        let mut stream = TcpStream::connect(&desk.at).unwrap();
        stream.write_all(bytes).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
        stream
    };
    // One that never says all that it asks.
    let mut slow: Vec<TcpStream> =
        (0..20).map(|_| open(b"GET /events.json HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ")).collect();
    let since = Instant::now();
    assert_eq!(desk.ask("GET", "/events.json", b"").0, 200, "others wait for the slow ones");
    assert!(since.elapsed() < Duration::from_secs(5));
    // One whose head has no end.
    let mut greedy =
        open(format!("GET /events.json HTTP/1.1\r\nhost: 127.0.0.1\r\nx-long: {}", "a".repeat(1 << 17)).as_bytes());
    let mut answer = Vec::new();
    let _ = greedy.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    for stream in &mut slow {
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
    assert!(since.elapsed() < Duration::from_secs(35), "slow clients were kept for {:?}", since.elapsed());
}

#[test]
fn two_desks_do_not_share_a_place() {
    let folder = Folder::new();
    let desk = Desk::open(&folder);
    folder.run(&["serve", "other.stemma", "--listen", &desk.at]).expect(1, &["cannot be listened at", "--listen"]);
    assert!(!folder.path("other.stemma").exists());
    folder.run(&["serve", "--listen", "here"]).expect(2, &["write a port"]);
    folder.run(&["serve", "--token", "short"]).expect(1, &["sixteen"]);
}
