/** RFC 6901. */
export const escapePart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

export const toPointer = (path: readonly PropertyKey[]): string => path.map((part) => `/${escapePart(String(part))}`).join('');
