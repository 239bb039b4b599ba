import type { RequestHandler } from 'express';
import express from 'express';
import type { z } from 'zod';
import { type FieldError, invalid, ProblemError } from './problem.ts';

const MAX_BODY_BYTES = 64 * 1024;

const readJson = express.json({ limit: MAX_BODY_BYTES, type: 'application/json', strict: false });

/** Reads a JSON body. Another media type is 415. */
export const jsonBody: RequestHandler = (request, response, next) => {
  if (request.is('application/json') === false)
    throw new ProblemError(415, 'unsupported-media-type', 'Send application/json in UTF-8.');
  readJson(request, response, next);
};

/**
 * The body as the schema reads it.
 * @throws ProblemError 400 without a body, 422 with one entry per field that does not fit
 */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  if (body === undefined) throw new ProblemError(400, 'malformed-json', 'The body is empty.');
  const unstorable = unstorableText(body, '');
  if (unstorable.length > 0) throw invalid(unstorable);
  return parseWith(schema, body);
}

export function parseWith<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.flatMap(fieldErrors));
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const pointer = toPointer(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: `${pointer}/${escapePart(key)}`, detail: 'is not a known field' }));
  return [{ pointer, detail: issue.message }];
}

const toPointer = (path: readonly PropertyKey[]): string => path.map((part) => `/${escapePart(String(part))}`).join('');
/** RFC 6901. */
const escapePart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** Text that PostgreSQL cannot store: NUL characters and halves of surrogate pairs. */
function unstorableText(value: unknown, pointer: string): FieldError[] {
  if (typeof value === 'string')
    return isStorable(value) ? [] : [{ pointer, detail: 'must be well-formed text without NUL characters' }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const path = `${pointer}/${escapePart(key)}`;
    return isStorable(key) ? unstorableText(inner, path) : [{ pointer, detail: 'has a field name that is not well-formed text' }];
  });
}

const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();
