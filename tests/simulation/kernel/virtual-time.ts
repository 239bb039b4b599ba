import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import type { Kernel } from './kernel.ts';
import { currentParty } from './party.ts';
import { VirtualTimer } from './virtual-timer.ts';

type Task = (...args: unknown[]) => void;

/**
 * Puts the kernel's time in the place of Node's: Date, performance.now, timers. The services' code asks Node for the time
 * as it always does; while no kernel is active it gets the real one.
 */
export function installVirtualTime(active: () => Kernel | undefined): void {
  installClock(active);
  installTimers(active);
  installSleep(active);
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms);
    return controller.signal;
  };
  syncBuiltinESMExports();
}

function installClock(active: () => Kernel | undefined): void {
  const RealDate = globalThis.Date;
  const realNow = performance.now.bind(performance);
  const now = (): number => {
    const kernel = active();
    return kernel === undefined ? RealDate.now() : Math.floor(kernel.nowMs() + (currentParty()?.clockOffsetMs ?? 0));
  };
  class VirtualDate extends RealDate {
    constructor(...args: unknown[]) {
      // Date has several signatures, and a class can pass on only one of them.
      super(...((args.length === 0 ? [now()] : args) as [number]));
    }

    static override now(): number {
      return now();
    }
  }
  globalThis.Date = VirtualDate as DateConstructor;
  performance.now = () => active()?.nowMs() ?? realNow();
}

function installTimers(active: () => Kernel | undefined): void {
  const real = { setTimeout, setInterval, clearTimeout, clearInterval };

  const virtualTimeout = (task: Task, ms = 0, ...args: unknown[]): unknown => {
    const kernel = active();
    if (kernel === undefined) return real.setTimeout(task, ms, ...args);
    return new VirtualTimer(() => kernel.after(Math.max(1, ms), 'timer', () => task(...args)));
  };
  const virtualInterval = (task: Task, ms = 0, ...args: unknown[]): unknown => {
    const kernel = active();
    if (kernel === undefined) return real.setInterval(task, ms, ...args);
    const timer = new VirtualTimer(() =>
      kernel.after(Math.max(1, ms), 'interval', () => {
        timer.refresh();
        task(...args);
      }),
    );
    return timer;
  };
  const clear = (timer: unknown): void => {
    if (timer instanceof VirtualTimer) timer.close();
    else real.clearTimeout(timer as NodeJS.Timeout);
  };
  const replaced = {
    setTimeout: virtualTimeout,
    setInterval: virtualInterval,
    clearTimeout: clear,
    clearInterval: clear,
  };
  Object.assign(globalThis, replaced);
  Object.assign(timers, replaced);
}

function installSleep(active: () => Kernel | undefined): void {
  const real = timersPromises.setTimeout;
  const sleep = (ms = 0, value?: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> => {
    if (active() === undefined) return real(ms, value, options);
    return new Promise((resolve, reject) => {
      const { signal } = options;
      const abort = (): void => {
        clearTimeout(timer);
        reject(new DOMException('The operation was aborted', 'AbortError'));
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve(value);
      }, ms);
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  };
  Object.assign(timersPromises, { setTimeout: sleep });
}
