export type { FakeGraphOptions, FakeRules } from './options.ts';
export { createFakeGraph, type FakeGraph, type FakeGraphListener, startFakeGraph } from './server.ts';
