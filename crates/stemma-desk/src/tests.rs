//! The desk as a browser meets it: every view in every form, who is refused, what is changed and taken back.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};
use stemma_workspace::input::Inputs;
use stemma_workspace::live::Live;
use stemma_workspace::{Session, Setup, Silent};
use tokio::runtime::Runtime;
use tokio::sync::broadcast;
use tower::ServiceExt;

use crate::guard::Access;
use crate::openapi;
use crate::routes::{Shared, routes};
use crate::views::{Takes, VIEWS};

/// A desk over a store of the example corpus.
struct Desk {
    runtime: Runtime,
    routes: Router,
    /// The store lies here.
    _folder: tempfile::TempDir,
}

struct Said {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Bytes,
}

impl Said {
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A store of the example corpus, read once for all tests.
fn example() -> &'static Path {
    static EXAMPLE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    &EXAMPLE
        .get_or_init(|| {
            let folder = tempfile::tempdir().unwrap();
            let store = folder.path().join("example.stemma");
            let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/corpus");
            let mut session = Session::create(&store, None, Setup { model: None, listener: &Silent }).unwrap();
            session.ingest(&mut Inputs::new(&[corpus])).unwrap();
            drop(session);
            (folder, store)
        })
        .1
}

impl Desk {
    fn of_example(access: Access) -> Desk {
        static COPYING: Mutex<()> = Mutex::new(());
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("example.stemma");
        let example = example();
        let one_by_one = COPYING.lock();
        stemma_store::backup(example, &store, false, &mut |_| {}).unwrap();
        drop(one_by_one);
        Desk::of(&store, access, folder)
    }

    fn of(store: &Path, access: Access, folder: tempfile::TempDir) -> Desk {
        let (heard, _) = broadcast::channel(16);
        let tell = heard.clone();
        let live = Live::open(store, None, &Silent, move |news| {
            let _ = tell.send(news);
        });
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        Desk { runtime, routes: routes(Shared::new(live.unwrap(), access, heard, "salt")), _folder: folder }
    }

    fn ask(&self, request: Request<Body>) -> Said {
        self.runtime.block_on(async {
            let response = self.routes.clone().oneshot(request).await.unwrap();
            let (head, body) = response.into_parts();
            let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
            Said { status: head.status, headers: head.headers, bytes }
        })
    }

    fn get(&self, path: &str) -> Said {
        self.ask(request(Method::GET, path, &[], Body::empty()))
    }

    fn send(&self, method: Method, path: &str, body: &Value) -> Said {
        let headers = [("x-stemma", "desk"), ("content-type", "application/json")];
        self.ask(request(method, path, &headers, Body::from(body.to_string())))
    }

    fn first(&self, list: &str) -> String {
        self.get(&format!("/{list}.json")).json()["rows"][0]["id"].as_str().unwrap().to_owned()
    }
}

fn request(method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "127.0.0.1:8675");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).unwrap()
}

/// Holds an answer to its schema.
#[track_caller]
fn check_schema(name: &str, answer: &Value) {
    let text = include_str!("schemas.json");
    let mut schemas: Value = serde_json::from_str(text).unwrap();
    schemas["$ref"] = format!("#/definitions/{name}").into();
    let validator = jsonschema::validator_for(&schemas).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(answer).take(5).map(|fault| format!("{}: {fault}", fault.instance_path)).collect();
    assert!(faults.is_empty(), "{name}: {faults:#?}");
}

