export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { waitFor } from './wait-for.ts';
export { writeAtOnce } from './write-at-once.ts';
