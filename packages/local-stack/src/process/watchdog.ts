import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

// Node cannot ask the kernel to kill a child with its parent (PR_SET_PDEATHSIG), so a small detached process watches a pipe
// whose other end only we hold. One per process is enough for all its children.

/** Has this process stopped with `signal`, should ours die without stopping it. */
export function watch(pid: number, signal: NodeJS.Signals): void {
  tell('watch', pid, signal);
}

/** The process has ended; its pid may be handed to a stranger. */
export function forget(pid: number): void {
  tell('forget', pid);
}

/** Has the folder removed at the latest when this process has died. */
export function removeFolderAtTheLatestOnExit(folder: string): void {
  tell('folder', folder);
}

/** Has a file removed that must not outlive this process. */
export function removeFileOnDeath(file: string): void {
  tell('file', file);
}

/** The file is gone already; a later one of this name is not ours. */
export function keepFile(file: string): void {
  tell('keep', file);
}

/** Removes such a folder now. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  tell('keep', folder);
}

let running: ChildProcess | undefined;

function tell(...words: (string | number)[]): void {
  running ??= startWatchdog();
  running.stdin?.write(`${words.join('\t')}\n`);
}

function startWatchdog(): ChildProcess {
  const script = fileURLToPath(new URL('./watchdog-main.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' });
  child.on('error', () => {
    running = undefined;
  });
  // The pipe and the child must not keep our process alive; both end with it.
  child.unref();
  child.stdin?.on('error', () => undefined); // a killed watchdog; the pid files still find leftovers
  if (child.stdin && 'unref' in child.stdin) (child.stdin as unknown as { unref(): void }).unref();
  child.once('exit', () => {
    running = undefined;
  });
  return child;
}
