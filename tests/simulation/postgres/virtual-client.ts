import { EventEmitter } from 'node:events';
import pg from 'pg';
import { currentParty } from '../kernel/party.ts';
import { type Session, terminated } from './session.ts';
import type { VirtualDatabase } from './virtual-database.ts';

type Callback = (error: unknown, result?: unknown) => void;
type Config = pg.QueryConfig & { types?: unknown; rowMode?: string };
interface Options extends pg.ClientConfig {
  readonly pipeline?: boolean;
}

/** Finds the database of the active world that an address means. */
export type FindDatabase = (name: string) => VirtualDatabase;

/**
 * Puts a driver in the place of node-postgres's own whose connections lead into the active world. Call it before anything
 * that extends or builds a client is loaded.
 */
export function installVirtualClient(find: FindDatabase): void {
  class VirtualClient extends EventEmitter {
    /** As far as the pool and our own client look into the driver. */
    readonly connection = {
      stream: { cork: () => undefined, uncork: () => undefined, destroy: () => this.#break(terminated()) },
    };
    readonly pipeline: boolean;
    _queryable = true;
    _ending = false;

    readonly #options: Options;
    #database: VirtualDatabase | undefined;
    #session: Session | undefined;
    /** Statements of one connection are carried out in their order. */
    #last: Promise<unknown> = Promise.resolve();

    constructor(config: string | Options = {}) {
      super();
      this.#options = typeof config === 'string' ? { connectionString: config } : config;
      this.pipeline = this.#options.pipeline ?? false;
    }

    connect(callback?: Callback): Promise<void> | undefined {
      return answerTo(callback, this.#connect());
    }

    query(first: string | Config, second?: unknown, third?: unknown): unknown {
      const callback = [second, third].find((argument) => typeof argument === 'function') as Callback | undefined;
      const config = typeof first === 'string' ? { text: first } : first;
      const values = Array.isArray(second) ? { values: second as unknown[] } : {};
      return answerTo(callback, this.#query({ types: this.#options.types, ...config, ...values } as Config));
    }

    end(callback?: Callback): Promise<void> | undefined {
      return answerTo(callback, this.#end());
    }

    ref(): void {}

    unref(): void {}

    isConnected(): boolean {
      return this.#session?.isOpen ?? false;
    }

    getTransactionStatus(): null {
      return null;
    }

    async #connect(): Promise<void> {
      const party = currentParty();
      if (party === undefined) throw new Error('a connection that belongs to nobody');
      this.#database = find(databaseOf(this.#options));
      const session: Session = {
        party,
        pid: this.#database.nextPid(),
        applicationName: this.#options.application_name ?? '',
        channels: new Set(),
        isOpen: false,
        hear: (channel, payload) => void this.emit('notification', { channel, payload }),
        break: (error) => this.#break(error),
      };
      await this.#database.open(session);
      this.#session = session;
    }

    async #query(config: Config): Promise<unknown> {
      const before = this.#last;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#last = promise;
      try {
        await before;
        if (this.#session === undefined || !this._queryable)
          throw new Error('Client has encountered a connection error and is not queryable');
        return await this.#database?.run(this.#session, config);
      } finally {
        resolve();
      }
    }

    async #end(): Promise<void> {
      this._ending = true;
      await this.#last;
      if (this.#session?.isOpen) this.#database?.close(this.#session);
      this._queryable = false;
      queueMicrotask(() => this.emit('end'));
    }

    #break(error: Error): void {
      if (!this._queryable) return;
      this._queryable = false;
      if (this.#session?.isOpen) this.#database?.close(this.#session);
      if (!this._ending) this.emit('error', error);
      queueMicrotask(() => this.emit('end'));
    }
  }
  Object.assign(VirtualClient.prototype, {
    escapeIdentifier: pg.escapeIdentifier,
    escapeLiteral: pg.escapeLiteral,
    setTypeParser: () => undefined,
  });
  Object.assign(pg, { Client: VirtualClient });
}

function databaseOf({ connectionString, database }: Options): string {
  return database ?? new URL(connectionString ?? '').pathname.slice(1);
}

function answerTo<T>(callback: Callback | undefined, work: Promise<T>): Promise<T> | undefined {
  if (callback === undefined) return work;
  work.then(
    (result) => callback(undefined, result),
    (error: unknown) => callback(error),
  );
  return undefined;
}
