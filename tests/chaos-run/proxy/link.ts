import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type Cut, type Direction, judgeChunk } from './judge-chunk.ts';

/** The only way from one process to one other: a TCP proxy that can be told to misbehave. */
export interface Link {
  /** `publisher-2 > kafka`. */
  readonly name: string;
  /** Where the first process connects to. */
  readonly port: number;
  /** The other end; connections are reset until it is known. */
  leadTo(port: number): void;
  /** Arms a cut: the next bytes of its direction, on whichever connection, meet it. */
  cut(how: Cut): void;
  /** Every packet takes this much longer; 0 ends it. */
  slow(latencyMs: number): void;
  /** Half-open: connections stand, new ones too, and not a byte passes. */
  freeze(): void;
  /** What was held up is lost, as after a partition; every connection of that time is reset. */
  thaw(): void;
  /** Back to a plain wire. */
  heal(): void;
  close(): Promise<void>;
}

interface State {
  targetPort: number | undefined;
  armed: readonly Cut[];
  latencyMs: number;
  /** Settles with the thaw. */
  frozen: PromiseWithResolvers<void> | undefined;
  readonly sockets: Set<Socket>;
}

export async function openLink(name: string): Promise<Link> {
  const state: State = { targetPort: undefined, armed: [], latencyMs: 0, frozen: undefined, sockets: new Set() };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (caller) => forward(state, caller));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error(`${name} has no port`);
  const link: Link = {
    name,
    port: address.port,
    leadTo(port) {
      state.targetPort = port;
    },
    cut(how) {
      state.armed = [...state.armed, how];
    },
    slow(latencyMs) {
      state.latencyMs = latencyMs;
    },
    freeze() {
      state.frozen ??= Promise.withResolvers();
    },
    thaw() {
      if (state.frozen === undefined) return;
      cutAll(state);
      state.frozen.resolve();
      state.frozen = undefined;
    },
    heal() {
      state.armed = [];
      state.latencyMs = 0;
      link.thaw();
    },
    async close() {
      cutAll(state);
      server.close();
      await once(server, 'close');
    },
  };
  return link;
}

function cutAll(state: State): void {
  for (const socket of state.sockets) reset(socket);
}

/** A socket whose sending side is closed already cannot be reset: libuv refuses, and Node would keep it for ever. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

function forward(state: State, caller: Socket): void {
  watch(state, caller);
  if (state.targetPort === undefined) {
    reset(caller);
    return;
  }
  const target = connect({ host: '127.0.0.1', port: state.targetPort, allowHalfOpen: true, noDelay: true });
  watch(state, target);
  const cut = () => {
    reset(caller);
    reset(target);
  };
  // A reset of one side, or a server that is down, is a reset of the other side.
  pump(state, 'request', caller, target).catch(cut);
  pump(state, 'response', target, caller).catch(cut);
}

function watch(state: State, socket: Socket): void {
  state.sockets.add(socket);
  socket.once('close', () => state.sockets.delete(socket));
  socket.on('error', () => undefined); // ends the loop that reads it
}

class CutHere extends Error {}

async function pump(state: State, direction: Direction, from: Socket, to: Socket): Promise<void> {
  // Kept open at the end of the loop: the other direction may go on.
  for await (const chunk of from.iterator({ destroyOnReturn: false })) {
    if (state.latencyMs > 0) await delay(state.latencyMs);
    await state.frozen?.promise;
    const judgement = judgeChunk(state.armed, direction);
    state.armed = judgement.armed;
    if (judgement.passes) await write(to, chunk as Buffer);
    if (judgement.isCut) throw new CutHere();
  }
  to.end();
}

/** Resolves when the bytes were handed to the system: a cut after them must not overtake them. */
function write(to: Socket, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}
