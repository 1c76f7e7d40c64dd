-- What another client hands over, into a table of texts that nothing is known of.
-- One row per line of standard input, in the text form of COPY but for NULL, which mariadb writes out.
-- Created and filled in one transaction, so that the server need not log the rows: the fastest that \copy can be.
\set ON_ERROR_STOP on
begin;
create table flat_text (
    claim_number text, submitted text, decided text, paid text, citizen_number text, scheme text, benefit text,
    channel text, office text, age_band text, sex text, disability text, amount text
);
\copy flat_text from pstdin with (format text, null 'NULL')
commit;
