import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** One request and its answer, as recorded from a live account. Credentials are left out. */
export interface Exchange {
  readonly method: string;
  /** Without version, with leading slash. */
  readonly path: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly body: unknown;
}

const exchange = z.strictObject({
  method: z.enum(['GET', 'POST', 'DELETE']),
  path: z.string().startsWith('/'),
  params: z.record(z.string(), z.unknown()),
  status: z.int(),
  body: z.unknown(),
});

/** Reads a recording: one exchange a line. @throws naming the line that is none. */
export function readRecording(file: string): Exchange[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, `${file}:${index + 1}`)]));
}

function parseLine(line: string, where: string): Exchange {
  try {
    return exchange.parse(JSON.parse(line));
  } catch (error) {
    throw new Error(`${where} is not a recorded exchange`, { cause: error });
  }
}
