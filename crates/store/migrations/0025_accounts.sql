-- Accounts kept here, for sites without a provider: for whom, in which seats, and what opens them.
CREATE TABLE accounts (
    -- The handle of the member of staff. Whether they may come in stands in `staff`.
    id TEXT PRIMARY KEY REFERENCES staff (id),
    -- Whose account it is: `trust:CODE` or `council:NAME`.
    house TEXT NOT NULL,
    name TEXT NOT NULL,
    -- All of them of that organisation, as JSON.
    seats TEXT NOT NULL,
    made_at_us {bigint} NOT NULL
){strict};

CREATE INDEX accounts_house ON accounts (house, name, id);

-- How often the accounts of an organisation were changed. Whoever decides about one has read all:
-- a change in between makes them decide again, so that two administrators never shut each other out.
CREATE TABLE account_books (
    house TEXT PRIMARY KEY,
    revision {bigint} NOT NULL
){strict};

-- What opens an account: the public halves of keys that people hold.
CREATE TABLE passkeys (
    -- Chosen by the authenticator.
    credential {bytes} PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    -- Our own handle of it, for forms.
    handle TEXT NOT NULL UNIQUE,
    -- In the words of its owner.
    name TEXT NOT NULL,
    -- The public key, how often it was used by its own count, and its flags, as JSON.
    key TEXT NOT NULL,
    made_at_us {bigint} NOT NULL,
    used_at_us {bigint},
    -- From then on it opens nothing: it counted backwards, as a copy does.
    shut_at_us {bigint}
){strict};

CREATE INDEX passkeys_account ON passkeys (account_id, made_at_us);

-- Links by which somebody may make a passkey, once.
CREATE TABLE invitations (
    -- SHA-256 of the secret in the link: who reads this table opens nothing.
    secret_hash {bytes} PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('new', 'again', 'recovery')),
    -- Who gave it, as JSON.
    made_by TEXT NOT NULL,
    made_at_us {bigint} NOT NULL,
    -- Good until then.
    ends_at_us {bigint} NOT NULL,
    used_at_us {bigint},
    -- From then on it was worth nothing: another took its place, or the account was disabled.
    withdrawn_at_us {bigint},
    CHECK (used_at_us IS NULL OR withdrawn_at_us IS NULL)
){strict};

CREATE INDEX invitations_account ON invitations (account_id, made_at_us);
