//! The limiter of the package's own route, in a Node process.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fleet/limiter.js");

/// The decision about a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It may go to WorkOS.
    Granted,
    /// It is held in the route for this many milliseconds.
    Held(u64),
    /// Its slot is this many milliseconds away.
    Refused(u64),
}

#[derive(Debug)]
pub struct Limiter {
    process: Child,
    requests: ChildStdin,
    decisions: BufReader<ChildStdout>,
}

impl Limiter {
    pub fn start(per_minute: u32) -> Self {
        let mut process = Command::new("node")
            .args([SCRIPT, &per_minute.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let requests = process.stdin.take().unwrap();
        let decisions = BufReader::new(process.stdout.take().unwrap());
        Limiter { process, requests, decisions }
    }

    pub fn take(&mut self, browser: u32, now_ms: u64) -> Admission {
        self.decide(&format!("take {browser} {now_ms}\n"))
    }

    /// A held request's time has come.
    pub fn wake(&mut self, browser: u32, now_ms: u64) -> Admission {
        self.decide(&format!("wake {browser} {now_ms}\n"))
    }

    /// WorkOS refused a request that was let through, for `pause_ms`, or failed it, with a pause of
    /// zero: returns how long it has to wait.
    pub fn refused(&mut self, browser: u32, now_ms: u64, pause_ms: u64) -> u64 {
        milliseconds(&self.ask(&format!("refused {browser} {now_ms} {pause_ms}\n")))
    }

    fn decide(&mut self, line: &str) -> Admission {
        let answer = self.ask(line);
        match answer.split_once(' ') {
            Some((_, wait)) => Admission::Held(milliseconds(wait)),
            None => match milliseconds(&answer) {
                0 => Admission::Granted,
                wait_ms => Admission::Refused(wait_ms),
            },
        }
    }

    fn ask(&mut self, line: &str) -> String {
        self.requests.write_all(line.as_bytes()).unwrap();
        let mut answer = String::new();
        self.decisions.read_line(&mut answer).unwrap();
        answer
    }
}

fn milliseconds(text: &str) -> u64 {
    let ms: f64 = text.trim().parse().unwrap();
    ms.ceil() as u64
}

impl Drop for Limiter {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
