-- Keys that this database was given once, for good.
CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    secret {bytes} NOT NULL
){strict};
