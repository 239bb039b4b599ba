import { Migration } from '@mikro-orm/migrations';

/** The kill switch, the problem of an account that was told last, and when it is checked next. */
export class AccountHealth20261123 extends Migration {
  override up(): void {
    this.addSql(`alter table social_accounts add column paused boolean not null default false, add column problem_kind text,
      add column next_check_at timestamptz not null default now() + interval '24 hours'`);
    this.addSql(`create index social_accounts_next_check on social_accounts (next_check_at) where disconnected_at is null`);
  }
}
