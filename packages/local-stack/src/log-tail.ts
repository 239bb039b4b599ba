import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const TAIL_BYTES = 8_192;

/** The last few kilobytes of a log file, from `sinceByte` on; empty when there is no such file. */
export function logTail(file: string, sinceByte = 0): string {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    return ''; // nothing was written yet
  }
  try {
    const { size } = fstatSync(handle);
    const from = Math.max(sinceByte, size - TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    readSync(handle, buffer, 0, buffer.length, from);
    return buffer.toString('utf8');
  } finally {
    closeSync(handle);
  }
}

/** The last non-empty lines of a text, for the end of a message. */
export function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join('\n').trim();
}
