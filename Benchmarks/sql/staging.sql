-- (b) The classic way: text staging, then one INSERT … SELECT that casts, looks up and keys.
-- One row per claim, in the columns of the fact; what does not parse or is not found falls out of the inner joins
-- and the last condition, and nobody is told. Rows that stand in the file twice are loaded twice.
\set ON_ERROR_STOP on
begin;

-- The members by the words that the file uses; with statistics, so that each join is a hash join.
create temporary table day as
    with written as (select date_key, to_char(date, 'DD/MM/') || year_be as text from star.date where date is not null)
    select date_key, text from written
    union all
    select date_key, translate(text, '0123456789', '๐๑๒๓๔๕๖๗๘๙') from written;
create temporary table scheme as
    select scheme_key, code as text from star.scheme where code is not null;
create temporary table benefit as
    select benefit_key, name_th as text from star.benefit where code is not null;
create temporary table channel as
    select channel_key, word.text
    from star.channel
    join (values ('เคาน์เตอร์', 'office_counter'), ('เคาน์เตอร์ออนไลน์', 'office_assisted'), ('ไปรษณีย์', 'post'),
                 ('1506', 'hotline')) as word (text, code) using (code);
create temporary table office as
    select office_key, code as text,
           to_char(greatest(valid_from, '2000-01-01'), 'YYYYMMDD')::integer as from_key,
           to_char(least(valid_to, '2100-01-01'), 'YYYYMMDD')::integer as until_key
    from star.office where code is not null;
create temporary table person_profile as
    select person_profile_key, age_band, sex_word.text as sex, disability_word.text as disability
    from star.person_profile
    join (values ('หญิง', 'female'), ('ชาย', 'male')) as sex_word (text, code) on sex_word.code = sex
    join (values ('มี', 'yes'), ('ไม่มี', 'no')) as disability_word (text, code) on disability_word.code = disability;
analyze day;
analyze scheme;
analyze benefit;
analyze channel;
analyze office;
analyze person_profile;

create table staging (
    claim_number text, submitted text, decided text, paid text, citizen_number text, scheme text, benefit text,
    channel text, office text, age_band text, sex text, disability text, amount text
);
\copy staging from 'claims.csv' with (format csv, header, encoding 'WIN874')
analyze staging;

create table keyed_claim (
    delivery_key integer not null,
    submitted_key integer not null,
    decided_key integer not null,
    paid_key integer not null,
    scheme_key integer not null,
    benefit_key integer not null,
    channel_key integer not null,
    office_key integer not null,
    person_profile_key integer not null,
    claim_number text not null,
    person uuid not null,
    amount_baht numeric(14, 2)
);

insert into keyed_claim
select
    1,
    submitted.date_key,
    coalesce(decided.date_key, -1),
    coalesce(paid.date_key, -1),
    scheme.scheme_key,
    benefit.benefit_key,
    channel.channel_key,
    office.office_key,
    person_profile.person_profile_key,
    s.claim_number,
    encode(substr(sha256(convert_to('secret' || replace(s.citizen_number, '-', ''), 'UTF8')), 1, 16), 'hex')::uuid,
    nullif(replace(s.amount, ',', ''), '')::numeric(14, 2)
from staging s
join day submitted on submitted.text = s.submitted
left join day decided on decided.text = s.decided
left join day paid on paid.text = s.paid
join scheme on scheme.text = s.scheme
join benefit on benefit.text = s.benefit
join channel on channel.text = s.channel
join office
    on office.text = s.office and submitted.date_key >= office.from_key and submitted.date_key < office.until_key
join person_profile
    on person_profile.age_band = s.age_band and person_profile.sex = s.sex
    and person_profile.disability = s.disability
where s.claim_number <> '' and s.amount ~ '^([0-9,]+([.][0-9]{1,2})?)?$';
commit;
