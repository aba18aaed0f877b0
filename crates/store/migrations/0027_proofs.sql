-- Whose screen was signed out by whoever found it locked. A provider may still know them: it is not
-- believed of them before they have proved anew, after this, who they are.
ALTER TABLE staff ADD COLUMN prove_since_us {bigint};
