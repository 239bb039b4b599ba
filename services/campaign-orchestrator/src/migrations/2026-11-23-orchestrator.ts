import { Migration } from '@mikro-orm/migrations';

export class Orchestrator20261123 extends Migration {
  override up(): void {
    this.addSql(`
      create table clips (
        id uuid primary key,
        social_account_id uuid,
        title text,
        video_url text,
        thumbnail_url text,
        published_at timestamptz,
        withdrawn_at timestamptz
      )`);
    this.addSql(`
      create table social_accounts (
        id uuid primary key,
        revision int not null,
        ad_account_id text not null,
        page_id text not null,
        instagram_user_id text,
        pixel_id text,
        currency text not null,
        timezone text not null,
        default_countries text[] not null,
        dsa_beneficiary text,
        dsa_payor text,
        sealed_access_token text not null,
        disconnected_at timestamptz,
        account_status int,
        min_daily_budget_cents bigint,
        info_read_at timestamptz
      )`);
    this.addSql(`
      create table meta_campaigns (
        id uuid primary key,
        request_id uuid not null,
        social_account_id uuid not null,
        meta_id text unique,
        name text not null,
        objective text not null,
        status text not null check (status in ('building','PAUSED','ACTIVE','failed','cancelled','needs_attention')),
        created_at timestamptz not null,
        finished_at timestamptz,
        removed_at timestamptz,
        left_reason text
      )`);
    this.addSql(`create index meta_campaigns_account on meta_campaigns (social_account_id)`);
    this.addSql(`
      create table meta_adsets (
        id uuid primary key,
        campaign_id uuid not null references meta_campaigns (id),
        meta_id text unique,
        daily_budget_cents bigint,
        lifetime_budget_cents bigint,
        removed_at timestamptz,
        left_reason text
      )`);
    this.addSql(`
      create table meta_creatives (
        id uuid primary key,
        campaign_id uuid not null references meta_campaigns (id),
        clip_id uuid not null,
        meta_id text,
        removed_at timestamptz,
        left_reason text
      )`);
    // Not unique: Meta deduplicates creatives, so two campaigns may hold one.
    this.addSql(`create index meta_creatives_meta on meta_creatives (meta_id)`);
    this.addSql(`
      create table meta_ads (
        id uuid primary key,
        campaign_id uuid not null references meta_campaigns (id),
        adset_id uuid not null references meta_adsets (id),
        creative_id uuid not null references meta_creatives (id),
        clip_id uuid not null,
        meta_id text unique,
        removed_at timestamptz,
        left_reason text
      )`);
    for (const table of ['meta_adsets', 'meta_creatives', 'meta_ads'])
      this.addSql(`create index ${table}_campaign on ${table} (campaign_id)`);
  }
}
