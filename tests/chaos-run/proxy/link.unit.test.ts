import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { waitFor } from '@mao/service-kit/testing';
import { type Link, openLink } from './link.ts';

let server: Server;
let link: Link;
let received: string[];
let callers: Socket[];

beforeEach(async () => {
  received = [];
  callers = [];
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      received.push(String(bytes));
      socket.write(`re: ${bytes}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  link = await openLink('test');
  link.leadTo((server.address() as { port: number }).port);
});

afterEach(async () => {
  for (const caller of callers) caller.destroy();
  await link.close();
  server.close();
});

/** What comes back: the answer, or the code of the error that ended the connection. */
async function ask(text: string): Promise<string> {
  const caller = connect({ host: '127.0.0.1', port: link.port });
  callers.push(caller);
  caller.write(text);
  return new Promise((resolve) => {
    caller.once('data', (bytes) => resolve(String(bytes)));
    caller.once('error', (error: NodeJS.ErrnoException) => resolve(String(error.code)));
  });
}

describe('a link', () => {
  test('is a plain wire until told otherwise', async () => {
    expect(await ask('a')).toBe('re: a');
  });

  test('cut before the request: the other side never sees it', async () => {
    link.cut('before-request');
    expect(await ask('a')).toBe('ECONNRESET');
    expect(await ask('b')).toBe('re: b');
    expect(received).toEqual(['b']);
  });

  test.each(['after-request', 'before-response'] as const)(
    'cut %s: the other side has acted, the caller cannot know',
    async (how) => {
      link.cut(how);
      expect(await ask('a')).toBe('ECONNRESET');
      expect(await ask('b')).toBe('re: b');
      expect(received).toEqual(['a', 'b']);
    },
  );

  test('half-open: nothing passes, nothing is refused, and the thaw resets what stood', async () => {
    link.freeze();
    const answer = ask('a');
    const [caller] = callers;
    await once(caller as Socket, 'connect');
    link.thaw();
    expect(await answer).toBe('ECONNRESET');
    expect(received).toEqual([]);
    expect(await ask('b')).toBe('re: b');
  });

  test('slow: both ways take longer', async () => {
    link.slow(30);
    const startedAt = performance.now();
    expect(await ask('a')).toBe('re: a');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(58);
  });

  test('cut while one side has said all it had to say: no socket is left behind', async () => {
    const caller = connect({ host: '127.0.0.1', port: link.port, allowHalfOpen: true });
    callers.push(caller);
    caller.on('error', () => undefined);
    await once(caller, 'connect');
    caller.end('a');
    await once(caller, 'data');
    await link.close();
    caller.destroy();
    const openSockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
    await waitFor('every socket to close', () => openSockets() === 0);
    link = await openLink('another');
  });

  test('whose other side is down resets', async () => {
    server.close();
    await once(server, 'close');
    expect(await ask('a')).toBe('ECONNRESET');
  });
});
