import { Migration } from '@mikro-orm/migrations';

/** When an account's objects at Meta are compared with our rows next. */
export class Reconcile20261123 extends Migration {
  override up(): void {
    this.addSql(`alter table social_accounts add column next_reconcile_at timestamptz not null default now()`);
    this.addSql(
      `create index social_accounts_next_reconcile on social_accounts (next_reconcile_at) where disconnected_at is null`,
    );
  }
}
