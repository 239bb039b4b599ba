import { badParameter } from '../errors.ts';
import { UploadedFile } from '../http/multipart.ts';
import { ownEntry } from '../own-entry.ts';
import { parseGraphTime } from '../time/graph-time.ts';

/** Parameters as they arrive: strings from query and form bodies, anything from JSON bodies. */
export type Params = Record<string, unknown>;

/** How a parameter is read and kept: `time` as epoch milliseconds, `integer` as a number, the rest as their JSON value. */
export type ParameterKind = 'string' | 'integer' | 'boolean' | 'time' | 'list' | 'object';

export type ParameterTable = Readonly<Record<string, ParameterKind>>;

/** Reads every parameter the table knows; what is absent stays absent. Forms carry nested values as JSON text. */
export function readParameters(table: ParameterTable, params: Params): Params {
  const values: Params = {};
  for (const name of Object.keys(params)) {
    const kind = ownEntry(table, name);
    if (kind === undefined) continue;
    const raw = params[name];
    if (raw !== undefined && raw !== null && raw !== '') values[name] = decodeParameter(name, kind, raw);
  }
  return values;
}

/** One parameter by its kind. @throws GraphRefusal 100 when it is of another kind. */
export function decodeParameter(name: string, kind: ParameterKind, raw: unknown): unknown {
  switch (kind) {
    case 'string':
      return readString(name, raw);
    case 'integer':
      return readInteger(name, raw);
    case 'boolean':
      return readBoolean(name, raw);
    case 'time':
      return readTime(name, raw);
    case 'list':
      return readList(name, raw);
    case 'object':
      return readObject(name, raw);
  }
}

function readString(name: string, raw: unknown): string {
  if (typeof raw === 'string') return raw;
  if (typeof raw === 'number') return String(raw);
  throw badParameter(`Param ${name} must be a string`, name);
}

function readInteger(name: string, raw: unknown): number {
  if (typeof raw === 'number' && Number.isSafeInteger(raw)) return raw;
  if (typeof raw === 'string' && /^-?\d{1,15}$/.test(raw)) return Number(raw);
  throw badParameter(`Param ${name} must be an integer`, name);
}

function readBoolean(name: string, raw: unknown): boolean {
  if (typeof raw === 'boolean') return raw;
  if (raw === 'true' || raw === '1' || raw === 1) return true;
  if (raw === 'false' || raw === '0' || raw === 0) return false;
  throw badParameter(`Param ${name} must be a boolean`, name);
}

function readTime(name: string, raw: unknown): number {
  const atMs = parseGraphTime(raw);
  if (atMs === null) throw badParameter(`Param ${name} must be a valid ISO 8601 time or unix timestamp`, name);
  return atMs;
}

function readList(name: string, raw: unknown): unknown[] {
  const value = parseNested(raw);
  if (Array.isArray(value)) return value;
  throw badParameter(`Param ${name} must be an array.`, name);
}

function readObject(name: string, raw: unknown): Params {
  const value = parseNested(raw);
  if (isRecord(value)) return value;
  throw badParameter(`Param ${name} must be a JSON object`, name);
}

function parseNested(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  try {
    return JSON.parse(raw);
  } catch {
    // Not JSON: the caller names the parameter in its refusal.
    return undefined;
  }
}

export function isRecord(value: unknown): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof UploadedFile);
}

/** A list of strings, from JSON or comma-separated text; undefined when absent. */
export function readStringList(name: string, raw: unknown): string[] | undefined {
  if (raw === undefined || raw === null || raw === '') return undefined;
  const value = typeof raw === 'string' && !raw.trimStart().startsWith('[') ? raw.split(',') : readList(name, raw);
  return value.map((item) => readString(name, item).trim());
}
