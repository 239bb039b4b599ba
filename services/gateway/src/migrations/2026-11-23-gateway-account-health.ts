import { Migration } from '@mikro-orm/migrations';

/** The kill switch, and which alert an account's health comes from. */
export class AccountHealth20261123 extends Migration {
  override up(): void {
    this.addSql(
      `alter table accounts add column paused_since timestamptz, add column health_what_to_do text, add column health_alert_id uuid`,
    );
    this.addSql(`alter table operations drop constraint operations_kind_check`);
    this.addSql(`alter table operations add constraint operations_kind_check check (kind in
      ('campaign_run','campaign_cancel','campaign_resume','insights_sync','clip_publish','account_pause','account_resume'))`);
  }
}
