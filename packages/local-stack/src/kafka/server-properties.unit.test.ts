import { describe, expect, test } from '@jest/globals';
import { serverProperties } from './server-properties.ts';

const settings = (doors: { port: number; advertisedPort: number }[]): Map<string, string> =>
  new Map(
    serverProperties({ port: 1, controllerPort: 2, dataDir: '/data', doors })
      .trim()
      .split('\n')
      .map((line) => line.split('=') as [string, string]),
  );

describe('the settings of the broker', () => {
  test('without doors know one way in, under its own address', () => {
    expect(settings([]).get('listeners')).toBe('PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2');
    expect(settings([]).get('advertised.listeners')).toBe('PLAINTEXT://127.0.0.1:1');
  });

  test('send the clients of each door back to what stands before it', () => {
    const known = settings([
      { port: 11, advertisedPort: 21 },
      { port: 12, advertisedPort: 22 },
    ]);
    expect(known.get('listeners')).toMatch(/,DOOR0:\/\/127\.0\.0\.1:11,DOOR1:\/\/127\.0\.0\.1:12$/);
    expect(known.get('advertised.listeners')).toBe('PLAINTEXT://127.0.0.1:1,DOOR0://127.0.0.1:21,DOOR1://127.0.0.1:22');
    expect(known.get('listener.security.protocol.map')).toBe(
      'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,DOOR0:PLAINTEXT,DOOR1:PLAINTEXT',
    );
  });
});
