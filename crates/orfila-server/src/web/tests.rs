//! The routes over a small project.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use orfila_records::RecordId;
use orfila_store::Journal;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;
use crate::sample::{self, ATTACK, KEY};
use crate::state::ServerOptions;

struct Site {
    router: Router,
    state: Arc<ServerState>,
    folder: tempfile::TempDir,
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

impl Site {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        drop(sample::journal(folder.path()));
        let options =
            ServerOptions { project: folder.path().into(), index: folder.path().join("index"), hazard_model: None };
        let state = Arc::new(ServerState::open(&options).unwrap());
        Self { router: router(Arc::clone(&state), Access::default()), state, folder }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 10_000_000).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    async fn get(&self, address: &str) -> Answer {
        self.send(Request::get(address).header("host", "127.0.0.1:8080").body(Body::empty()).unwrap()).await
    }

    async fn post(&self, address: &str, kind: &str, body: impl Into<Body>, cookie: &str) -> Answer {
        let request = Request::post(address)
            .header("host", "127.0.0.1:8080")
            .header("content-type", kind)
            .header("cookie", cookie);
        self.send(request.body(body.into()).unwrap()).await
    }

    async fn form(&self, record: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.state.secret().to_owned();
        let cookie = format!("orfila_token={token}");
        let mut pairs = vec![format!("token={token}")];
        pairs.extend(fields.iter().map(|(name, value)| format!("{name}={}", session::encode(value))));
        let address = format!("/records/{record}/decisions");
        self.post(&address, "application/x-www-form-urlencoded", pairs.join("&"), &cookie).await
    }

    fn journal(&self) -> Journal {
        Journal::open_read_only(self.folder.path()).unwrap()
    }
}

fn effect() -> String {
    sample::documents()[0].1[2].id.to_string()
}

fn first_document() -> String {
    sample::documents()[0].0.id.to_string()
}

#[tokio::test]
async fn every_page_is_there_and_escapes_what_documents_say() {
    let site = Site::new();
    let pages = [
        "/".to_owned(),
        "/search".to_owned(),
        "/search?q=formaldehyde".to_owned(),
        "/search?q=ld50%3A%3C300+mg%2Fkg".to_owned(),
        "/search?q=more".to_owned(),
        format!("/substances/{KEY}"),
        "/substances/name%3Aacme%20cleaner".to_owned(),
        format!("/records/{}", effect()),
        "/review".to_owned(),
        "/documents".to_owned(),
        format!("/documents/{}", first_document()),
        format!("/graph/{KEY}"),
    ];
    for page in pages {
        let answer = site.get(&page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.text);
        assert!(answer.text.starts_with("<!DOCTYPE html>"), "{page}");
        assert!(answer.text.trim_end().ends_with("</html>"), "{page}");
        assert!(!answer.text.contains(ATTACK) && !answer.text.contains("<script"), "{page}");
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{page}: {policy}");
        assert!(!answer.text.contains("style=\""), "{page}: inline styles are refused by the policy");
    }
    assert!(site.get("/style.css").await.header(header::CONTENT_TYPE).starts_with("text/css"));
}

#[tokio::test]
async fn the_record_page_marks_the_quote() {
    let site = Site::new();
    let answer = site.get(&format!("/records/{}", effect())).await;
    assert!(answer.text.contains("<mark>LD50 oral rat 100 mg/kg "), "{}", answer.text);
    assert!(answer.text.contains("(50.0, 40.0)–(300.5, 52.0) pt"));
    assert!(answer.header(header::SET_COOKIE).contains("SameSite=Strict"));
}

#[tokio::test]
async fn search_finds_marks_and_explains() {
    let site = Site::new();
    let found = site.get("/search?q=ld50%3A%3C300+mg%2Fkg").await;
    assert!(found.text.contains("certainty certain"), "{}", found.text);
    let marked = site.get("/search?q=boiling").await;
    assert!(marked.text.contains("<mark>Boiling</mark>"), "{}", marked.text);
    let broken = site.get("/search?q=ld5O%3A%3C300+mg%2Fkg").await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    assert!(broken.text.contains("did you mean"), "{}", broken.text);
    let problem = site.get("/api/v1/search?q=ld50%3A%3C300").await;
    assert_eq!(
        (problem.status, problem.header(header::CONTENT_TYPE)),
        (StatusCode::BAD_REQUEST, "application/problem+json")
    );
    assert!(problem.json()["position"].is_u64());
}

