import { Gateway20261123 } from './2026-11-23-gateway.ts';

export const migrations = [{ name: '2026-11-23-gateway', class: Gateway20261123 }];
