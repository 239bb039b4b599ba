import { Gateway20261123 } from './2026-11-23-gateway.ts';
import { AbTests20261123 } from './2026-11-23-gateway-ab-tests.ts';
import { AccountHealth20261123 } from './2026-11-23-gateway-account-health.ts';
import { CampaignEnd20261123 } from './2026-11-23-gateway-campaign-end.ts';

export const migrations = [
  { name: '2026-11-23-gateway', class: Gateway20261123 },
  { name: '2026-11-23-gateway-campaign-end', class: CampaignEnd20261123 },
  { name: '2026-11-23-gateway-account-health', class: AccountHealth20261123 },
  { name: '2026-11-23-gateway-ab-tests', class: AbTests20261123 },
];
