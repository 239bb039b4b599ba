import { Migration } from '@mikro-orm/migrations';

/** A campaign that is over spends nothing: it no longer counts against its account's cap. */
export class CampaignEnd20261123 extends Migration {
  override up(): void {
    this.addSql(`alter table campaigns add column ends_at timestamptz`);
  }
}