#[tokio::test]
async fn the_interface_answers() {
    let site = Site::new();
    let record = effect();
    let checks: [(String, &str, Value); 9] = [
        ("/api/v1/status".into(), "/records", json!(10)),
        ("/api/v1/search?q=type%3Asubstance".into(), "/results/total", json!(2)),
        (format!("/api/v1/substances/{KEY}"), "/name", json!("Formaldehyde")),
        (format!("/api/v1/records/{record}"), "/payload/endpoint", json!("LD50")),
        ("/api/v1/documents?limit=1".into(), "/total", json!(2)),
        (format!("/api/v1/documents/{}", first_document()), "/document/passages/0/page", json!(1)),
        ("/api/v1/review/next?limit=1".into(), "/progress/records", json!(10)),
        ("/api/v1/graph/neighbours?node=50-00-0".into(), "/nodes/0/key", json!("substance:cas:50-00-0")),
        ("/api/v1/graph/path?from=acme%20cleaner&to=rat".into(), "/path/steps/1/to", json!("species:rat")),
    ];
    for (address, pointer, expected) in checks {
        let answer = site.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text);
        assert_eq!(answer.json().pointer(pointer), Some(&expected), "{address}: {}", answer.text);
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_and_no_file_is_served() {
    let site = Site::new();
    for address in [
        "/api/v1/records/nothing",
        "/api/v1/substances/cas:1-1-1",
        "/api/v1/documents/..%2F..%2F..%2Fetc%2Fpasswd",
        "/api/v1/substances/..%2f..%2fetc%2fpasswd",
        "/api/v1/nowhere",
        "/api/v1/graph/neighbours?node=nobody",
        "/api/v1/records/%00",
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}: {}", answer.text);
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{address}");
        assert_eq!(answer.json()["status"], 404);
    }
    for address in
        ["/records/x", "/documents/..%2F..%2Fetc%2Fpasswd", "/../../etc/passwd", "/graph/x", "/substances/%3Cscript%3E"]
    {
        let answer = site.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert!(answer.text.starts_with("<!DOCTYPE html>") && !answer.text.contains("<script>"), "{address}");
        assert!(!answer.text.contains("root:"));
    }
    for address in [
        "/api/v1/search?limit=100000",
        "/api/v1/search?offset=99999999",
        "/api/v1/search?limit=x",
        "/api/v1/graph/neighbours",
        "/api/v1/records/%ff",
    ] {
        let answer = site.get(address).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}: {}", answer.text);
        assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json", "{address}");
    }
    let unavailable = site.get("/api/v1/predict?smiles=CCO").await;
    assert_eq!(unavailable.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn a_curator_accepts_corrects_and_takes_back() {
    let site = Site::new();
    let record = effect();
    let accepted = site.form(&record, &[("action", "accept"), ("actor", "Ada"), ("expected", "")]).await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text);
    assert!(accepted.header(header::SET_COOKIE).contains("orfila_actor=Ada"));
    let last = site.journal().decisions(&RecordId::from_hash(&record)).unwrap()[0].id.to_string();
    let correction = [
        ("action", "correct"),
        ("actor", "Ada"),
        ("expected", &last),
        ("field", "/payload/duration"),
        ("new", "96"),
        ("reason", "read again"),
    ];
    assert_eq!(site.form(&record, &correction).await.status, StatusCode::SEE_OTHER);
    let page = site.get(&format!("/records/{record}")).await;
    assert!(page.text.contains("corrected") && page.text.contains("read again"));
    let decisions = site.journal().decisions(&RecordId::from_hash(&record)).unwrap();
    assert_eq!(decisions[1].new, Some(json!("96")));
    let last = decisions[1].id.to_string();
    let undo = [("action", "undo"), ("actor", "Ada"), ("expected", &last), ("undoes", &last)];
    assert_eq!(site.form(&record, &undo).await.status, StatusCode::SEE_OTHER);
    let restored = site.journal().record(&RecordId::from_hash(&record)).unwrap().unwrap();
    assert_eq!(restored.review.status, orfila_records::ReviewStatus::Accepted);
    let rejected = site.form(&record, &[("action", "reject"), ("actor", "Ada"), ("expected", &last)]).await;
    assert_eq!(rejected.status, StatusCode::CONFLICT, "the undo came since");
}

