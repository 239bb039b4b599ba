import { InsightsSync20261123 } from './2026-11-23-insights-sync.ts';

export const migrations = [{ name: '2026-11-23-insights-sync', class: InsightsSync20261123 }];
