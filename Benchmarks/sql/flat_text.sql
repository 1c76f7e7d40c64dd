-- (a) The yardstick: the file as it is, into a table of texts that nothing is known of.
-- One row per record of claims.csv, which lies in the folder that psql is started in.
-- Created and filled in one transaction, so that the server need not log the rows: the fastest that \copy can be.
\set ON_ERROR_STOP on
begin;
create table flat_text (
    claim_number text, submitted text, decided text, paid text, citizen_number text, scheme text, benefit text,
    channel text, office text, age_band text, sex text, disability text, amount text
);
\copy flat_text from 'claims.csv' with (format csv, header, encoding 'WIN874')
commit;