#[test]
fn every_view_answers_in_every_form_that_the_description_names() {
    let desk = Desk::of_example(Access::default());
    let (event, story, page) = (desk.first("events"), desk.first("stories"), desk.first("pages"));
    let two = desk.get("/pages.json?limit=2").json();
    let pair = format!("a={}&b={}", two["rows"][0]["id"].as_str().unwrap(), two["rows"][1]["id"].as_str().unwrap());
    for view in VIEWS {
        let id = match view.path[0] {
            "events" => &event,
            "stories" => &story,
            _ => &page,
        };
        let path: Vec<String> =
            view.path.iter().map(|part| part.replace("{id}", &crate::address::encoded(id))).collect();
        let asked = match view.takes {
            Takes::Names(["a", "b"]) => pair.as_str(),
            Takes::Names(["bbox"]) => "bbox=22,11,28,20",
            _ => "q=killed",
        };
        for format in view.formats {
            let path = format!("/{}{}?{asked}", path.join("/"), format.ending());
            let said = desk.get(&path);
            assert_eq!(said.status, StatusCode::OK, "{path}: {}", said.text());
            assert!(said.header(header::CONTENT_TYPE).starts_with(format.media()), "{path}");
            if format.ending() == ".json" && !view.schema.is_empty() {
                check_schema(view.schema, &said.json());
            }
            if format.ending().is_empty() {
                assert!(said.text().contains("<h1>"), "{path}: {}", said.text());
            }
        }
    }
    let description = desk.get("/openapi.json").json();
    assert_eq!(description, openapi::description());
    assert!(description["paths"]["/events.json"]["get"]["parameters"].as_array().unwrap().len() > 15);
}

#[test]
fn many_events_stories_and_pages_are_held_to_the_schema() {
    let desk = Desk::of_example(Access::default());
    for (list, schema) in [("events", "EventRecord"), ("stories", "StoryRecord"), ("pages", "PageRecord")] {
        let rows = desk.get(&format!("/{list}.json?limit=40")).json();
        for row in rows["rows"].as_array().unwrap() {
            let id = crate::address::encoded(row["id"].as_str().unwrap());
            let said = desk.get(&format!("/{list}/{id}.json"));
            assert_eq!(said.status, StatusCode::OK, "{id}: {}", said.text());
            check_schema(schema, &said.json());
        }
    }
}

#[test]
fn a_page_without_script_shows_the_first_rows_and_leads_on() {
    let desk = Desk::of_example(Access::default());
    let text = desk.get("/").text();
    assert!(text.matches("<tr>").count() > 50, "{text}");
    assert!(text.contains("cursor=50"), "{text}");
    let first = desk.get("/events.json?told=happened").json()["rows"][0]["id"].as_str().unwrap().to_owned();
    let next = desk.get("/events?cursor=50").text();
    assert!(text.contains(&first) && next.contains("<table>") && !next.contains(&first), "{next}");
}

#[test]
fn words_of_others_and_short_ids_lead_to_the_whole_address() {
    let desk = Desk::of_example(Access::default());
    let check = |path: &str, expected: &str| {
        let said = desk.get(path);
        assert_eq!((said.status, said.header(header::LOCATION)), (StatusCode::TEMPORARY_REDIRECT, expected), "{path}");
    };
    check("/events?from=2023&killed=3..", "/events?since=2023&killed-min=3");
    let event = desk.first("events");
    check(
        &format!("/events/{}.json?policy=range", &event[..event.len() - 3]),
        &format!("/events/{event}.json?policy=range"),
    );
    let none = desk.get("/events/e-zzzzzz.json");
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    check_schema("Fault", &none.json());
}

#[test]
fn a_way_that_leads_nowhere_says_where_to_go() {
    let desk = Desk::of_example(Access::default());
    let check = |method: Method, path: &str, status: StatusCode, words: &str| {
        let said = desk.send(method, path, &json!({}));
        assert_eq!(said.status, status, "{path}");
        check_schema("Fault", &said.json());
        assert!(said.text().contains(words), "{path}: {}", said.text());
    };
    check(Method::GET, "/fixes/x.json", StatusCode::NOT_FOUND, "/fixes shows what there is");
    check(Method::GET, "/places/x/y.json", StatusCode::NOT_FOUND, "/places shows what there is");
    check(Method::GET, "/x.json", StatusCode::NOT_FOUND, "/ shows the events");
    check(Method::PUT, "/fixes/x", StatusCode::METHOD_NOT_ALLOWED, "/openapi.json");
    check(Method::PUT, "/events", StatusCode::METHOD_NOT_ALLOWED, "/openapi.json");
    check(Method::GET, "/places/around.json?bbox=1,2", StatusCode::BAD_REQUEST, "west, south, east and north");
    let page = desk.get("/fixes/x");
    assert!(page.status == StatusCode::NOT_FOUND && page.text().contains("no view is called so"), "{}", page.text());
}

