import type { Place } from '../stage/place.ts';

/** Where a process stood in its topic, and how processes were called: not effects. */
const BOOKKEEPING = ['consumer_ranges', 'relay_members', 'relay_leases'];

/** Counters and clocks of the database differ from run to run; the order of effects is judged elsewhere. */
const TABLES = `
select table_name as name, string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
from information_schema.columns
where table_schema = 'public' and table_name <> all ($1) and is_identity = 'NO' and data_type <> 'timestamp with time zone'
group by table_name order by table_name`;

export interface TableSum {
  readonly rows: number;
  readonly checksum: string;
}

/** Of all tables of a place but the bookkeeping of its processes, whatever order the rows were written in. */
export async function checksums(place: Place): Promise<Readonly<Record<string, TableSum>>> {
  const tables = await place.sql<{ name: string; columns: string }>(TABLES, [BOOKKEEPING]);
  const sums: Record<string, TableSum> = {};
  for (const { name, columns } of tables) {
    const [sum] = await place.sql<TableSum>(
      `select count(*)::int as rows, md5(coalesce(string_agg(line, chr(10) order by line collate "C"), '')) as checksum
       from (select row(${columns})::text as line from ${name}) lines`,
    );
    if (sum !== undefined) sums[name] = sum;
  }
  return sums;
}

/** The tables that are not the same in both. */
export function differingTables(
  one: Readonly<Record<string, TableSum>>,
  other: Readonly<Record<string, TableSum>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted();
  return names.filter((name) => one[name]?.checksum !== other[name]?.checksum || one[name]?.rows !== other[name]?.rows);
}
