import { type GraphFields, isFields, type Json } from '../json.ts';
import { parseJson } from '../wire/parse-json.ts';

/** The error part of an answer, before it is classified. */
export interface Envelope {
  readonly message: string;
  readonly code: number | null;
  readonly subcode: number | null;
  readonly type: string | null;
  readonly isTransient: boolean | null;
  readonly userTitle: string | null;
  readonly userMessage: string | null;
  readonly blameFields: readonly string[];
  readonly fbtraceId: string | null;
}

const text = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);
const flag = (value: Json | undefined): boolean | null => (typeof value === 'boolean' ? value : null);

function integer(value: Json | undefined): number | null {
  const parsed = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof parsed === 'number' && Number.isSafeInteger(parsed) ? parsed : null;
}

/** `error_data` comes as an object or as JSON in a string. */
function blameFields(data: Json | undefined): string[] {
  const value = typeof data === 'string' ? parseJson(data) : data;
  const specs = isFields(value) ? value['blame_field_specs'] : undefined;
  if (!Array.isArray(specs)) return [];
  return specs.map((path) => (Array.isArray(path) ? path : [path]).map(String).join('.'));
}

function fromError(error: GraphFields): Envelope {
  return {
    message: text(error['message']) ?? 'Meta gave no message',
    code: integer(error['code']),
    subcode: integer(error['error_subcode']),
    type: text(error['type']),
    isTransient: flag(error['is_transient']),
    userTitle: text(error['error_user_title']),
    userMessage: text(error['error_user_msg']),
    blameFields: blameFields(error['error_data']),
    fbtraceId: text(error['fbtrace_id']),
  };
}

/** The error in an answer's body, null when it holds none. A 200 can hold one. */
export function readEnvelope(body: Json | undefined): Envelope | null {
  if (!isFields(body)) return null;
  const error = body['error'];
  if (isFields(error)) return fromError(error);
  if (typeof error === 'string') return fromError({ message: error });
  return body['success'] === false ? fromError({ message: 'Meta answered success: false' }) : null;
}