#[test]
fn a_map_has_the_names_of_units_and_towns_in_its_box() {
    let desk = Desk::of_example(Access::default());
    let names = |bbox: &str| -> Vec<(String, bool)> {
        let said = desk.get(&format!("/places/around.json?bbox={bbox}")).json();
        let places = said["places"].as_array().unwrap().iter();
        places.map(|place| (place["name"].as_str().unwrap().to_owned(), place["is_unit"] == true)).collect()
    };
    let darfur = names("22,11,28,20");
    let at = |name: &str| darfur.iter().position(|(known, _)| known == name);
    assert!(darfur.contains(&("Northern Darfur".into(), true)), "{darfur:?}");
    assert!(at("El Fasher").or(at("Al Fashir")).is_some_and(|at| !darfur[at].1), "{darfur:?}");
    assert!(darfur.len() <= 80);
    let fiji = names("177,-20,-178,-15");
    assert!(!fiji.is_empty() && names("-178,-20,177,-15").len() >= fiji.len(), "{fiji:?}");
}

#[test]
fn strangers_are_refused() {
    let desk = Desk::of_example(Access::default());
    let check = |method: Method, path: &str, headers: &[(&str, &str)], expected: StatusCode| {
        let said = desk.ask(request(method, path, headers, Body::from("{}")));
        assert_eq!(said.status, expected, "{path} {headers:?}: {}", said.text());
        assert!(said.header(header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"), "{path} {headers:?}");
    };
    let (get, post) = (Method::GET, Method::POST);
    check(get.clone(), "/events.json", &[("host", "evil.example")], StatusCode::MISDIRECTED_REQUEST);
    check(get.clone(), "/events.json", &[("origin", "http://evil.example")], StatusCode::FORBIDDEN);
    check(get.clone(), "/events.json", &[("sec-fetch-site", "cross-site")], StatusCode::FORBIDDEN);
    check(get.clone(), "/events", &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")], StatusCode::OK);
    check(get.clone(), "/events.json", &[("origin", "http://127.0.0.1:8675")], StatusCode::OK);
    check(post.clone(), "/fixes", &[("content-type", "application/json")], StatusCode::FORBIDDEN);
    check(post.clone(), "/fixes", &[("x-stemma", "desk"), ("origin", "http://127.0.0.1:9999")], StatusCode::FORBIDDEN);
    check(
        post.clone(),
        "/fixes",
        &[("x-stemma", "desk"), ("content-type", "text/plain")],
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
    );
    check(
        post.clone(),
        "/fixes",
        &[("x-stemma", "desk"), ("content-type", "application/json")],
        StatusCode::BAD_REQUEST,
    );
    check(
        post.clone(),
        "/fixes",
        &[("x-stemma", "desk"), ("content-type", "application/json"), ("content-length", "999999999")],
        StatusCode::PAYLOAD_TOO_LARGE,
    );
    check(post.clone(), "/intake?name=../../etc/passwd", &[("x-stemma", "desk")], StatusCode::BAD_REQUEST);
    for path in [
        "/../Cargo.toml",
        "/assets/../../Cargo.toml",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/pages/..%2f..%2fetc%2fpasswd/original",
        "/%2e%2e%2fsecret",
    ] {
        check(get.clone(), path, &[], StatusCode::NOT_FOUND);
    }
    let elsewhere = desk.get("//evil.example/x?from=2023");
    assert_eq!(elsewhere.header(header::LOCATION), "/evil%2Eexample/x?since=2023", "a redirect leads to another host");
    check(Method::PUT, "/events", &[("x-stemma", "desk")], StatusCode::METHOD_NOT_ALLOWED);
}

#[test]
fn a_desk_for_others_asks_for_its_token() {
    let token = "0123456789abcdef";
    let desk = Desk::of_example(Access { hosts: Vec::new(), token: Some(token.into()) });
    assert_eq!(desk.get("/events.json").status, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.get("/events.json?token=0123456789abcdee").status, StatusCode::UNAUTHORIZED);
    let said = desk.get(&format!("/events?country=SDN&token={token}"));
    assert_eq!((said.status, said.header(header::LOCATION)), (StatusCode::SEE_OTHER, "/events?country=SDN"));
    let cookie = said.header(header::SET_COOKIE).to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let kept = cookie.split(';').next().unwrap();
    let with =
        |name: &str, value: &str| desk.ask(request(Method::GET, "/about.json", &[(name, value)], Body::empty())).status;
    assert_eq!(with("cookie", kept), StatusCode::OK);
    assert_eq!(with("authorization", &format!("Bearer {token}")), StatusCode::OK);
    assert_eq!(with("cookie", "stemma_token_8675=wrong"), StatusCode::UNAUTHORIZED);
}

#[test]
fn a_correction_stands_at_once_and_can_be_taken_back() {
    let desk = Desk::of_example(Access::default());
    let event = desk.first("events");
    let path = format!("/events/{event}.json");
    let before = desk.get(&path);
    let tag = before.header(header::ETAG).to_owned();
    let again = |tag: &str| desk.ask(request(Method::GET, &path, &[("if-none-match", tag)], Body::empty())).status;
    assert_eq!(again(&tag), StatusCode::NOT_MODIFIED);
    let fixing = json!({ "events": [event], "changes": ["killed=77"], "by": "Ada", "why": "the list of the ministry" });
    let said = desk.send(Method::POST, "/fixes", &fixing);
    assert_eq!(said.status, StatusCode::OK, "{}", said.text());
    check_schema("Fixed", &said.json());
    assert_eq!(again(&tag), StatusCode::OK);
    let record = desk.get(&path).json();
    assert_eq!((&record["row"]["killed_best"], &record["row"]["checked"]), (&json!(77), &json!("corrected")));
    let fix = said.json()["fixes"][0].as_str().unwrap().to_owned();
    check_schema("Fixes", &desk.get("/fixes.json").json());
    let moving =
        json!({ "events": [event], "changes": ["place=geonames:379252"], "by": "Ada", "why": "they name the town" });
    assert_eq!(desk.send(Method::POST, "/fixes", &moving).status, StatusCode::OK);
    let told = desk.get("/fixes.json").json()["rows"][0].clone();
    assert_eq!(told["value"], "geonames:379252");
    let said = told["in_words"]["value"].as_str().unwrap();
    assert!(said.contains(", ") && said.ends_with("Sudan"), "{told}");
    let undone = desk.send(Method::DELETE, &format!("/fixes/{fix}"), &json!({ "by": "Ada", "why": "a slip" }));
    assert_eq!(undone.status, StatusCode::OK, "{}", undone.text());
    assert_eq!(desk.get(&path).json()["row"]["killed_best"], before.json()["row"]["killed_best"]);
    for wrong in [
        json!({ "events": [event], "changes": ["killed=many"], "by": "Ada", "why": "w" }),
        json!({ "events": [event], "changes": ["killed=3"], "by": "Ada", "why": "" }),
        json!({ "events": [event], "changes": ["killed=3"], "by": " ", "why": "w" }),
        json!({ "events": [], "changes": ["accept"], "by": "Ada" }),
    ] {
        let said = desk.send(Method::POST, "/fixes", &wrong);
        assert_eq!(said.status, StatusCode::BAD_REQUEST, "{wrong}");
        check_schema("Fault", &said.json());
    }
}

#[test]
fn a_mark_is_shown_with_who_set_it_and_found_by_its_kind() {
    let desk = Desk::of_example(Access::default());
    let event = desk.first("events");
    let page = desk.get(&format!("/events/{event}.json")).json()["event"]["mentions"][0]["doc"].clone();
    let id = page.as_str().unwrap();
    let marking = json!({ "pages": [page], "mark": "graphic", "by": "Ada", "why": "shows the dead" });
    let said = desk.send(Method::POST, "/marks", &marking);
    assert_eq!(said.status, StatusCode::OK, "{}", said.text());
    check_schema("Fixed", &said.json());
    let mark = said.json()["fixes"][0].as_str().unwrap().to_owned();
    let records = [
        (format!("/events/{event}.json"), "EventRecord"),
        (format!("/pages/{}.json", crate::address::encoded(id)), "PageRecord"),
    ];
    for (path, schema) in &records {
        let record = desk.get(path).json();
        check_schema(schema, &record);
        let fields = ["id", "of", "mark", "by", "why"].map(|field| record["marks"][0][field].as_str().unwrap());
        assert_eq!(fields, [mark.as_str(), id, "graphic", "Ada", "shows the dead"], "{path}");
    }
    assert_eq!(desk.get("/pages.json?mark=graphic").json()["total"], 1);
    assert!(desk.get("/events.json?mark=graphic").json()["rows"].to_string().contains(&event));
    assert!(!desk.get("/events.json?mark=none&limit=1000").json()["rows"].to_string().contains(&event));
    assert_eq!(desk.get("/events.json?mark=secret").status, StatusCode::BAD_REQUEST);
    for wrong in [
        json!({ "pages": [page], "mark": "name", "by": "Ada" }),
        json!({ "pages": [page], "mark": "graphic", "by": " " }),
        json!({ "pages": [], "mark": "graphic", "by": "Ada" }),
        json!({ "pages": [event], "mark": "graphic", "by": "Ada" }),
    ] {
        let said = desk.send(Method::POST, "/marks", &wrong);
        assert_eq!(said.status, StatusCode::BAD_REQUEST, "{wrong}");
        check_schema("Fault", &said.json());
    }
    let back = || desk.send(Method::DELETE, &format!("/marks/{mark}"), &json!({ "by": "Ben", "why": "a slip" }));
    assert_eq!(back().status, StatusCode::OK);
    assert_eq!(desk.get(&records[1].0).json()["marks"], json!([]));
    assert!(back().status.is_client_error(), "it was taken back already");
}

#[test]
fn the_letter_of_an_outlet_is_kept() {
    let desk = Desk::of_example(Access::default());
    let outlet = desk.get("/sources.json").json()["rows"][0]["outlet"].clone();
    let said = desk.send(
        Method::POST,
        "/reliability",
        &json!({ "outlet": outlet, "letter": "B", "by": "Ada", "why": "years of use" }),
    );
    assert_eq!(said.status, StatusCode::OK, "{}", said.text());
    assert_eq!(desk.get("/sources.json").json()["rows"][0]["reliability"], "B");
    let wrong = desk.send(Method::POST, "/reliability", &json!({ "outlet": outlet, "letter": "Z", "by": "Ada" }));
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
}

#[test]
fn a_file_that_is_handed_in_is_read_and_shown() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("new.stemma");
    let desk = Desk::of(&store, Access::default(), folder);
    assert_eq!(desk.get("/events.json").json()["total"], 0);
    let page = "<html><head><title>Blast in Goma</title></head><body><p>Eleven people were killed on Tuesday when a bomb exploded at a \
                market in Goma, a hospital doctor said on 9 June 2024.</p></body></html>";
    let headers = [("x-stemma", "desk"), ("content-type", "application/octet-stream")];
    let said = desk.ask(request(Method::POST, "/intake?name=news/goma.html", &headers, Body::from(page)));
    assert_eq!(said.status, StatusCode::ACCEPTED, "{}", said.text());
    check_schema("Taken", &said.json());
    let since = Instant::now();
    loop {
        let state = desk.get("/intake.json").json();
        check_schema("IntakeState", &state);
        if state["state"] == "idle" && state["read"] == 1 {
            break;
        }
        assert!(since.elapsed() < Duration::from_secs(120), "{state}");
        std::thread::sleep(Duration::from_millis(100));
    }
    let pages = desk.get("/pages.json").json();
    assert_eq!((&pages["total"], &pages["rows"][0]["path"]), (&json!(1), &json!("news/goma.html")));
    let id = crate::address::encoded(pages["rows"][0]["id"].as_str().unwrap());
    let original = desk.get(&format!("/pages/{id}/original"));
    assert_eq!((original.text().as_str(), original.header(header::CONTENT_TYPE)), (page, "application/octet-stream"));
    assert!(original.header(header::CONTENT_DISPOSITION).starts_with("attachment"));
}
