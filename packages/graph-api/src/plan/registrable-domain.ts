// Second levels under which countries register names: example.co.uk, not co.uk. The full public suffix list has thousands of
// entries and changes monthly; for a wrong guess Meta only attributes to a longer or shorter name.
const SHARED_SECOND_LEVELS = new Set('ac co com edu gob gouv gov gv ltd me mil ne net nom or org plc sch'.split(' '));

/** The domain an advertiser registered, for `conversion_domain`: `shop.example.co.uk` is `example.co.uk`. */
export function registrableDomain(host: string): string {
  const labels = host.split('.');
  const [secondLevel = '', topLevel = ''] = labels.slice(-2);
  const isShared = topLevel.length === 2 && SHARED_SECOND_LEVELS.has(secondLevel);
  return labels.slice(isShared ? -3 : -2).join('.');
}
