import { Migration } from '@mikro-orm/migrations';

/** A/B tests and the publications of their winners. */
export class AbTests20261123 extends Migration {
  override up(): void {
    this.addSql(`alter table campaigns add column ab_test jsonb, add column ab_test_id uuid`);
    this.addSql(`
      create table ab_tests (
        id uuid primary key,
        operation_id uuid not null,
        campaign_id uuid not null references campaigns (id),
        social_account_id uuid not null,
        test_name text not null,
        status text not null check (status in ('active','evaluating','completed','needs_more_data','archived')),
        is_created boolean not null default false,
        variants jsonb not null,
        metrics text[] not null,
        min_impressions bigint not null,
        min_duration_hours int not null,
        start_time timestamptz not null,
        primary_metric text not null,
        click_field text not null,
        minimum_effect double precision not null,
        horizon_days int not null,
        auto_publish_to uuid,
        design text,
        detectable_effect jsonb,
        winner_clip_id uuid,
        winner_ad_id uuid,
        winner_decided_at timestamptz,
        reason text,
        result jsonb,
        publish_log_id uuid,
        published_to_social boolean not null default false,
        created_at timestamptz not null
      )`);
    this.addSql(`create index ab_tests_campaign on ab_tests (campaign_id)`);
    this.addSql(`create index ab_tests_account on ab_tests (social_account_id, id)`);
    this.addSql(`
      create table publications (
        id uuid primary key,
        ab_test_id uuid not null,
        social_account_id uuid not null,
        clip_id uuid not null,
        status text not null check (status in ('pending','processing','retry','success','failed')),
        source text not null,
        winner_metrics jsonb,
        external_id text,
        external_url text,
        reason text,
        next_retry_at timestamptz,
        queued_at timestamptz not null,
        updated_at timestamptz not null
      )`);
    this.addSql(`create unique index publications_once on publications (ab_test_id, social_account_id)`);
    this.addSql(`alter table operations drop constraint operations_kind_check`);
    this.addSql(`alter table operations add constraint operations_kind_check check (kind in
      ('campaign_run','campaign_cancel','campaign_resume','insights_sync','clip_publish','account_pause','account_resume',
       'ab_test_create','ab_test_evaluate','ab_test_archive','winner_publish'))`);
  }
}
