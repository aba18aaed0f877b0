//! How does a hospital's engine send? The other end of [`crate::intake`].
//!
//! For `homeward hospital send`, for the demonstration's hospital and for measuring.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use hl7::message::Message;
use hl7::mllp::{Deframer, Event, Limits, frame};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// So long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection that sends one message after the other.
pub struct Sender {
    stream: TcpStream,
    deframer: Deframer,
    /// Found and not yet taken.
    events: VecDeque<Event>,
}

/// What the other side said of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// MSA-1: `AA` and `CA` accept, all others do not.
    pub code: String,
    /// MSA-3: why not, where it says so.
    pub reason: String,
}

impl Answer {
    /// Whether the message is safe with the other side.
    pub fn is_accepted(&self) -> bool {
        matches!(self.code.as_str(), "AA" | "CA")
    }

    fn read(bytes: &[u8]) -> Self {
        let message = Message::read(bytes).ok();
        let field = |number: usize| {
            let segment = message.as_ref()?.first("MSA")?;
            Some(String::from_utf8_lossy(segment.field(number).raw()).trim().to_owned())
        };
        Self { code: field(1).unwrap_or_default(), reason: field(3).unwrap_or_default() }
    }
}

impl Sender {
    /// Connects.
    pub async fn connect(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, deframer: Deframer::new(Limits::default()), events: VecDeque::new() })
    }

    /// Sends a message and waits for its answer. After an error the connection is of no use.
    pub async fn send(&mut self, message: &[u8]) -> io::Result<Answer> {
        self.stream.write_all(&frame(message)).await?;
        timeout(PATIENCE, self.answer()).await?
    }

    /// Sends several messages without waiting in between, and waits for all answers.
    pub async fn send_all(&mut self, messages: &[Vec<u8>]) -> io::Result<Vec<Answer>> {
        let bytes: Vec<u8> = messages.iter().flat_map(|message| frame(message)).collect();
        self.stream.write_all(&bytes).await?;
        let mut answers = Vec::with_capacity(messages.len());
        for _ in messages {
            answers.push(timeout(PATIENCE, self.answer()).await??);
        }
        Ok(answers)
    }

    async fn answer(&mut self) -> io::Result<Answer> {
        let mut buffer = [0; 4096];
        loop {
            while let Some(event) = self.events.pop_front() {
                if let Event::Frame(bytes) = event {
                    return Ok(Answer::read(&bytes));
                }
            }
            let count = self.stream.read(&mut buffer).await?;
            if count == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let mut found = Vec::new();
            self.deframer.push(buffer.get(..count).unwrap_or_default(), &mut found);
            self.events.extend(found);
        }
    }
}

/// The messages in a file, each beginning with a line that begins with `MSH`. Line ends become
/// those of HL7; framing that was saved along is taken off.
pub fn messages(file: &[u8]) -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    for line in file.split(|byte| matches!(byte, b'\r' | b'\n' | 0x0b | 0x1c)) {
        if line.starts_with(b"MSH") {
            found.push(Vec::new());
        }
        if let Some(message) = found.last_mut()
            && !line.is_empty()
        {
            message.extend_from_slice(line);
            message.push(b'\r');
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, expected: &[&str]) {
        let found = messages(file.as_bytes());
        let found: Vec<_> = found.iter().map(|message| str::from_utf8(message).unwrap()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_file_may_hold_several_messages_with_any_line_ends() {
        check("MSH|1\nPID|1\n\nMSH|2\r\nPID|2\r\n", &["MSH|1\rPID|1\r", "MSH|2\rPID|2\r"]);
        check("\u{b}MSH|1\rPID|1\r\u{1c}\r\u{b}MSH|2\r\u{1c}\r", &["MSH|1\rPID|1\r", "MSH|2\r"]);
    }

    #[test]
    fn what_stands_before_the_first_message_is_no_message() {
        check("# comment\n\nMSH|1", &["MSH|1\r"]);
        check("nothing", &[]);
    }

    #[test]
    fn an_answer_is_read_for_its_code_and_reason() {
        let answer = Answer::read(b"MSH|^~\\&|HW|RZZ\rMSA|AE|M1|there is no PID segment\r");
        assert_eq!((answer.code.as_str(), answer.is_accepted()), ("AE", false));
        assert_eq!(answer.reason, "there is no PID segment");
    }
}
