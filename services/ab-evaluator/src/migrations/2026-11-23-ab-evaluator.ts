import { Migration } from '@mikro-orm/migrations';

export class AbEvaluator20261123 extends Migration {
  override up(): void {
    this.addSql(`
      create table campaigns (
        id uuid primary key,
        social_account_id uuid not null,
        currency text not null,
        timezone text not null,
        daily_budget_cents bigint,
        lifetime_budget_cents bigint,
        removed_at timestamptz
      )`);
    this.addSql(`
      create table campaign_ads (
        ad_id uuid primary key,
        ad_meta_id text not null,
        adset_id uuid not null,
        campaign_id uuid not null references campaigns (id),
        clip_id uuid not null
      )`);
    this.addSql(`create index campaign_ads_campaign on campaign_ads (campaign_id)`);
    // Without a reference: results may arrive before the campaign they belong to.
    this.addSql(`
      create table ad_daily_metrics (
        ad_id uuid not null,
        date date not null,
        attribution_setting text not null,
        impressions bigint not null,
        clicks bigint not null,
        inline_link_clicks bigint not null,
        spend_cents bigint not null,
        conversions bigint,
        revenue_cents bigint,
        reach bigint,
        synced_at timestamptz not null,
        primary key (ad_id, date, attribution_setting)
      )`);
    this.addSql(`
      create table meta_ab_tests (
        id uuid primary key,
        campaign_id uuid not null references campaigns (id),
        social_account_id uuid not null,
        test_name text not null,
        status text not null default 'active' check (status in ('active','evaluating','completed','needs_more_data','archived')),
        design text not null check (design in ('observational','split_test')),
        variants jsonb not null,
        metrics jsonb not null,
        primary_metric text not null check (primary_metric in ('ctr','cpc','roas')),
        click_field text not null check (click_field in ('inline_link_clicks','clicks')),
        min_impressions int not null,
        min_duration_hours double precision not null,
        minimum_effect double precision not null,
        horizon_days int not null,
        start_time timestamptz not null,
        auto_publish_to uuid,
        detectable_effect text not null,
        requested_by text not null,
        created_at timestamptz not null,
        input_hash text,
        winner_clip_id uuid,
        winner_ad_id uuid,
        winner_decided_at timestamptz,
        archived_at timestamptz,
        next_evaluation_at timestamptz not null,
        check ((status = 'archived') = (archived_at is not null)),
        check ((winner_ad_id is null) = (winner_decided_at is null))
      )`);
    this.addSql(
      `create index meta_ab_tests_due on meta_ab_tests (next_evaluation_at) where status in ('active','needs_more_data')`,
    );
    this.addSql(`
      create table ab_evaluations (
        id uuid primary key,
        ab_test_id uuid not null references meta_ab_tests (id),
        input_hash text not null,
        request_id text,
        forced_by text,
        forced_reason text,
        status text not null check (status in ('active','completed','needs_more_data')),
        verdict jsonb not null,
        metrics_snapshot jsonb not null,
        statistical_results jsonb not null,
        composite_scores jsonb not null,
        created_at timestamptz not null,
        check ((forced_by is null) = (forced_reason is null))
      )`);
    this.addSql(`create index ab_evaluations_test on ab_evaluations (ab_test_id, created_at)`);
    // What was concluded, when and on which data, is a record: nobody corrects it afterwards.
    this.addSql(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin raise exception 'rows of % are only added', tg_table_name; end $$`);
    this.addSql(`
      create trigger ab_evaluations_append_only before update or delete on ab_evaluations
      for each row execute function refuse_change()`);
  }
}
