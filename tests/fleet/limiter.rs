//! The limiter of the package's own route, in a process of Node's.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fleet/limiter.js");

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

    /// How long this browser is to wait for its slot; nothing if its request may go to WorkOS.
    pub fn take(&mut self, browser: u32, now_ms: u64) -> u64 {
        self.ask(&format!("take {browser} {now_ms}\n"))
    }

    /// WorkOS has refused a request that was let through, for so long: how long it is to wait.
    pub fn refused(&mut self, browser: u32, now_ms: u64, pause_ms: u64) -> u64 {
        self.ask(&format!("refused {browser} {now_ms} {pause_ms}\n"))
    }

    fn ask(&mut self, line: &str) -> u64 {
        self.requests.write_all(line.as_bytes()).unwrap();
        let mut answer = String::new();
        self.decisions.read_line(&mut answer).unwrap();
        let wait_ms: f64 = answer.trim().parse().unwrap();
        wait_ms.ceil() as u64
    }
}

impl Drop for Limiter {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
