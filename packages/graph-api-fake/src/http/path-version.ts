import { GraphRefusal, unknownPath } from '../errors.ts';
import type { FakeSettings } from '../options.ts';

const VERSIONED = /^\/(v\d+\.\d+)(\/.*)?$/;

/** Takes the version off a path; null version when there is none. Nothing is judged yet. */
export function splitVersion(rawPath: string): { version: string | null; path: string } {
  const match = VERSIONED.exec(rawPath);
  const path = match === null ? rawPath : (match[2] ?? '/');
  const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
  return { version: match?.[1] ?? null, path: trimmed };
}

/** @throws GraphRefusal 2635 for a retired version, 2500 for one that never was. */
export function checkVersion(settings: FakeSettings, version: string | null, path: string): string {
  const meant = version ?? settings.defaultVersion;
  if (meant === null) throw unknownPath(path);
  if (settings.versions.includes(meant)) return meant;
  const oldest = settings.versions.map(versionNumber).sort((one, other) => one - other)[0] ?? 0;
  if (versionNumber(meant) > oldest) throw unknownPath(`/${meant}${path}`);
  throw new GraphRefusal({
    httpStatus: 400,
    code: 2635,
    message: `(#2635) You are calling a deprecated version of the Ads API. Please update to the latest version: ${settings.versions.at(-1)}.`,
  });
}

function versionNumber(version: string): number {
  return Number(version.slice(1));
}
