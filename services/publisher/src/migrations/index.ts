import { Publisher20261123 } from './2026-11-23-publisher.ts';

export const migrations = [{ name: '2026-11-23-publisher', class: Publisher20261123 }];
