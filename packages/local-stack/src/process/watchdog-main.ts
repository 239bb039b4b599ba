// The watchdog process. It holds the other end of a pipe to the process that starts the backends and services. When that
// pipe closes, however its owner died (SIGKILL included), the watchdog stops what was left running and removes
// temporary folders. Plain Node, no imports of ours: it must start fast and outlive everything.
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** Long enough for PostgreSQL to flush; Kafka survives a hard kill. */
const GRACE_MS = 10_000;

const stopSignals = new Map<number, NodeJS.Signals>();
const temporaryFolders = new Set<string>();
const liveFiles = new Set<string>();

// A Ctrl-C or a hang-up of the terminal is its owner's to handle; the pipe says when the owner is gone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, subject = '', signal] = line.split('\t');
  if (verb === 'watch') stopSignals.set(Number(subject), signal as NodeJS.Signals);
  if (verb === 'forget') stopSignals.delete(Number(subject));
  if (verb === 'folder') temporaryFolders.add(subject);
  if (verb === 'file') liveFiles.add(subject);
  if (verb === 'keep') {
    temporaryFolders.delete(subject);
    liveFiles.delete(subject);
  }
}

// First of all: a new stack may write them again while the old processes are still stopping.
for (const file of liveFiles) await rm(file, { force: true });
for (const [pid, signal] of stopSignals) {
  send(pid, signal);
  send(pid, 'SIGCONT'); // a process paused by a test cannot act on a signal
}
const deadlineAt = Date.now() + GRACE_MS;
while (Date.now() < deadlineAt && [...stopSignals.keys()].some(isAlive)) await delay(50);
for (const pid of stopSignals.keys()) send(pid, 'SIGKILL');
for (const folder of temporaryFolders) await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });

function isAlive(pid: number): boolean {
  return send(pid, 0);
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // already gone
  }
}
