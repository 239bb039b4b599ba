import type { RequestHandler } from 'express';
import express from 'express';
import { z } from 'zod';
import { isNestedTooDeep, unstorableText } from '../domain/json-limits.ts';
import { escapePart, toPointer } from '../domain/json-pointer.ts';
import { type FieldError, invalid, ProblemError } from './problem.ts';

const MAX_BODY_BYTES = 64 * 1024;
/** Thousands of wrong fields must not make an answer far larger than the request. */
const MAX_ERRORS = 100;

const readBytes = express.raw({ limit: MAX_BODY_BYTES, type: 'application/json' });

/** Reads a JSON body in UTF-8. Another media type is 415, anything that is no JSON text 400. */
export const jsonBody: RequestHandler = (request, response, next) => {
  const isEmpty = request.get('content-type') === undefined && !hasBytes(request.headers);
  if (!isEmpty && (!request.is('application/json') || !isUtf8(request.get('content-type'))))
    throw new ProblemError(415, 'unsupported-media-type', 'Send application/json in UTF-8.');
  readBytes(request, response, (error: unknown) => {
    if (error !== undefined) return next(error);
    try {
      request.body = parseJson(Buffer.isBuffer(request.body) ? request.body : undefined);
    } catch (refusal) {
      return next(refusal);
    }
    next();
  });
};

/** For an endpoint whose request has no fields: nothing, or an empty object. What else comes is read and refused. */
export const noBody: RequestHandler = (request, response, next) => {
  if (!hasBytes(request.headers)) return next();
  jsonBody(request, response, (error: unknown) => {
    if (error !== undefined) return next(error);
    try {
      parseBody(z.strictObject({}), request.body);
      request.body = undefined;
    } catch (refusal) {
      return next(refusal);
    }
    next();
  });
};

const hasBytes = (headers: { 'content-length'?: string | undefined; 'transfer-encoding'?: string | undefined }): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function isUtf8(contentType: string | undefined): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)"?/i.exec(contentType ?? '')?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

function parseJson(bytes: Buffer | undefined): unknown {
  if (bytes === undefined || bytes.length === 0) throw malformed('The body is empty.');
  const value = parsed(bytes);
  if (isNestedTooDeep(value)) throw malformed('The body is nested too deep.');
  return value;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // The parser's own words would quote the body.
    throw malformed('The body is not valid JSON in UTF-8.');
  }
}

const malformed = (detail: string): ProblemError => new ProblemError(400, 'malformed-json', detail);

/**
 * The body as the schema reads it.
 * @throws ProblemError 422 with one entry per field that does not fit
 */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const unstorable = unstorableText(body);
  if (unstorable.length > 0) throw invalid(unstorable.slice(0, MAX_ERRORS));
  return parseWith(schema, body);
}

export function parseWith<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.flatMap(fieldErrors).slice(0, MAX_ERRORS));
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const pointer = toPointer(issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ pointer: `${pointer}/${escapePart(key)}`, detail: 'is not a known field' }));
  return [{ pointer, detail: issue.message }];
}
