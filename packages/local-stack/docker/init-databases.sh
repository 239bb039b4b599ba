#!/bin/sh
# Runs once, when the PostgreSQL container of docker-compose.yml makes its data folder: one database and one role per service.
set -eu

make_database() {
  psql --set ON_ERROR_STOP=1 --set name="$1" --set password="$2" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
revoke connect on database :"name" from public;
SQL
}

make_database mao_gateway "$GATEWAY_DATABASE_PASSWORD"
make_database mao_campaign_orchestrator "$CAMPAIGN_ORCHESTRATOR_DATABASE_PASSWORD"
make_database mao_insights_sync "$INSIGHTS_SYNC_DATABASE_PASSWORD"
make_database mao_ab_evaluator "$AB_EVALUATOR_DATABASE_PASSWORD"
make_database mao_publisher "$PUBLISHER_DATABASE_PASSWORD"
