import { continueTrace, newId, runWithTrace } from '@mao/service-kit';
import type { RequestHandler, Response } from 'express';

/** Printable ASCII, so that the id can stand in any log. */
const ACCEPTABLE = /^[\x20-\x7e]{1,128}$/;

/** Echoes X-Request-Id or makes one, and continues the caller's trace; every log line of the request carries both. */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const id = given !== undefined && ACCEPTABLE.test(given) ? given : newId();
  response.locals['requestId'] = id;
  response.set('X-Request-Id', id);
  runWithTrace({ requestId: id, traceparent: continueTrace(request.get('traceparent')) }, next);
};

export const requestIdOf = (response: Response): string => String(response.locals['requestId']);
