import { appendFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { withoutCredentials } from '../execute-call.ts';
import { decodeBody, decodeQuery } from '../http/decode-body.ts';
import { splitVersion } from '../http/path-version.ts';
import { readBody } from '../http/read-body.ts';
import type { Exchange } from './exchange.ts';

const FORWARDED_HEADERS = ['authorization', 'content-type'] as const;

/** A loopback server that passes Graph calls on to `to` and appends each exchange, without credentials, to `file`. */
export function createRecordProxy(to: string, file: string): Server {
  return createServer((request, response) => {
    pass(to, file, request, response).catch((error: unknown) => {
      const story = error instanceof Error ? error.message : String(error);
      response.writeHead(502, { 'content-type': 'text/plain' }).end(`the recorder could not pass the call on: ${story}`);
    });
  });
}

async function pass(to: string, file: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = (await readBody(request)) ?? Buffer.alloc(0);
  const headers = new Headers();
  for (const name of FORWARDED_HEADERS) if (request.headers[name] !== undefined) headers.set(name, request.headers[name]);
  const method = request.method ?? 'GET';
  const answer = await fetch(`${to}${request.url}`, {
    method,
    headers,
    redirect: 'manual',
    // fetch allows no body on these; the SDKs' `{}` says nothing.
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: new Uint8Array(body) }),
  });
  const text = await answer.text();
  appendFileSync(file, `${JSON.stringify(toExchange(request, body, answer.status, text))}\n`);
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' }).end(text);
}

function toExchange(request: IncomingMessage, body: Buffer, status: number, text: string): Exchange {
  const [rawPath = '/', query = ''] = (request.url ?? '/').split('?');
  const { path } = splitVersion(rawPath);
  const params = { ...decodeQuery(query), ...decodeBody(request.headers['content-type'], body) };
  const token = String(params['access_token'] ?? /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '');
  const { id: _repeatedFromPath, ...sent } = params;
  // paging.next carries the token.
  const safe = token === '' ? text : text.replaceAll(token, 'TOKEN').replaceAll(encodeURIComponent(token), 'TOKEN');
  return {
    method: request.method ?? 'GET',
    path,
    params: withoutCredentials(sent, path),
    status,
    body: parseJson(safe),
  };
}

/** Ids longer than a number holds stay text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/:\s*(\d{16,})(?=[,}\s])/g, ':"$1"'));
  } catch {
    // Not JSON: the text itself is the evidence.
    return text;
  }
}
