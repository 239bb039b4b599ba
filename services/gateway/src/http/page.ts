import { pageQuery } from '@mao/contracts';
import type { Request } from 'express';
import { z } from 'zod';
import { parseWith } from './body.ts';
import { invalid } from './problem.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface PageRequest<Filter> {
  readonly limit: number;
  /** Ids of the page are greater than this one. */
  readonly after: string | undefined;
  readonly filter: Filter;
}

/** `?limit`, `?cursor` and the filters of a list; anything else is refused. */
export function pageRequest<Shape extends z.ZodRawShape>(
  request: Request,
  filters: Shape,
): PageRequest<z.output<z.ZodObject<Shape>>> {
  const { limit, cursor } = parseWith(z.object(pageQuery), request.query);
  const { limit: _limit, cursor: _cursor, ...rest } = request.query;
  return { limit, after: cursor === undefined ? undefined : decode(cursor), filter: parseWith(z.strictObject(filters), rest) };
}

/** A page from rows sorted by id, of which one more than the limit was read. */
export function page<Row, View>(rows: readonly Row[], limit: number, idOf: (row: Row) => string, view: (row: Row) => View) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { data: shown.map(view), next_cursor: rows.length > limit && last !== undefined ? encode(idOf(last)) : null };
}

const encode = (id: string): string => Buffer.from(`after:${id}`).toString('base64url');

function decode(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url')
    .toString('utf8')
    .replace(/^after:/, '');
  // Encoding it again refuses everything that merely decodes to something similar.
  if (!ID.test(id) || encode(id) !== cursor) throw invalid([{ pointer: '/cursor', detail: 'is not a cursor of this list' }]);
  return id;
}
