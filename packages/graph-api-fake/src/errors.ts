/**
 * What the Graph API answers when it refuses, in the envelope of Meta's error reference.
 * A handler throws one `GraphRefusal`; the pipeline turns it into the answer in one place.
 */
export interface RefusalDetail {
  readonly httpStatus: number;
  readonly code: number;
  readonly subcode?: number | undefined;
  readonly message: string;
  /** Left out of the envelope when null: some of Meta's errors carry no such field. */
  readonly isTransient?: boolean | null | undefined;
  readonly type?: string | undefined;
  readonly userTitle?: string | undefined;
  readonly userMsg?: string | undefined;
  /** Paths of the parameters Meta blames. */
  readonly blame?: readonly (readonly string[])[] | undefined;
  /** `error_data` of another shape than blamed parameters. */
  readonly errorData?: Readonly<Record<string, unknown>> | undefined;
  /** Set when the caller used what the fake does not know; not part of the answer. */
  readonly drift?: { readonly kind: 'field' | 'route'; readonly name: string } | undefined;
}

export class GraphRefusal extends Error {
  readonly detail: RefusalDetail;

  constructor(detail: RefusalDetail) {
    super(detail.message);
    this.name = 'GraphRefusal';
    this.detail = detail;
  }
}

/** A refusal of code 100 with subcode, title, message and blamed field: the usual shape of a validation error. */
export function invalidParameter(subcode: number | undefined, userTitle: string, userMsg: string, blamed?: string): GraphRefusal {
  return new GraphRefusal({
    httpStatus: 400,
    code: 100,
    subcode,
    message: 'Invalid parameter',
    userTitle,
    userMsg,
    blame: blamed === undefined ? undefined : [[blamed]],
  });
}

/** A refusal of code 100 whose whole story is its message. */
export function badParameter(message: string, blamed?: string): GraphRefusal {
  const blame = blamed === undefined ? undefined : [[blamed]];
  return new GraphRefusal({ httpStatus: 400, code: 100, message: `(#100) ${message}`, blame });
}

export function parameterRequired(name: string): GraphRefusal {
  return badParameter(`The parameter ${name} is required`, name);
}

export function mustBeOneOf(name: string, values: readonly string[]): GraphRefusal {
  return badParameter(`${name} must be one of the following values: ${values.join(', ')}`, name);
}

export function nonexistingField(field: string, nodeType: string): GraphRefusal {
  const message = `(#100) Tried accessing nonexisting field (${field}) on node type (${nodeType})`;
  return new GraphRefusal({ httpStatus: 400, code: 100, message, drift: { kind: 'field', name: field } });
}

/** 100/33: also what a caller without permission gets to see. */
export function doesNotExist(method: string, id: string, drift?: RefusalDetail['drift']): GraphRefusal {
  return new GraphRefusal({
    httpStatus: 400,
    drift,
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    message:
      `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, ` +
      'or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api',
  });
}

export const UNKNOWN_ROUTE = { kind: 'route', name: '' } as const;

export function unknownPath(path: string): GraphRefusal {
  return new GraphRefusal({ httpStatus: 400, code: 2500, message: `Unknown path components: ${path}`, drift: UNKNOWN_ROUTE });
}

/** A part of the Graph API this fake does not play. Loud, so that nobody takes silence for success. */
export function notPlayed(what: string): GraphRefusal {
  return new GraphRefusal({
    httpStatus: 501,
    code: 3,
    message: `(#3) The fake Graph API does not offer ${what}`,
    drift: UNKNOWN_ROUTE,
  });
}

/** The error envelope as a value, ready for JSON. */
export function errorEnvelope(detail: RefusalDetail, traceId: string): { error: Record<string, unknown> } {
  const error: Record<string, unknown> = { message: detail.message, type: detail.type ?? 'OAuthException', code: detail.code };
  if (detail.subcode !== undefined) error['error_subcode'] = detail.subcode;
  if (detail.isTransient !== null) error['is_transient'] = detail.isTransient ?? false;
  if (detail.userTitle !== undefined) error['error_user_title'] = detail.userTitle;
  if (detail.userMsg !== undefined) error['error_user_msg'] = detail.userMsg;
  if (detail.blame !== undefined) error['error_data'] = { blame_field_specs: detail.blame };
  if (detail.errorData !== undefined) error['error_data'] = detail.errorData;
  error['fbtrace_id'] = traceId;
  return { error };
}
