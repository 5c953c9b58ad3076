//! `stemma serve`: the desk, in a browser on this machine.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use anyhow::{Result, bail};
use clap::Args;
use stemma_desk::{Desk, Options};
use stemma_workspace::{Listener, engine};

use crate::Ending;
use crate::options::{Messages, StoreArgument};
use crate::signals::Signals;
use crate::terminal::open;

/// The port where no other is named.
const PORT: u16 = 8675;

/// Open the desk: look at a store in a browser, compare, correct, add pages
#[derive(Args)]
#[command(after_help = "Examples:
  stemma serve                                   # case.stemma, at http://127.0.0.1:8675/
  stemma serve syria.stemma --open
  stemma serve syria.stemma --listen 8080
  stemma serve syria.stemma --listen 0.0.0.0:8675 --host desk.example   # for others, who need the token that is printed

A store that is not there begins empty; pages are added in the desk, or by `stemma ingest` beside it. Nothing is loaded from elsewhere. \
Ctrl-C ends it, and nothing is lost.")]
pub struct Serve {
    #[command(flatten)]
    store: StoreArgument,
    /// Where to listen: a port of this machine, or an address and a port, 0 for one that is free
    #[arg(long, value_name = "PORT|ADDRESS:PORT", default_value_t = PORT.to_string(), value_parser = check_place)]
    listen: String,
    /// Another name by which the desk may be called; may be given several times
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// What everybody must know who asks; beyond this machine one is made where none is given
    #[arg(long, value_name = "TOKEN", env = "STEMMA_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Open it in the browser
    #[arg(long)]
    open: bool,
}

fn place(written: &str) -> Option<SocketAddr> {
    let here = |port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    let named = || written.strip_prefix("localhost:").and_then(|port| port.parse().ok()).map(here);
    written.parse().ok().or_else(|| written.parse().ok().map(here)).or_else(named)
}

fn check_place(written: &str) -> Result<String, String> {
    match place(written) {
        Some(_) => Ok(written.to_owned()),
        None => Err("write a port, as in 8675, or an address and a port, as in 0.0.0.0:8675 or [::1]:8675".into()),
    }
}

pub fn run(arguments: &Serve) -> Result<Ending> {
    let Some(listen) = place(&arguments.listen) else { bail!("{}: no place to listen at", arguments.listen) };
    if arguments
        .token
        .as_deref()
        .is_some_and(|token| token.len() < 16 || !token.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    {
        bail!("the token is letters and digits, sixteen or more; leave it away and one is made");
    }
    let store = arguments.store.path();
    if !store.exists() {
        Messages.hear(&format!("{}: is a new, empty store; add pages in the desk", store.display()));
    }
    let signals = Signals::listen()?;
    let options = Options {
        store: store.clone(),
        listen,
        hosts: arguments.hosts.clone(),
        token: arguments.token.clone(),
        model: engine::named_model(),
    };
    let desk = Desk::open(options, &Messages)?;
    let url = desk.url();
    // Whoever started it reads where it is, also from a pipe, and may go then: the desk stays.
    let said = format!("the desk is at {url}\nCtrl-C ends it\n");
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(said.as_bytes()).and_then(|()| out.flush());
    drop(out);
    if arguments.open && !open(&url) {
        Messages.hear("no browser could be opened; open the address by hand");
    }
    desk.run(|| signals.came().is_some())?;
    Ok(Ending::Well)
}
