import { Migration } from '@mikro-orm/migrations';

export class InsightsSync20261123 extends Migration {
  override up(): void {
    this.addSql(`
      create table social_accounts (
        id uuid primary key,
        revision int not null,
        ad_account_id text not null,
        currency text not null,
        timezone text not null,
        sealed_access_token text not null,
        disconnected_at timestamptz
      )`);
    this.addSql(`
      create table tracked_ads (
        ad_id uuid primary key,
        ad_meta_id text not null unique,
        campaign_id uuid not null,
        campaign_meta_id text not null,
        social_account_id uuid not null,
        tracked_since timestamptz not null default clock_timestamp(),
        untracked_at timestamptz
      )`);
    this.addSql(`create index tracked_ads_account on tracked_ads (social_account_id) where untracked_at is null`);
    this.addSql(`create index tracked_ads_campaign on tracked_ads (campaign_id)`);
    this.addSql(`
      create table sync_runs (
        id uuid primary key,
        social_account_id uuid not null,
        campaign_id uuid,
        trigger text not null check (trigger in ('campaign_created','request','schedule')),
        state text not null default 'running' check (state in ('running','succeeded','failed')),
        request_ids text[] not null,
        rows_synced int not null default 0,
        rows_changed int not null default 0,
        date_range_start date,
        date_range_end date,
        error text,
        started_at timestamptz not null default clock_timestamp(),
        completed_at timestamptz,
        check ((state = 'running') = (completed_at is null)),
        check ((state = 'failed') = (error is not null))
      )`);
    // One run of a whole account at a time: whoever asks meanwhile joins it.
    this.addSql(
      `create unique index sync_runs_one_per_account on sync_runs (social_account_id) where state = 'running' and campaign_id is null`,
    );
    this.addSql(`
      create table meta_ad_insights (
        ad_id uuid not null references tracked_ads (ad_id),
        date date not null,
        attribution_setting text not null,
        impressions bigint not null,
        clicks bigint not null,
        inline_link_clicks bigint not null,
        spend_cents bigint not null,
        conversions bigint not null,
        revenue_cents bigint not null,
        reach bigint not null,
        read_at timestamptz not null,
        sync_run_id uuid not null,
        primary key (ad_id, date, attribution_setting)
      )`);
    this.addSql(`create table sync_schedule (social_account_id uuid primary key, next_due_at timestamptz not null)`);
    this.addSql(`create index sync_schedule_due on sync_schedule (next_due_at)`);
  }
}
