-- The operational database of the electronic claims system, as far as the feed e_claims reads it. Synthetic.
-- Each table is filled from the CSV file of its name.
drop table if exists e_claim;
drop table if exists applicant;
drop table if exists access_route;

-- One row per way into the system.
create table access_route (
    route_id integer primary key,
    route text not null unique
);

-- One row per insured person registered in the system.
create table applicant (
    applicant_id bigint primary key,
    citizen_id text not null,
    age_band text not null,
    sex char(1) not null,
    disability boolean not null
);

-- One row per claim.
create table e_claim (
    claim_no text primary key,
    applicant_id bigint not null references applicant,
    route_id integer not null references access_route,
    scheme text not null,
    benefit_code text not null,
    office_code text not null,
    submitted_at timestamp not null,
    decided_on date,
    paid_on date,
    amount numeric(14, 2) not null
);
