//! What do we know of somebody who has just proved who they are?

use care::access::session::{EndCause, NotLetIn, Times};
use care::access::{Act, Origin, Seat, Visitor, Way};
use care::people::StaffId;
use jiff::Timestamp;
use signin::Identified;
use store::{Arrival, NewSession, StoreError};

use super::From;
use crate::app::App;
use crate::client::Client;
use crate::refusal::{Fault, Refused};
use crate::session::{Holder, Token, new_handle, token};

/// Somebody at the door, and what a session of theirs is made of.
pub(super) struct Newcomer {
    /// Our handle of them: the same for the same subject of the same issuer.
    pub(super) id: StaffId,
    /// What the provider said.
    pub(super) who: Identified,
    /// The browser's new token.
    pub(super) token: Token,
    /// The name of a new session.
    pub(super) handle: String,
    /// From which the token of a new session's forms is made.
    pub(super) form_key: [u8; 32],
    client: Client,
    set_out: Timestamp,
    is_disabled: bool,
}

impl Newcomer {
    /// Takes them down in the register of staff.
    pub(super) async fn meet(
        app: &App,
        who: Identified,
        from: &From,
        now: Timestamp,
    ) -> Result<Self, Refused> {
        // In the demonstration, and for an account kept here, the subject is our own handle.
        let own = matches!(who.way, Way::Demo | Way::Passkey).then(|| who.subject.clone());
        let id = own.map_or_else(new_handle, Ok)?;
        let id: StaffId = id.parse().map_err(|_| Refused::Fault(Fault::NoChance))?;
        let arrival = Arrival {
            id: &id,
            issuer: &who.issuer,
            subject: &who.subject,
            name: &who.name,
            seats: &who.seats,
        };
        let known = app.store().staff_seen(&arrival, now).await?;
        Ok(Self {
            id: known.id,
            who,
            token: Token::new()?,
            handle: new_handle()?,
            form_key: token::chance()?,
            client: from.client,
            set_out: from.set_out,
            is_disabled: known.disabled.is_some(),
        })
    }

    /// Why they are not let in; `None` where they are.
    pub(super) fn why_not(&self) -> Option<NotLetIn> {
        match (self.is_disabled, self.who.seats.is_empty()) {
            (true, _) => Some(NotLetIn::Disabled),
            (false, true) => Some(NotLetIn::NoSeat),
            (false, false) => None,
        }
    }

    /// Whether they are disabled by now.
    pub(super) async fn is_disabled_now(&self, app: &App) -> Result<bool, Refused> {
        let known = app.store().staff_member(&self.id).await?;
        Ok(known.is_none_or(|known| known.disabled.is_some()))
    }

    /// The session that is held on this browser, if it is theirs. Anybody else's ends.
    pub(super) async fn takes_over(
        &self,
        app: &App,
        before: Option<Holder>,
        now: Timestamp,
    ) -> Result<Option<Holder>, StoreError> {
        match before {
            Some(before) if before.session.visitor.id != self.id => {
                let act = Act::SessionEnded { why: EndCause::AnotherPerson };
                app.store().end_session(&before.session, act, now).await?;
                Ok(None)
            }
            own => Ok(own),
        }
    }

    /// The same person, in a session of this name.
    pub(super) fn visitor(&self, session: &str) -> Visitor {
        let origin = Origin {
            way: self.who.way,
            provider: self.who.provider.clone(),
            address: self.client.address,
            session: session.to_owned(),
            assurance: self.who.assurance,
            proved_at: self.who.proved_at,
        };
        let (id, name) = (self.id.clone(), self.who.name.clone());
        Visitor { id, name, origin, own: self.who.own.clone() }
    }

    /// The seat that they are in from the first moment: the one that they had before, where they may
    /// still take it, or the only one. `None` where they choose.
    pub(super) fn seat(&self, before: Option<&Seat>) -> Option<&Seat> {
        let seats = self.who.seats.as_slice();
        let still = before.and_then(|before| seats.iter().find(|seat| *seat == before));
        still.or(match seats {
            [only] => Some(only),
            _ => None,
        })
    }

    /// The session, as the store writes it.
    pub(super) fn session<'a>(
        &'a self,
        (visitor, seat): (&'a Visitor, Option<&'a Seat>),
        form_key: &'a [u8; 32],
        times: Times,
        place: &'a str,
    ) -> NewSession<'a> {
        NewSession {
            handle: &visitor.origin.session,
            token: self.token.hash(),
            form_key,
            visitor,
            seats: &self.who.seats,
            seat,
            issuer: &self.who.issuer,
            subject: &self.who.subject,
            provider_session: &self.who.provider_session,
            times,
            place,
            set_out: self.set_out,
        }
    }
}
