import { Orchestrator20261123 } from './2026-11-23-orchestrator.ts';

export const migrations = [{ name: '2026-11-23-orchestrator', class: Orchestrator20261123 }];
