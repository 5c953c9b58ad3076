//! Who may ask, and what a browser may do with the answer.
//!
//! A desk on the reader's own machine is open to every page that the same browser shows, and a name of strangers may be made to mean this
//! machine. So a request is refused whose host is none of ours, or that comes from a page of another origin; what changes something also carries a
//! header that other pages cannot send. Beyond this machine, nobody asks without the token.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::address::Address;
use crate::fault::Fault;
use crate::routes::Shared;

/// By whom the desk may be asked.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Names by which the desk may be called besides those of this machine.
    pub hosts: Vec<String>,
    /// Without it everybody on this machine may ask.
    pub token: Option<String>,
}

/// The header that whoever changes something sends, and its value.
pub const OURS: (&str, &str) = ("x-stemma", "desk");
/// The cookie in which a browser keeps the token.
const COOKIE: &str = "stemma_token";
/// Names of this machine to itself.
const HERE: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// What a browser may do with a page of ours: nothing that is not ours, and nothing that stands in the page itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
     connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Lets through who may ask, and signs every answer.
pub async fn guard(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let checked = check(&shared.access, &request);
    let mut response = match checked {
        Ok(None) => next.run(request).await,
        Ok(Some(response)) => response,
        Err(fault) => fault.into_response(),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    response
}

/// `Some` is an answer that needs nothing more: the token of an address becomes a cookie.
fn check(access: &Access, request: &Request) -> Result<Option<Response>, Fault> {
    let headers = request.headers();
    let host = text(headers, header::HOST).ok_or_else(|| Fault::bad("the request names no host"))?;
    if !access.is_ours(name_of(host)) {
        return Err(Fault::new(
            StatusCode::MISDIRECTED_REQUEST,
            format!("{host}: the desk is not called so; start it with --host to give it this name"),
        ));
    }
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_foreign = text(headers, header::ORIGIN).is_some_and(|origin| !is_origin_of(origin, host));
    let site = text(headers, header::HeaderName::from_static("sec-fetch-site")).unwrap_or("none");
    let is_going = text(headers, header::HeaderName::from_static("sec-fetch-mode")) == Some("navigate");
    let is_other_site = !matches!(site, "none" | "same-origin") && !(is_reading && is_going);
    if is_foreign || is_other_site {
        return Err(Fault::forbidden("a page of another origin asks; the desk answers its own pages alone"));
    }
    if !is_reading && text(headers, header::HeaderName::from_static(OURS.0)) != Some(OURS.1) {
        return Err(Fault::forbidden(format!("whoever changes something sends the header {}: {}", OURS.0, OURS.1)));
    }
    match &access.token {
        Some(token) => has_token(token, request),
        None => Ok(None),
    }
}

fn has_token(token: &str, request: &Request) -> Result<Option<Response>, Fault> {
    let headers = request.headers();
    let cookies = text(headers, header::COOKIE).unwrap_or_default().split(';');
    let ours = cookie_of(headers);
    let kept = cookies.filter_map(|cookie| cookie.trim().split_once('=')).filter(|(name, _)| *name == ours);
    let sent = text(headers, header::AUTHORIZATION).and_then(|sent| sent.strip_prefix("Bearer "));
    if kept.map(|(_, value)| value).chain(sent).any(|sent| is_same(sent, token)) {
        return Ok(None);
    }
    let query = request.uri().query().unwrap_or_default();
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    if !pairs.iter().any(|(name, value)| name == "token" && is_same(value, token)) {
        return Err(Fault::new(
            StatusCode::UNAUTHORIZED,
            "the desk asks for its token; open the address that `stemma serve` printed, with ?token=",
        ));
    }
    // It leaves the address, so that an address that is passed on does not carry it.
    let rest: Vec<(String, String)> = pairs.into_iter().filter(|(name, _)| name != "token").collect();
    let to = Address::of(request.uri().path(), "")?.asking(&rest);
    let cookie = format!("{ours}={token}; Path=/; HttpOnly; SameSite=Strict");
    Ok(Some((StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::SET_COOKIE, cookie)]).into_response()))
}

/// Cookies know no ports: two desks of one machine have one each.
fn cookie_of(headers: &HeaderMap) -> String {
    let host = text(headers, header::HOST).unwrap_or_default();
    let port = host.strip_prefix(name_of(host)).unwrap_or_default().trim_start_matches(':');
    format!("{COOKIE}_{port}")
}

/// Takes as long for a wrong token as for the right one.
fn is_same(sent: &str, token: &str) -> bool {
    let pairs = sent.bytes().zip(token.bytes());
    sent.len() == token.len() && pairs.fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

impl Access {
    fn is_ours(&self, name: &str) -> bool {
        let is_number = || name.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>().is_ok();
        HERE.iter().any(|here| name.eq_ignore_ascii_case(here))
            || self.hosts.iter().any(|host| name.eq_ignore_ascii_case(host))
            // A number means no other machine to the browser than to us; who asks from elsewhere has the token.
            || self.token.is_some() && is_number()
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A host without its port.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|byte| byte.is_ascii_digit()) && !(name.contains(':') && !name.ends_with(']')) =>
        {
            name
        }
        _ => host,
    }
}

fn is_origin_of(origin: &str, host: &str) -> bool {
    origin.split_once("://").is_some_and(|(_, named)| named.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_strangers_is_none_of_ours() {
        let access = Access { hosts: vec!["desk.example".into()], token: None };
        let check = |host: &str, expected: bool| assert_eq!(access.is_ours(name_of(host)), expected, "{host}");
        check("localhost:8080", true);
        check("127.0.0.1", true);
        check("[::1]:8080", true);
        check("desk.example:80", true);
        check("evil.example", false);
        check("127.0.0.1.evil.example:8080", false);
        check("localhost.evil.example", false);
        check("192.168.0.7", false);
        let open = Access { token: Some("t".into()), ..Access::default() };
        assert!(open.is_ours(name_of("192.168.0.7:8080")) && !open.is_ours(name_of("evil.example")));
    }

    #[test]
    fn an_origin_is_ours_with_its_port_alone() {
        let check =
            |origin: &str, expected: bool| assert_eq!(is_origin_of(origin, "localhost:8080"), expected, "{origin}");
        check("http://localhost:8080", true);
        check("http://localhost:9090", false);
        check("http://localhost", false);
        check("null", false);
        check("http://evil.example", false);
    }
}
