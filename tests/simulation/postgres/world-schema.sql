-- What stands between a service's SQL and the real clock, the real list of sessions and the real time. Found before pg_catalog:
-- alter database ... set search_path = public, sim, pg_catalog.
create schema sim;
create function sim.now() returns timestamptz language sql stable as
  $$ select to_timestamp(current_setting('sim.now')::float8) $$;
create function sim.clock_timestamp() returns timestamptz language sql volatile as
  $$ select to_timestamp(current_setting('sim.now')::float8) $$;
create table sim.pg_stat_activity (pid integer, application_name text);
