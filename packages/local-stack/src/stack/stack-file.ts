import { existsSync, readFileSync, rmSync } from 'node:fs';
import { writePrivately } from './secrets.ts';

/** What others may know of a running stack. With several instances of a service the further ones are named `gateway-2`, … */
export type StackFile = {
  gateway_url: string;
  fake_url: string;
  kafka_brokers: string;
  databases: Record<string, string>;
  ports: Record<string, number>;
  jwt_secret: string;
  pids: Record<string, number>;
};

/** Writes it for its owner's eyes only: it holds passwords. */
export function writeStackFile(file: string, content: StackFile): void {
  writePrivately(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** Undefined when no stack is running. */
export function readStackFile(file: string): StackFile | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StackFile) : undefined;
}

export function removeStackFile(file: string): void {
  rmSync(file, { force: true });
}
