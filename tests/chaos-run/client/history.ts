import { createWriteStream } from 'node:fs';

/**
 * What a client asked for and what it was promised, as Jepsen writes it: `invoke` before anything is sent, then `ok` (it was
 * promised), `fail` (it was refused) or `info` (nobody knows). A request repeated with its key is one operation.
 */
export interface HistoryLine {
  readonly at: number;
  readonly phase: 'invoke' | 'ok' | 'fail' | 'info';
  readonly op: string;
  readonly key: string;
  readonly value: unknown;
}

export interface History {
  write(phase: HistoryLine['phase'], op: string, key: string, value: unknown): void;
  close(): Promise<void>;
}

/** One JSON object a line. */
export function openHistory(file: string): History {
  const stream = createWriteStream(file);
  let isClosed = false;
  return {
    write(phase, op, key, value) {
      if (isClosed) return; // an errand that was called off
      const line: HistoryLine = { at: Date.now(), phase, op, key, value };
      stream.write(`${JSON.stringify(line)}\n`);
    },
    close() {
      isClosed = true;
      return new Promise((resolve) => void stream.end(resolve));
    },
  };
}
