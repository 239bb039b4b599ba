export type { FakeGraphOptions, FakeRules } from './options.ts';
export { type FakeGraph, startFakeGraph } from './server.ts';
