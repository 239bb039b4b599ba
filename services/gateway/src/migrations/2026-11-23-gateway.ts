import { Migration } from '@mikro-orm/migrations';

export class Gateway20261123 extends Migration {
  override up(): void {
    this.addSql(`
      create table operations (
        id uuid primary key,
        kind text not null check (kind in ('campaign_run','campaign_cancel','campaign_resume','insights_sync','clip_publish')),
        state text not null check (state in ('accepted','running','waiting','succeeded','failed','needs_attention','cancelled')),
        subject text not null,
        social_account_id uuid not null,
        aggregate_id uuid,
        endpoint text not null,
        idempotency_key text,
        request_hash text not null,
        answer_status int,
        answer jsonb,
        result jsonb,
        campaign_outcome jsonb,
        insights_outcome jsonb,
        created_at timestamptz not null,
        completed_at timestamptz
      )`);
    this.addSql(
      `create unique index operations_idempotency on operations (subject, endpoint, idempotency_key) where idempotency_key is not null`,
    );
    this.addSql(`create index operations_aggregate on operations (aggregate_id)`);
    this.addSql(`
      create table accounts (
        id uuid primary key,
        ad_account_id text not null,
        page_id text not null,
        instagram_user_id text,
        pixel_id text,
        currency text not null,
        timezone text not null,
        default_countries text[] not null,
        sealed_access_token text not null,
        daily_budget_cap_cents bigint check (daily_budget_cap_cents > 0),
        dsa_beneficiary text,
        dsa_payor text,
        revision int not null,
        health_state text not null check (health_state in ('ok','reauth_required','paused','disabled','throttled')),
        health_reason text,
        health_since timestamptz not null,
        connected_at timestamptz not null,
        disconnected_at timestamptz
      )`);
    this.addSql(`
      create table clips (
        id uuid primary key,
        social_account_id uuid,
        title text,
        video_url text,
        thumbnail_url text,
        duration_ms bigint,
        published_at timestamptz,
        withdrawn_at timestamptz
      )`);
    this.addSql(`
      create table campaigns (
        id uuid primary key,
        operation_id uuid not null,
        social_account_id uuid not null,
        clip_id uuid not null,
        name text not null,
        objective text not null,
        optimization_goal text not null,
        state text not null check (state in ('accepted','running','waiting','succeeded','failed','needs_attention','cancelled')),
        status text,
        auto_publish boolean not null,
        daily_budget_cents bigint,
        lifetime_budget_cents bigint,
        live_daily_cents bigint not null,
        currency text not null,
        timezone text not null,
        campaign_meta_id text unique,
        adset_id uuid,
        adset_meta_id text unique,
        error text,
        errors jsonb,
        compensation jsonb,
        created_at timestamptz not null,
        completed_at timestamptz
      )`);
    this.addSql(`create index campaigns_account on campaigns (social_account_id, id)`);
    this.addSql(`
      create table campaign_ads (
        ad_id uuid primary key,
        campaign_id uuid not null references campaigns (id),
        position int not null,
        clip_id uuid not null,
        ad_meta_id text not null unique,
        creative_id uuid not null,
        creative_meta_id text not null
      )`);
    this.addSql(`create index campaign_ads_campaign on campaign_ads (campaign_id)`);
    this.addSql(`
      create table campaign_steps (
        campaign_id uuid not null,
        step text not null,
        position int not null,
        state text not null check (state in ('running','waiting','succeeded','failed','compensated')),
        attempts int not null,
        level text,
        meta_id text,
        started_at timestamptz,
        ended_at timestamptz,
        waiting_for text,
        next_retry_at timestamptz,
        error jsonb,
        primary key (campaign_id, step)
      )`);
    this.addSql(`
      create table insights_daily (
        ad_id uuid not null,
        date date not null,
        attribution_setting text not null,
        campaign_id uuid not null,
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
    this.addSql(`create index insights_daily_campaign on insights_daily (campaign_id, date)`);
    this.addSql(`
      create table alerts (
        id uuid primary key,
        social_account_id uuid not null,
        kind text not null,
        severity text not null check (severity in ('info','warning','critical')),
        subject_type text not null,
        subject_id text not null,
        message text not null,
        what_to_do text not null,
        raised_at timestamptz not null,
        resolved_at timestamptz
      )`);
    this.addSql(`create index alerts_account on alerts (social_account_id, raised_at)`);
  }
}
