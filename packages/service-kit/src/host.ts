import type { RequestListener } from 'node:http';
import { type HttpServer, startHttpServer } from './http-server.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import type { Logger } from './logger.ts';

/** What a service asks of the process it runs in: a port to listen on, and how to end. */
export interface Host {
  createLifecycle(logger: Logger): Lifecycle;
  startHttpServer(listener: RequestListener, port: number): Promise<HttpServer>;
}

/** A part of every composition root's ports: several services in one simulated process bring a host of their own. */
export interface HostPorts {
  /** Default: the operating system's process, which belongs to this service alone. */
  readonly host?: Host;
}

export const ownProcess: Host = { createLifecycle, startHttpServer };
