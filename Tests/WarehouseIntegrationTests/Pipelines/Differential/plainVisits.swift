/// What must come of the feed in `raw`, in plain SQL: tables of the rows that must be loaded, of the rejects with their
/// reasons, and of the control totals.
let plainVisits = #"""
    create function latin(t text) returns text immutable language sql as
    $$ select translate(t, '๐๑๒๓๔๕๖๗๘๙', '0123456789') $$;

    create function day_of(y integer, m integer, d integer) returns date immutable language sql as
    $$ select case when y between 1 and 9999 and m between 1 and 12 and d between 1 and
         extract(day from make_date(y, m, 1) + interval '1 month' - interval '1 day')
       then make_date(y, m, d) end $$;

    -- A day and what is wrong with it, from the digits that a form takes out of a text; none when it has another form.
    create function read_day(year text, month text, day text, form text, buddhist boolean,
                             out value date, out problem text, out detail text) immutable language sql as
    $$ select case when y between 1900 and 2150 and not buddhist or y between 2400 and 2650 and buddhist then date end,
              case when y is null then 'a day written ' || form
                   when not (y between 1900 and 2150 or y between 2400 and 2650) then 'a year of either calendar'
                   when y between 2400 and 2650 and not buddhist or y between 1900 and 2150 and buddhist
                   then 'a year of the declared calendar'
                   when date is null then 'a day that exists' end,
              case when not (y between 1900 and 2150 and not buddhist or y between 2400 and 2650 and buddhist)
                   then 'the year ' || y end
       from (select year::integer as y,
                    day_of(year::integer - case when buddhist then 543 else 0 end, month::integer, day::integer) as date) p
    $$;

    create function read_number(t text, scale integer, thousands boolean, most numeric, type text,
                                out value numeric, out problem text) immutable language sql as
    $$ with form as (
         select case when thousands then t ~ '^[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?$' else t ~ '^[+-]?[0-9]+(\.[0-9]*)?$' end
                  or t ~ '^[+-]?\.[0-9]+$' as fine,
                t ~ '^[+-]?[0-9]+(\.[0-9]*)?[eE][+-]?[0-9]+$' as exponent
       ), number as (select case when fine then replace(t, ',', '')::numeric end as n, * from form)
       select case when n = round(n, scale) and abs(n) <= most then n end,
              case when exponent then 'a number without an exponent'
                   when not fine then 'a number'
                   when n <> round(n, scale) then 'at most ' || scale || ' decimals'
                   when abs(n) > most then 'a value of ' || type end
       from number $$;

    create function citizen_problem(t text) returns text immutable language sql as
    $$ select case
         when t ~ '[^0-9 -]' then
           case when substring(t from '[^0-9 -]') in ('E', 'e', '.') then 'exponent' else 'notThirteenDigits' end
         when length(d) = 12 then 'twelveDigits'
         when length(d) <> 13 then 'notThirteenDigits'
         when d = repeat(left(d, 1), 13) then 'allEqual'
         when (11 - (select sum(substr(d, i, 1)::integer * (14 - i)) from generate_series(1, 12) i) % 11) % 10
              <> right(d, 1)::integer then 'checkDigit' end
       from (select regexp_replace(t, '[ -]', '', 'g') as d) digits $$;

    -- HMAC-SHA-256 with the key `Jefe` (RFC 2104), its first 128 bits.
    create function pseudonym(t text) returns uuid immutable language sql as
    $$ with key as (select convert_to('Jefe', 'UTF8') || decode(repeat('00', 60), 'hex') as k),
       pads as (select decode(string_agg(lpad(to_hex(get_byte(k, i) # 54), 2, '0'), '' order by i), 'hex') as inner_pad,
                       decode(string_agg(lpad(to_hex(get_byte(k, i) # 92), 2, '0'), '' order by i), 'hex') as outer_pad
                from key, generate_series(0, 63) i)
       select left(encode(sha256(outer_pad || sha256(inner_pad || convert_to(t, 'UTF8'))), 'hex'), 32)::uuid from pads $$;

    create table shops (code text, size text, since date, until date);
    insert into shops values ('7', 'small', '2023-01-01', '2024-02-01'), ('7', 'large', '2024-02-01', 'infinity'),
        ('8', 'small', '2023-07-01', 'infinity'), ('9', 'tiny', '2024-09-01', 'infinity');
    create table towns (code text, name text);
    insert into towns values ('v', 'Vienna'), ('b', 'Bangkok'), ('s1', 'Springfield'), ('s2', 'Springfield');
    create table profiles (band text, sex text);
    insert into profiles values ('a', 'male'), ('a', 'female'), ('b', 'male'), ('ab', 'female');
    create table services (shop text, again boolean);
    insert into services values ('7', true), ('7', false), ('8', true), ('9', false);

    -- Every field by itself. Nothing is written where a cell is empty, quoted or not; a looked-up field is looked up as
    -- of the day of the visit, or of the run when there is none.
    create table judged as
    with cells as (
        select 1 + row + coalesce(sum(length(coalesce(note, '')) - length(replace(coalesce(note, ''), E'\n', '')))
                   over (order by row rows between unbounded preceding and 1 preceding), 0) as line,
               nullif(no, '') as no, nullif(day, '') as day, nullif("end", '') as "end", nullif(shop, '') as shop,
               nullif(town, '') as town, case town when 'Wien' then 'Vienna' when '-' then null else nullif(town, '') end
               as town_name, coalesce(band, '') as band, coalesce(sex, '') as sex,
               case sex when 'm' then 'male' when 'f' then 'female' else coalesce(sex, '') end as sex_name,
               nullif(id, '') as id, nullif(logged, '') as logged, nullif(born, '') as born, nullif(again, '') as again,
               nullif(nullif(note, ''), 'n/a') as note, nullif(amount, '') as amount, nullif(points, '') as points
        from raw
    ), days as (
        select c.*, made.value as made, made.detail as made_detail,
               coalesce(made.problem, case when extract(year from made.value) not between 2023 and 2025
                                           then 'a day between 2023 and 2025' end) as made_problem
        from cells c, lateral regexp_match(latin(day), '^([0-9]{2})/([0-9]{2})/([0-9]{4})$') p,
             lateral read_day(p[3], p[2], p[1], 'dd/MM/yyyy', true) made
    ), as_of as (
        select *, case when day is null or made_problem is not null then date '2000-01-01' + 9000 else made end as as_of
        from days
    )
    select c.*, s.size,
           ended.value as ended, ended.detail as ended_detail,
           coalesce(ended.problem, case when extract(year from ended.value) not between 2023 and 2025
                                        then 'a day between 2023 and 2025' end) as ended_problem,
           born.value as born_on, born.problem as born_problem, born.detail as born_detail,
           stamp.value + make_interval(hours => t[4]::integer, mins => t[5]::integer) as logged_at,
           case when t[4]::integer > 23 or t[5]::integer > 59 then 'a day that exists' else stamp.problem end
           as logged_problem,
           case when t[4]::integer > 23 or t[5]::integer > 59 then null else stamp.detail end as logged_detail,
           amount.value as coins, amount.problem as amount_problem, points.value as score,
           points.problem as points_problem, citizen_problem(latin(id)) as id_problem,
           (select count(*) from towns where name = town_name) as town_matches,
           exists (select from profiles f where f.band = c.band and f.sex = c.sex_name) as has_profile,
           case when lower(again) in ('true', 't', 'yes', 'y', '1') then true
                when lower(again) in ('false', 'f', 'no', 'n', '0') then false end as is_again
    from as_of c left join shops s on s.code = c.shop and s.since <= c.as_of and c.as_of < s.until,
         lateral regexp_match(latin("end"), '^([0-9]{4})-([0-9]{2})-([0-9]{2})$') e,
         lateral read_day(e[1], e[2], e[3], 'yyyy-MM-dd', false) ended,
         lateral regexp_match(latin(born), '^([0-9]{1,2})[.]([0-9]{1,2})[.]([0-9]{4})$') b,
         lateral read_day(b[3], b[2], b[1], 'd.M.yyyy', false) born,
         lateral regexp_match(latin(logged), '^([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9]{2}):([0-9]{2})$') t,
         lateral read_day(t[1], t[2], t[3], 'yyyy-MM-dd HH:mm', false) stamp,
         lateral read_number(latin(amount), 2, true, 9999999.99, 'decimal(9,2)') amount,
         lateral read_number(latin(points), 0, false, 2147483647, 'integer') points;

    create table cell_rejects as
    select line, c.* from judged, lateral (values
        (1, 'no', 'rule', 'number', case when no is null then 'required'
                                         when no !~ '^[A-Z][0-9]+$' then 'pattern: [A-Z][0-9]+' end, null, no),
        (2, 'day', case when day is null then 'rule' when made_problem like 'a day between%' then 'lookup' else 'cast' end,
         'made', case when day is null then 'required' else made_problem end, made_detail, day),
        (3, 'end', case when ended_problem like 'a day between%' then 'lookup' else 'cast' end, 'ended',
         case when "end" is not null then ended_problem end, ended_detail, "end"),
        (4, 'shop', case when shop is null then 'rule' else 'lookup' end, 'shop',
         case when shop is null then 'required' when size is null then 'a member of shop' end, null, shop),
        (5, 'town', 'lookup', 'town', case when town_matches > 1 then 'one member of town, not several' end, null, town),
        (6, 'band', case when band = '' and sex_name = '' then 'rule' else 'lookup' end, 'profile',
         case when band = '' and sex_name = '' then 'required' when not has_profile then 'a member of profile' end,
         null, band || ' | ' || sex),
        (8, 'id', 'rule', 'buyer', 'a citizen number (' || case when id is not null then id_problem end || ')', null, null),
        (9, 'logged', 'cast', 'logged', case when logged is not null then logged_problem end, logged_detail, logged),
        (10, 'born', 'cast', 'born', case when born is not null then born_problem end, born_detail, born),
        (11, 'again', 'cast', 'again', case when again is not null and is_again is null then 'true or false' end, null, again),
        (13, 'amount', case when coins is null then 'cast' else 'rule' end, 'amount',
         case when amount is not null then coalesce(amount_problem, case when coins < 0 then 'minimum: 0' end) end,
         null, amount),
        (14, 'points', case when points is null or score is not null then 'rule' else 'cast' end, 'points',
         case when points is null then 'required'
              else coalesce(points_problem, case when score > 100 then 'maximum: 100' end) end, null, points)
    ) c (column_index, column_name, class, field, rule, detail, value)
    where c.rule is not null;

    create index on cell_rejects (line);
    analyze judged, cell_rejects;

    -- A check is held against rows that nothing before it has refused.
    create table check_rejects as
    select line, null::integer as column_index,
           case when ended < made then 'ended' else 'again' end as column_name, 'rule' as class,
           case when ended < made then 'order: [made, ended]' else 'allowed: [shop, again], in: service' end as rule
    from judged j
    where not exists (select from cell_rejects c where c.line = j.line)
      and (ended < made or not exists (select from services v where v.shop = j.shop and v.again = j.is_again));

    create table expected_rejects as
    select line::text, column_index::text, column_name, class, field || ': ' || rule as rule, detail,
           case when length(regexp_replace(latin(value), '[^0-9]', '', 'g')) < 9 then value end as value
    from cell_rejects
    union all
    select line::text, column_index::text, column_name, class, rule, null, null from check_rejects;

    create index on expected_rejects (line);
    analyze expected_rejects;

    create table expected_rows as
    select line::text, no as number, made::text, ended::text, shop, size,
           case when town_name is null then '-2' when town_matches = 0 then '-1'
                else (select code from towns where name = town_name) end as town,
           band, sex_name as sex,
           case when id is not null then pseudonym(regexp_replace(latin(id), '[ -]', '', 'g'))::text end as buyer,
           logged_at::text as logged, born_on::text as born, is_again::text as again, note,
           coins::numeric(9,2)::text as amount, score::integer::text as points
    from judged j
    where not exists (select from expected_rejects r where r.line = j.line::text);

    create view expected_total as
    select coalesce(sum(coins), 0)::numeric(16,2) as read,
           coalesce(sum(coins) filter (where exists (select from expected_rejects r where r.line = j.line::text)), 0)::numeric(16,2)
           as rejected
    from judged j;
    """#

/// What was loaded, in the columns of `expected_rows`.
let loadedVisits = """
    select line::text, number, to_date(made_key::text, 'yyyymmdd')::text as made,
           case when ended_key > 0 then to_date(ended_key::text, 'yyyymmdd')::text end as ended, s.code as shop, s.size,
           case when v.town_key < 0 then v.town_key::text else t.code end as town, f.band, f.sex, buyer::text,
           logged::text, born::text, again::text, note, amount::text, points::text
    from star.visit v join star.shop s using (shop_key) join star.town t using (town_key)
    join star.profile f using (profile_key)
    """

/// What was rejected, in the columns of `expected_rejects`; long numbers are masked, and so not compared.
let rejectedVisits = """
    select line::text, column_index::text, column_name, class, rule, detail,
           case when value !~ '•' and length(regexp_replace(latin(value), '[^0-9]', '', 'g')) < 9
                then nullif(value, '') end as value
    from ledger.reject
    """
