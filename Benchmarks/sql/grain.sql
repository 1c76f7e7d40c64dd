-- (b) continued: what it takes until the rows of keyed_claim are unique and known to be.
\set ON_ERROR_STOP on
begin;
delete from keyed_claim where ctid in (
    select place
    from (select ctid as place, row_number() over (partition by person, claim_number) as number from keyed_claim) ranked
    where number > 1
);
create unique index on keyed_claim (person, claim_number);
commit;
analyze keyed_claim;
