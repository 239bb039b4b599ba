import { type ChildProcess, fork } from 'node:child_process';
import type { News, Report, Task } from './messages.ts';

const WORKER = new URL('./worker.ts', import.meta.url);
/** A process is replaced now and then: what many worlds leave in its memory is none of theirs. */
const SEEDS_PER_PROCESS = 400;

/** Has every task done by one of `size` processes, and tells each report as it comes. Tasks taken out of `queue` meanwhile are left. */
export async function workThrough(
  queue: Task[],
  { size, url, onReport }: { readonly size: number; readonly url: string; readonly onReport: (report: Report) => void },
): Promise<void> {
  let hired = 0;
  const place = async (): Promise<void> => {
    while (queue.length > 0) {
      hired += 1;
      await oneProcess(url, `simulation_${process.pid}_${hired}`, queue, onReport);
    }
  };
  await Promise.all(Array.from({ length: size }, place));
}

function oneProcess(url: string, prefix: string, queue: Task[], onReport: (report: Report) => void): Promise<void> {
  const child = fork(WORKER, [url, prefix], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: process.execArgv });
  let left = SEEDS_PER_PROCESS;
  const next = (): void => {
    const task = left > 0 ? queue.shift() : undefined;
    left -= 1;
    if (task === undefined) child.disconnect();
    else child.send(task);
  };
  child.on('message', (news: News) => {
    if (news.type === 'report') onReport(news.report);
    next();
  });
  return ended(child);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => (code === 0 ? resolve() : reject(new Error(`a worker ended with ${code ?? signal}`))));
  });
}
