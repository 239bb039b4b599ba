import type { World } from '../world.ts';

export interface ControlRequest {
  readonly world: World;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** What the path's parameter stands for. */
  readonly id: string;
}

export interface ControlRoute {
  readonly method: string;
  /** Its first group, if any, is the id. */
  readonly path: RegExp;
  /** May be a promise of the answer. */
  readonly handle: (request: ControlRequest) => unknown;
}
