/** The role that may read the schema `grafana` and nothing else; logins are made its members. */
export const readerRole = 'guanzhong_grafana';

/**
 * Makes the role and lets it read. Roles belong to the whole cluster: another database may be making it at this
 * moment, and a managed Postgres may not let the service make any. Then a notice says what an administrator has to
 * run; the views are there all the same.
 */
export const readerRoleStatement = `
  do $$ begin
    if not exists (select from pg_roles where rolname = '${readerRole}') then
      begin
        create role ${readerRole} nologin;
      exception
        when duplicate_object or unique_violation then null;
        when insufficient_privilege then
          raise notice 'This account may not make the role ${readerRole}. As an administrator: CREATE ROLE ${readerRole} NOLOGIN; then, in this database: GRANT USAGE ON SCHEMA grafana TO ${readerRole}; GRANT SELECT ON ALL TABLES IN SCHEMA grafana TO ${readerRole};';
      end;
    end if;
    if exists (select from pg_roles where rolname = '${readerRole}') then
      grant usage on schema grafana to ${readerRole};
      grant select on all tables in schema grafana to ${readerRole};
    end if;
  end $$`;
