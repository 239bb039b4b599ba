import { Migration } from '@mikro-orm/migrations';

export class Publisher20261123 extends Migration {
  override up(): void {
    this.addSql(`
      create table social_accounts (
        id uuid primary key,
        revision int not null,
        instagram_user_id text,
        sealed_access_token text not null,
        paused boolean not null,
        disconnected_at timestamptz
      )`);
    this.addSql(`
      create table clips (
        id uuid primary key,
        title text,
        video_url text,
        published_at timestamptz,
        withdrawn_at timestamptz
      )`);
    // An archived test has a row even when it never had a winner. json, not jsonb: the text is handed on as it came.
    this.addSql(`
      create table winners (
        ab_test_id uuid primary key,
        clip_id uuid,
        ad_id uuid,
        winner_metrics json,
        is_forced boolean,
        may_auto_publish boolean,
        auto_publish_to uuid,
        decided_at timestamptz,
        archived_at timestamptz
      )`);
    this.addSql(`
      create table publish_logs (
        id uuid primary key,
        ab_test_id uuid not null,
        social_account_id uuid not null,
        clip_id uuid not null,
        source text not null check (source in ('ab_test_winner')),
        winner_metrics json not null,
        status text not null default 'pending' check (status in ('pending','processing','retry','success','failed')),
        external_id text,
        external_url text,
        reason text,
        attempts int not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (ab_test_id, social_account_id),
        check (status <> 'success' or external_id is not null),
        check (status <> 'failed' or reason is not null)
      )`);
    this.addSql(`create index publish_logs_account on publish_logs (social_account_id, updated_at)`);
  }
}
