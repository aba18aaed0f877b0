//! `homeward user`

mod list;
mod sign_out;

use std::process::ExitCode;

use care::access::accounts::{self, Change, leaves_an_administrator, roles_of};
use care::access::{Actor, Organisation, Role, Seat};
use care::people::{CouncilName, SiteCode, StaffId, TrustCode};
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use miette::{IntoDiagnostic, Result, miette};
use store::{Account, AccountChange, NewAccount, Store, StoreError};

use super::{WithSettings, tell};
use crate::clock;
use crate::service::{open_councils, open_store};
use crate::settings::Settings;

/// What is done about those who may come in.
#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// List everybody who has an account here or ever came in by a provider
    List(list::List),
    /// Make an account, and print a link by which its owner makes a passkey, once
    Invite(Invite),
    /// Shut somebody out at once, wherever they are signed in
    Disable(About),
    /// Let somebody in again
    Enable(About),
    /// End all sessions of somebody, or of everybody, wherever they are signed in
    SignOut(sign_out::SignOut),
    /// Take away all passkeys of an account, and print a link to make a new one
    Recover(About),
    /// List where somebody is signed in
    Sessions(list::Sessions),
}

/// Whom to invite.
#[derive(Debug, Args)]
pub(super) struct Invite {
    #[command(flatten)]
    settings: WithSettings,
    /// Their name, as it stands beside everything they do
    #[arg(long)]
    name: String,
    /// Their role: `support` looks after accounts
    #[arg(long, value_parser = role)]
    role: Role,
    /// The code of their trust
    #[arg(
        long,
        requires = "site",
        conflicts_with = "council",
        required_unless_present = "council"
    )]
    trust: Option<TrustCode>,
    /// The code of their hospital
    #[arg(long, requires = "trust")]
    site: Option<SiteCode>,
    /// Their council
    #[arg(long)]
    council: Option<CouncilName>,
    /// Who invites, for the audit
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    by: String,
}

/// Whom it is about.
#[derive(Debug, Args)]
pub(super) struct About {
    #[command(flatten)]
    settings: WithSettings,
    /// The handle, as `homeward user list` shows it
    id: StaffId,
    /// Who decides it, for the audit
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    by: String,
}

