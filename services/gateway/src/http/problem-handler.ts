import type { Problem } from '@mao/contracts';
import { isDatabaseAway, type Logger } from '@mao/service-kit';
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { StoredProblem } from '../operations/stored-problem.ts';
import { ProblemError } from './problem.ts';
import { requestIdOf } from './request-id.ts';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Malformed request',
  401: 'Not authenticated',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Body too large',
  415: 'Unsupported media type',
  422: 'Not valid',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Temporarily unavailable',
};

/** The one place where errors become answers. The message of an unknown error is logged and never sent. */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = asProblem(error);
    if (problem.status >= 500) logger[problem.status === 500 ? 'error' : 'warn']({ err: error }, 'request failed');
    sendProblem(request, response, problem);
  };
}

export function sendProblem(request: Request, response: Response, problem: ProblemError): void {
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer');
  if (problem.retryAfterSeconds !== undefined) response.set('Retry-After', String(problem.retryAfterSeconds));
  const body: Problem = { ...problemFields(problem), instance: request.path, request_id: requestIdOf(response) };
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(body));
}

/** The problem document without what belongs to one request. */
export function problemFields({ status, code, detail, errors }: StoredProblem): Omit<Problem, 'instance' | 'request_id'> {
  return {
    type: `/problems/${code}`,
    title: TITLES[status] ?? 'Error',
    status,
    detail,
    code,
    retryable: status === 429 || status === 503,
    ...(errors.length === 0 ? {} : { errors }),
  };
}

function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isDatabaseAway(error))
    // A connection lost during the commit leaves open whether it happened: only the key makes a second try safe.
    return new ProblemError(503, 'unavailable', 'The database is away. Try again, with the same Idempotency-Key.', {
      retryAfterSeconds: 1,
    });
  if (error instanceof URIError) return new ProblemError(400, 'malformed-path', 'The path is not valid percent-encoding.');
  return bodyProblem(error) ?? new ProblemError(500, 'internal', 'Something went wrong; the request id leads to the log.');
}

/** Errors of the body parser, by the type it sets. */
function bodyProblem(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error) || !('type' in error) || !('status' in error)) return undefined;
  if (error.type === 'entity.too.large')
    return new ProblemError(413, 'body-too-large', 'The body must not be larger than 64 KiB.');
  if (error.status === 415) return new ProblemError(415, 'unsupported-media-type', 'Send application/json in UTF-8.');
  if (typeof error.status === 'number' && error.status >= 400 && error.status < 500)
    return new ProblemError(400, 'malformed-json', 'The body cannot be read.');
  return undefined;
}
