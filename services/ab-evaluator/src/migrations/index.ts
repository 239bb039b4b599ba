import { AbEvaluator20261123 } from './2026-11-23-ab-evaluator.ts';

export const migrations = [{ name: '2026-11-23-ab-evaluator', class: AbEvaluator20261123 }];
