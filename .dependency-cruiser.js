/** The arrows of the design: services → packages, never service → service, and every library in its own room. */
const test = '\\.(unit|int|e2e)\\.test\\.ts$|/testing/|/fixtures/';

/** Only `room` may import `library`. */
const only = (name, library, room, more = []) => ({
  name,
  severity: 'error',
  from: { pathNot: [room, ...more] },
  to: { path: `^node_modules/(${library})/` },
});

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'services-do-not-know-each-other',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-do-not-know-services',
      severity: 'error',
      from: { path: '^packages/', pathNot: test },
      to: { path: '^services/' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^services/[^/]+/src/domain/', pathNot: test },
      to: {
        pathNot: ['^services/[^/]+/src/domain/', '^packages/(contracts|ab-stats)/', '^node:(crypto|util)$', '^crypto$', '^util$'],
      },
    },
    {
      name: 'platform-packages-know-no-domain',
      severity: 'error',
      from: { path: '^packages/(messaging|saga|service-kit)/', pathNot: test },
      to: { path: '^packages/(contracts|graph-api|graph-api-fake|ab-stats|local-stack)/' },
    },
    {
      name: 'saga-knows-no-messaging',
      severity: 'error',
      from: { path: '^packages/saga/' },
      to: { path: '^packages/messaging/' },
    },
    {
      name: 'graph-api-stands-alone',
      severity: 'error',
      from: { path: '^packages/graph-api/', pathNot: test },
      to: { path: '^packages/(?!graph-api/)' },
    },
    {
      name: 'the-fake-is-for-tests-and-stub-mode',
      severity: 'error',
      from: { path: '^services/', pathNot: test },
      to: { path: '^packages/graph-api-fake/' },
    },
    {
      name: 'the-fake-stands-alone',
      severity: 'error',
      from: { path: '^packages/graph-api-fake/' },
      to: { path: '^packages/(?!graph-api-fake/)' },
    },
    {
      name: 'statistics-stand-alone',
      severity: 'error',
      from: { path: '^packages/ab-stats/' },
      to: { path: '^packages/(?!ab-stats/)' },
    },
    {
      name: 'the-chaos-checker-shares-no-code-with-the-product',
      severity: 'error',
      from: { path: '^tests/chaos-run/checker/' },
      to: { path: '^(packages|services)/' },
    },
    only('kafka-and-avro-only-in-messaging', 'kafkajs|avsc', '^packages/messaging/', ['^tests/']),
    only('simple-statistics-only-in-ab-stats', 'simple-statistics', '^packages/ab-stats/'),
    only('undici-only-in-graph-api', 'undici', '^packages/graph-api/', ['^bench/']),
    {
      name: 'testing-code-stays-in-tests',
      severity: 'error',
      from: { pathNot: [test, '^tests/', '^bench/', '^scripts/'] },
      to: { path: '^packages/[^/]+/src/testing/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)\\.local/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
    detectProcessBuiltinModuleCalls: false,
  },
};
