import { badParameter } from '../errors.ts';
import { UploadedFile } from '../http/multipart.ts';
import { isRecord, type Params } from '../params/decode-parameter.ts';
import type { Target } from '../routing.ts';
import type { World } from '../world.ts';
import { knownParameters } from './known-parameters.ts';
import { NESTED_KEYS } from './nested-keys.ts';

interface DriftCheck {
  readonly method: string;
  readonly path: string;
  readonly params: Params;
  readonly target: Target;
}

/** Notes every parameter the fake does not know. @throws GraphRefusal 100 for it, started with `strict` */
export function checkParameters(world: World, { method, path, params, target }: DriftCheck): void {
  const known = knownParameters(method, target.node, path.split('/')[2] ?? '');
  for (const name of Object.keys(params)) {
    const value = params[name];
    if (value instanceof UploadedFile) continue;
    if (!known.has(name)) report(world, method, path, name);
    else if (NESTED_KEYS.has(name)) for (const inner of unknownKeys(name, value)) report(world, method, path, inner);
  }
}

function report(world: World, method: string, path: string, name: string): void {
  world.drift.note('parameter', method, path, name);
  if (world.settings.strict) throw badParameter(`Unknown parameter ${name}: not known to the fake Graph API`, name);
}

function unknownKeys(path: string, raw: unknown): string[] {
  const known = NESTED_KEYS.get(path);
  if (known === undefined) return [];
  const value = typeof raw === 'string' ? parsed(raw) : raw;
  if (Array.isArray(value)) return value.flatMap((item) => unknownKeys(path, item));
  if (!isRecord(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const inner = `${path}.${key}`;
    return known.has(key) ? unknownKeys(inner, value[key]) : [inner];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: whoever reads the parameter refuses it.
    return undefined;
  }
}
