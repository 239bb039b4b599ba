/** Three projects, by cost: `unit` is pure, `int` needs Kafka or PostgreSQL, `e2e` starts the services. */
const shared = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/scripts/jest/strip-types.js' },
  moduleFileExtensions: ['ts', 'js', 'json', 'node'],
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/.local/'],
};
const real = {
  globalSetup: '<rootDir>/scripts/jest/start-backends.ts',
  globalTeardown: '<rootDir>/scripts/jest/stop-backends.ts',
};

export default {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['**/*.unit.test.ts'] },
    { ...shared, ...real, displayName: 'int', testMatch: ['**/*.int.test.ts'] },
    { ...shared, ...real, displayName: 'e2e', testMatch: ['**/*.e2e.test.ts'] },
  ],
  maxWorkers: 2,
  testTimeout: 30_000,
};
