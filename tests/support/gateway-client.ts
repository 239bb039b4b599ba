import { developmentToken, type Role, type Stack } from '@mao/local-stack';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the contract promises and fails when it is not there
  readonly body: any;
}

export interface GatewayClient {
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** Anything: the body goes out as it is. */
  send(method: string, path: string, body: string | undefined, headers: Record<string, string>): Promise<Answer>;
}

/** Talks to the gateway as a caller with that role and those accounts would. */
export function gatewayClient(
  stack: Pick<Stack, 'gatewayUrl' | 'jwtSecret'>,
  caller: { role?: Role; accounts?: readonly string[]; token?: string } = {},
): GatewayClient {
  const token =
    caller.token ??
    developmentToken({
      secret: stack.jwtSecret,
      role: caller.role ?? 'admin',
      accounts: caller.accounts ?? ['*'],
      subject: 'test',
    });
  const send: GatewayClient['send'] = async (method, path, body, headers) => {
    const response = await fetch(`${stack.gatewayUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  const json = (method: string, path: string, body: unknown, headers: Record<string, string>) =>
    send(
      method,
      path,
      body === undefined ? undefined : JSON.stringify(body),
      body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    );
  return {
    send,
    get: (path, headers = {}) => send('GET', path, undefined, headers),
    put: (path, body, headers = {}) => json('PUT', path, body, headers),
    post: (path, body, headers = {}) => json('POST', path, body, headers),
    delete: (path) => send('DELETE', path, undefined, {}),
  };
}
