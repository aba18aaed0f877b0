-- Sessions at a provider by which somebody comes in here, or which it has ended: so that none of ours
-- begins by one that its provider ended meanwhile.
CREATE TABLE provider_logins (
    -- SHA-256 of the issuer and of its name for the session.
    login_hash {bytes} PRIMARY KEY,
    -- When the provider ended it.
    ended_at_us {bigint},
    -- Nobody who set out before it ended is still on the way after this: then its line may go.
    until_us {bigint} NOT NULL
){strict};

CREATE INDEX provider_logins_until ON provider_logins (until_us);
