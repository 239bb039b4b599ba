import { Orchestrator20261123 } from './2026-11-23-orchestrator.ts';
import { AccountHealth20261123 } from './2026-11-23-orchestrator-account-health.ts';
import { Reconcile20261123 } from './2026-11-23-orchestrator-reconcile.ts';

export const migrations = [
  { name: '2026-11-23-orchestrator', class: Orchestrator20261123 },
  { name: '2026-11-23-orchestrator-account-health', class: AccountHealth20261123 },
  { name: '2026-11-23-orchestrator-reconcile', class: Reconcile20261123 },
];
