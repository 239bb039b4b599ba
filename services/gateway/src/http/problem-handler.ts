import type { Problem } from '@mao/contracts';
import { isDatabaseAway, type Logger } from '@mao/service-kit';
import type { ErrorRequestHandler, Request, Response } from 'express';
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
  const body: Problem = {
    type: `/problems/${problem.code}`,
    title: TITLES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.detail,
    instance: request.path,
    code: problem.code,
    request_id: requestIdOf(response),
    retryable: problem.status === 429 || problem.status === 503,
    ...(problem.errors.length === 0 ? {} : { errors: problem.errors }),
  };
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(body));
}

function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isDatabaseAway(error))
    return new ProblemError(503, 'unavailable', 'The database is away; nothing was changed. Try again.', {
      retryAfterSeconds: 1,
    });
  return bodyProblem(error) ?? new ProblemError(500, 'internal', 'Something went wrong; the request id leads to the log.');
}

/** Errors of the body parser, by the type it sets. */
function bodyProblem(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error) || !('type' in error) || !('status' in error)) return undefined;
  if (error.type === 'entity.too.large')
    return new ProblemError(413, 'body-too-large', 'The body must not be larger than 64 KiB.');
  if (error.status === 415) return new ProblemError(415, 'unsupported-media-type', 'Send application/json in UTF-8.');
  if (typeof error.status === 'number' && error.status >= 400 && error.status < 500)
    return new ProblemError(400, 'malformed-json', 'The body is not valid JSON.');
  return undefined;
}
