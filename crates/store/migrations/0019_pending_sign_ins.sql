-- Who has been sent to a provider to prove who they are, and has not come back.
CREATE TABLE pending_sign_ins (
    -- SHA-256 of the state that the browser brings back: who reads this table completes nothing.
    state_hash {bytes} PRIMARY KEY,
    -- SHA-256 of the secret that only the browser holds which was sent.
    browser_hash {bytes} NOT NULL,
    -- The provider, by its name in the settings, or the patient system that launches.
    provider TEXT NOT NULL,
    -- What it is for, and what is to follow, as JSON of the door.
    aim TEXT NOT NULL,
    started_at_us {bigint} NOT NULL,
    -- Worth nothing from then on.
    ends_at_us {bigint} NOT NULL
){strict};

CREATE INDEX pending_sign_ins_ends ON pending_sign_ins (ends_at_us);

-- Tokens that may be used once, and were.
CREATE TABLE used_tokens (
    -- SHA-256 of the kind of token, its issuer and its id.
    token_hash {bytes} PRIMARY KEY,
    -- Until then the token would be good: afterwards its line may go.
    until_us {bigint} NOT NULL
){strict};

CREATE INDEX used_tokens_until ON used_tokens (until_us);
