//! What is said on one connection?

use std::fmt;
use std::io;
use std::time::Duration;

use futures_util::future::join_all;
use hl7::mllp::{Deframer, Event, frame};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;
use tracing::debug;

use super::feed::Feed;
use crate::stop::Stop;

/// What is read at once.
const BUFFER: usize = 64 * 1024;

/// A peer that was refused in the middle of a message is heard so long and so far, so that it
/// reads the refusal before it finds the connection closed.
const HEAR_OUT: (Duration, usize) = (Duration::from_secs(2), 16 * 1024 * 1024);

/// How a connection ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Farewell {
    /// The peer closed it. An unfinished message of so many bytes was never acknowledged.
    ByPeer { unfinished: usize },
    /// The service ends.
    Stopping,
    /// The peer was silent too long between two messages.
    Idle,
    /// The peer paused too long inside a message, or did not take its answer.
    Stalled,
    /// A message was too long.
    TooLong,
    /// What the peer says is not MLLP.
    NotMllp,
    /// A message could not be kept; the sender will send it again.
    NotKept,
    /// TLS could not be agreed, and why.
    NoHandshake(String),
}

impl Farewell {
    /// Whether nobody need look into it.
    pub(super) fn is_usual(&self) -> bool {
        matches!(self, Self::ByPeer { unfinished: 0 } | Self::Stopping | Self::Idle)
    }
}

impl fmt::Display for Farewell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByPeer { unfinished: 0 } => f.write_str("it closed"),
            Self::ByPeer { unfinished } => {
                write!(f, "it closed inside a message, after {unfinished} bytes")
            }
            Self::Stopping => f.write_str("the service ends"),
            Self::Idle => f.write_str("it was silent too long"),
            Self::Stalled => f.write_str("it stalled inside a message or took no answer"),
            Self::TooLong => f.write_str("its message was too long"),
            Self::NotMllp => f.write_str("it does not speak MLLP"),
            Self::NotKept => f.write_str("its message could not be kept"),
            Self::NoHandshake(cause) => write!(f, "no TLS: {cause}"),
        }
    }
}

/// One peer, and what it has said so far.
pub(super) struct Conversation<'f, S> {
    stream: S,
    feed: &'f Feed,
    deframer: Deframer,
}

impl<'f, S: AsyncRead + AsyncWrite + Unpin> Conversation<'f, S> {
    pub(super) fn new(stream: S, feed: &'f Feed) -> Self {
        Self { stream, feed, deframer: Deframer::new(feed.framing()) }
    }

    /// Takes messages and answers them until one side has enough.
    pub(super) async fn run(mut self, stop: &Stop) -> io::Result<Farewell> {
        let mut buffer = vec![0; BUFFER];
        let mut events = Vec::new();
        loop {
            let read = tokio::select! {
                () = stop.called() => return self.close(Farewell::Stopping).await,
                read = timeout(self.patience(), self.stream.read(&mut buffer)) => read,
            };
            let count = match read {
                Err(_) if self.deframer.is_inside() => return Ok(Farewell::Stalled),
                Err(_) => return self.close(Farewell::Idle).await,
                Ok(read) => gone_is_closed(read)?,
            };
            if count == 0 {
                return Ok(Farewell::ByPeer { unfinished: self.deframer.unfinished() });
            }
            self.deframer.push(buffer.get(..count).unwrap_or_default(), &mut events);
            if let Some(farewell) = self.hear(events.drain(..)).await? {
                return Ok(farewell);
            }
        }
    }

    fn patience(&self) -> Duration {
        let limits = self.feed.limits();
        if self.deframer.is_inside() { limits.pause() } else { limits.idle() }
    }

    /// Deals with what was found in the stream, in its order.
    async fn hear(&mut self, events: impl Iterator<Item = Event>) -> io::Result<Option<Farewell>> {
        let mut messages = Vec::new();
        for event in events {
            match event {
                Event::Frame(message) => messages.push(message),
                Event::Skipped(bytes) => debug!(feed = self.feed.name(), bytes, "passed over"),
                Event::Restarted(bytes) => debug!(feed = self.feed.name(), bytes, "begun anew"),
                Event::NotMllp => {
                    let kept = self.take_all(&messages).await?;
                    return Ok(kept.or(Some(Farewell::NotMllp)));
                }
                Event::TooLong(head) => {
                    if let Some(farewell) = self.take_all(&messages).await? {
                        return Ok(Some(farewell));
                    }
                    return self.refuse_too_long(&head).await.map(Some);
                }
            }
        }
        self.take_all(&messages).await
    }

    /// Keeps messages and answers them, as many at once as the feed allows.
    async fn take_all(&mut self, messages: &[Vec<u8>]) -> io::Result<Option<Farewell>> {
        for together in messages.chunks(self.feed.pipeline()) {
            let outcomes = join_all(together.iter().map(|message| self.feed.take(message))).await;
            let kept = outcomes.iter().take_while(|outcome| outcome.is_ok()).count();
            let safe = outcomes.into_iter().take(kept).flatten().flatten();
            let answers: Vec<u8> = safe.flat_map(|answer| frame(&answer)).collect();
            if !self.say(&answers).await? {
                return Ok(Some(Farewell::Stalled));
            }
            if kept < together.len() {
                return self.close(Farewell::NotKept).await.map(Some);
            }
        }
        Ok(None)
    }

    async fn refuse_too_long(&mut self, head: &[u8]) -> io::Result<Farewell> {
        if let Some(answer) = self.feed.refuse_too_long(head) {
            self.say(&frame(&answer)).await?;
            self.stream.shutdown().await?;
            self.hear_out().await;
        }
        Ok(Farewell::TooLong)
    }

    /// Reads on and forgets, within limits.
    async fn hear_out(&mut self) {
        let (time, most) = HEAR_OUT;
        let reading = async {
            let mut buffer = vec![0; BUFFER];
            let mut heard = 0;
            while heard < most {
                match self.stream.read(&mut buffer).await {
                    Ok(count) if count > 0 => heard += count,
                    _ => break,
                }
            }
        };
        drop(timeout(time, reading).await);
    }

    /// Whether the peer took it in time.
    async fn say(&mut self, bytes: &[u8]) -> io::Result<bool> {
        if bytes.is_empty() {
            return Ok(true);
        }
        let saying = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        match timeout(self.feed.limits().pause(), saying).await {
            Ok(said) => said.map(|()| true),
            Err(_) => Ok(false),
        }
    }

    async fn close(&mut self, farewell: Farewell) -> io::Result<Farewell> {
        drop(timeout(Duration::from_secs(1), self.stream.shutdown()).await);
        Ok(farewell)
    }
}

/// Many senders of TLS just hang up; that is no more than the end.
fn gone_is_closed(read: io::Result<usize>) -> io::Result<usize> {
    match read {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(0),
        read => read,
    }
}
