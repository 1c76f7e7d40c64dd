-- For what another client hands over: a table of texts that nothing is known of.
-- One row per line of standard input. Created and filled in one transaction, so that the server need not log the rows:
-- the fastest that \copy can be.
create table flat_text (
    claim_number text, submitted text, decided text, paid text, citizen_number text, scheme text, benefit text,
    channel text, office text, age_band text, sex text, disability text, amount text
);
