-- What the server itself can do at best: rows that are typed and keyed already, in its own binary form.
-- claims.binary lies in the folder that psql is started in; the table is the fact's, without index or partition.
\set ON_ERROR_STOP on
begin;
create table ready_rows (like store.claim);
\copy ready_rows from 'claims.binary' with (format binary)
commit;