#[tokio::test]
async fn a_stale_form_changes_nothing_and_says_who_was_first() {
    let site = Site::new();
    let record = effect();
    let first = [("action", "reject"), ("actor", "Ada"), ("expected", ""), ("reason", "another substance")];
    assert_eq!(site.form(&record, &first).await.status, StatusCode::SEE_OTHER);
    let stale = site.form(&record, &[("action", "accept"), ("actor", "Bob"), ("expected", "")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.text.contains("Ada") && stale.text.contains("another substance"), "{}", stale.text);
    assert_eq!(site.journal().decisions(&RecordId::from_hash(&record)).unwrap().len(), 1);
    let body = json!({"action": "accept", "actor": "Bob", "expected_last": null}).to_string();
    let api = site.post(&format!("/api/v1/records/{record}/decisions"), "application/json", body, "").await;
    assert_eq!((api.status, api.json()["status"].clone()), (StatusCode::CONFLICT, json!(409)));
}

#[tokio::test]
async fn forms_from_elsewhere_are_refused() {
    let site = Site::new();
    let record = effect();
    let address = format!("/records/{record}/decisions");
    let kind = "application/x-www-form-urlencoded";
    let token = site.state.secret().to_owned();
    let good = format!("token={token}&action=accept&actor=Ada");
    for (body, cookie) in [
        ("action=accept&actor=Ada".to_owned(), String::new()),
        (good.clone(), String::new()),
        ("action=accept&actor=Ada&token=x".to_owned(), format!("orfila_token={token}")),
        (good.clone(), "orfila_token=x".to_owned()),
        ("action=accept&actor=Ada&token=x".to_owned(), "orfila_token=x".to_owned()),
    ] {
        let answer = site.post(&address, kind, body.clone(), &cookie).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{body} {cookie}");
    }
    let request = Request::post(&address)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://evil.example")
        .header("content-type", kind)
        .header("cookie", format!("orfila_token={token}"));
    assert_eq!(site.send(request.body(good.into()).unwrap()).await.status, StatusCode::FORBIDDEN);
    assert!(site.journal().decisions(&RecordId::from_hash(&record)).unwrap().is_empty());
    let rebound = Request::get("/").header("host", "evil.example").body(Body::empty()).unwrap();
    assert_eq!(site.send(rebound).await.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn decisions_by_json_need_everything_said() {
    let site = Site::new();
    let record = effect();
    let address = format!("/api/v1/records/{record}/decisions");
    let cases = [
        (json!({"action": "accept", "actor": "Ada"}), 422),
        (json!({"action": "reject", "actor": "Ada", "expected_last": null}), 422),
        (json!({"action": "accept", "actor": "Ada", "expected_last": null, "extra": 1}), 422),
        (json!({"action": "accept", "actor": " ", "expected_last": null}), 422),
        (
            json!({"action": "correct", "actor": "Ada", "expected_last": null, "field": "/id", "new": 1, "reason": "r"}),
            422,
        ),
        (
            json!({"action": "correct", "actor": "Ada", "expected_last": null, "field": "/payload/species", "new": null, "reason": "r"}),
            201,
        ),
    ];
    for (body, status) in cases {
        let answer = site.post(&address, "application/json", body.to_string(), "").await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.text);
    }
    let text = site.post(&address, "text/plain", "{}", "").await;
    assert_eq!(text.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(text.header(header::CONTENT_TYPE), "application/problem+json");
    let unknown = json!({"action": "accept", "actor": "Ada", "expected_last": null}).to_string();
    let answer = site.post("/api/v1/records/none/decisions", "application/json", unknown, "").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let site = Site::new();
    let body = vec![b'x'; LARGEST_BODY + 1];
    let answer = site.post("/api/v1/predict", "application/json", body.clone(), "").await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json");
    let form = site.post("/records/x/decisions", "application/x-www-form-urlencoded", body, "").await;
    assert_eq!(form.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn tags_follow_the_journal() {
    let site = Site::new();
    let tag = site.get("/api/v1/status").await.header(header::ETAG).to_owned();
    assert!(tag.starts_with('"'), "{tag}");
    let again = |tag: String| {
        let request = Request::get("/api/v1/documents").header("host", "localhost").header("if-none-match", tag);
        request.body(Body::empty()).unwrap()
    };
    let unchanged = site.send(again(tag.clone())).await;
    assert_eq!((unchanged.status, unchanged.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
    site.form(&effect(), &[("action", "accept"), ("actor", "Ada"), ("expected", "")]).await;
    let changed = site.send(again(tag.clone())).await;
    assert_eq!(changed.status, StatusCode::OK);
    assert_ne!(changed.header(header::ETAG), tag);
}

#[tokio::test]
async fn search_and_graph_see_a_decision_at_once() {
    let site = Site::new();
    let count = |answer: Answer| answer.json()["results"]["total"].clone();
    let rejected = "/api/v1/search?q=review%3Arejected+type%3Arecord";
    assert_eq!(count(site.get(rejected).await), json!(0));
    let fields = [("action", "reject"), ("actor", "Ada"), ("expected", ""), ("reason", "no")];
    assert_eq!(site.form(&effect(), &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(count(site.get(rejected).await), json!(1));
}

#[tokio::test]
async fn other_machines_are_not_served_unless_allowed() {
    let site = Site::new();
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let refused = serve_on(listener, Arc::clone(&site.state), Access::default(), async {}).await;
    assert!(refused.unwrap_err().to_string().contains("no login"));
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    serve_on(listener, Arc::clone(&site.state), Access { allow_remote: true }, async {}).await.unwrap();
}