impl User {
    pub(super) async fn run(self) -> Result<ExitCode> {
        match self {
            Self::List(list) => list.run().await?,
            Self::Sessions(sessions) => sessions.run().await?,
            Self::Invite(invite) => invite.run().await?,
            Self::Disable(about) => about.disable().await?,
            Self::Enable(about) => about.enable().await?,
            Self::SignOut(sign_out) => sign_out.run().await?,
            Self::Recover(about) => about.recover().await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Invite {
    async fn run(self) -> Result<()> {
        let settings = self.settings.read()?;
        let origin = origin(&settings)?;
        let organisation = self.organisation(&settings)?;
        let name = accounts::name(&self.name).ok_or_else(|| {
            miette!("expected a name of at most {} letters", accounts::LONGEST_NAME)
        })?;
        if !roles_of(&organisation).contains(&self.role) {
            return Err(miette!("an organisation of this kind has no {}", self.role.words()));
        }
        let store = open_store(&settings).await?;
        let now = clock::now();
        let (link, kept) = web::invitation_link(&origin, now).into_diagnostic()?;
        let seat = Seat { role: self.role, organisation };
        let id = web::account_id().into_diagnostic()?;
        let account = NewAccount { id: &id, name: &name, seat: &seat };
        let by = Actor::Operator { name: self.by };
        store.make_account(&account, &kept, &by, now).await.into_diagnostic()?;
        tell_link(&name, &link, kept.ends_at);
        Ok(())
    }

    /// The organisation, if it is one of the settings.
    fn organisation(&self, settings: &Settings) -> Result<Organisation> {
        if let Some(council) = &self.council {
            let councils = open_councils(settings)?;
            if councils.profile(council).is_none() {
                return Err(miette!("there is no council {council} in the settings' folder"));
            }
            return Ok(Organisation::Council(council.clone()));
        }
        let (Some(trust), Some(site)) = (&self.trust, &self.site) else {
            return Err(miette!("expected `--trust` and `--site`, or `--council`"));
        };
        let known = settings
            .trust(trust)
            .ok_or_else(|| miette!("there is no [[trust]] {trust} in the settings"))?;
        if !known.sites.iter().any(|each| each.code == *site) {
            return Err(miette!("there is no [[trust.site]] {site} of {trust} in the settings"));
        }
        Ok(Organisation::Hospital { trust: trust.clone(), site: site.clone() })
    }
}

impl About {
    async fn disable(self) -> Result<()> {
        let store = open_store(&self.settings.read()?).await?;
        let by = Actor::Operator { name: self.by };
        match account(&store, &self.id).await? {
            Some(account) => {
                must_leave_an_administrator(&store, &account).await?;
                change(&store, &account, AccountChange::Disabled, &by).await?;
            }
            None => done(store.disable_staff(&self.id, &by, clock::now()).await)?,
        }
        tell::line("Disabled. All their sessions have ended, on every node.");
        Ok(())
    }

    async fn enable(self) -> Result<()> {
        let store = open_store(&self.settings.read()?).await?;
        let by = Actor::Operator { name: self.by };
        match account(&store, &self.id).await? {
            Some(account) => change(&store, &account, AccountChange::Enabled, &by).await?,
            None => done(store.enable_staff(&self.id, &by, clock::now()).await)?,
        }
        tell::line("Enabled. They can come in again.");
        Ok(())
    }

    async fn recover(self) -> Result<()> {
        let settings = self.settings.read()?;
        let origin = origin(&settings)?;
        let store = open_store(&settings).await?;
        let Some(account) = account(&store, &self.id).await? else {
            return Err(miette!(
                help = "whoever comes in by a provider is helped there",
                "there is no account of this handle"
            ));
        };
        if account.disabled_at.is_some() {
            return Err(miette!(help = "homeward user enable", "the account is disabled"));
        }
        let (link, kept) = web::invitation_link(&origin, clock::now()).into_diagnostic()?;
        let by = Actor::Operator { name: self.by };
        change(&store, &account, AccountChange::Recovered(&kept), &by).await?;
        tell::line("All their passkeys open nothing any more, and their sessions have ended.");
        tell_link(&account.name, &link, kept.ends_at);
        Ok(())
    }
}

/// The address at which the pages are, where accounts are kept at all.
fn origin(settings: &Settings) -> Result<String> {
    let accounts = settings.accounts.as_ref().ok_or_else(|| {
        miette!(
            help = "add [accounts] with `origin`, the address at which browsers find the pages",
            "no accounts are kept here"
        )
    })?;
    Ok(accounts.passkeys().origin().to_owned())
}

async fn account(store: &Store, id: &StaffId) -> Result<Option<Account>> {
    store.account(id, clock::now()).await.into_diagnostic()
}

async fn must_leave_an_administrator(store: &Store, account: &Account) -> Result<()> {
    let Some(organisation) = account.organisation() else { return Ok(()) };
    let all = store.accounts_of(organisation, clock::now()).await.into_diagnostic()?;
    let all: Vec<_> = all.iter().map(Account::member).collect();
    leaves_an_administrator(Change::Disable, &account.member(), &all).map_err(|why| {
        miette!(help = "homeward user invite --role support …", "nothing was changed: {why}")
    })
}

async fn change(
    store: &Store,
    account: &Account,
    change: AccountChange<'_>,
    by: &Actor,
) -> Result<()> {
    done(store.change_account(account, change, by, clock::now()).await)
}

fn done(changed: Result<(), StoreError>) -> Result<()> {
    match changed {
        Err(StoreError::Conflict) => Err(miette!(
            help = "homeward user list",
            "nothing was changed: there is nobody of this handle, or it is so already, or \
             somebody else changed an account at the same time"
        )),
        changed => changed.into_diagnostic(),
    }
}

/// The link is the only line on standard output, so that it can be passed on by a program.
fn tell_link(name: &str, link: &str, until: jiff::Timestamp) {
    tell::note(format_args!(
        "Give this link to {name} and to nobody else. It works once, until {}:",
        until.strftime("%Y-%m-%d %H:%M UTC")
    ));
    tell::line(link);
}

/// A role by the word that stands for it in settings and forms.
fn role(text: &str) -> Result<Role, String> {
    let word = |role: Role| serde_json::to_value(role).ok();
    let words = Role::ALL.into_iter().filter_map(word);
    let words: Vec<String> = words.filter_map(|word| word.as_str().map(str::to_owned)).collect();
    let read = serde_json::from_value(serde_json::Value::from(text));
    read.map_err(|_| format!("expected one of {}", words.join(", ")))
}
