/** A JSON value with digits kept: integers beyond 2^53 are strings of digits. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One Graph object or a set of its fields, as sent or received. */
export type GraphFields = { [key: string]: Json };

/** True for a JSON object, not for an array or null. */
export const isFields = (value: unknown): value is GraphFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
