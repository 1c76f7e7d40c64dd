internal import Postgres

/// The role for tools that read: it may see `star` and nothing else.
struct ReaderRole {
    private let name: String

    init(_ project: String) { name = "\(project)_reader" }

    /// Creates the role where the session may, and lets it read `star`.
    ///
    /// On a server where roles are made by somebody else the grants wait for that role to exist.
    var statements: [String] {
        [
            """
            do $$
            begin
                if not exists (select from pg_roles where rolname = \(literal(name)))
                   and (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
                    begin
                        execute 'create role \(quoted(name)) nologin';
                    exception when duplicate_object or unique_violation then
                        null;  -- Roles belong to the server: another database's migration was quicker.
                    end;
                end if;
                if exists (select from pg_roles where rolname = \(literal(name))) then
                    execute 'grant usage on schema star to \(quoted(name))';
                    execute 'grant select on all tables in schema star to \(quoted(name))';
                end if;
            end
            $$
            """
        ]
    }
}
