import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { assertNever } from '../values/assert-never';

/** How a process authenticates to Vault. Mounts default to Vault's own names. */
export type VaultAuth =
  | { readonly method: 'token'; readonly token: string }
  | {
      readonly method: 'appRole';
      readonly roleId: string;
      readonly secretId: string;
      readonly mount?: string;
    }
  | {
      readonly method: 'kubernetes';
      readonly role: string;
      /** The pod's token from Kubernetes, which is rotated. */
      readonly serviceAccountFile: string;
      readonly mount?: string;
    };

export interface VaultOptions {
  readonly address: string;
  readonly namespace?: string;
  /** Mount of the key-value engine, version 2. */
  readonly mount: string;
  readonly auth: VaultAuth;
  /** PEM of an additional certificate authority for Vault's certificate. */
  readonly authority?: string;
  /** How long a secret is cached. */
  readonly maxAgeMs: number;
  /** Called when Vault is unavailable and the last values continue to apply. */
  readonly onStale?: (error: Error) => void;
}

const answerDeadlineMs = 5_000;
/**
 * A secret of Vault; only those that the settings name are kept.
 * @exceeded an error
 * @test platform/secrets/vault.test.ts
 */
const answerBytesMax = 1_000_000;
/** A lease is renewed after this share of its duration. */
const renewAfter = 2 / 3;

interface Lease {
  readonly takenAtMs: number;
  readonly lengthMs: number;
  readonly isRenewable: boolean;
}

interface Token extends Lease {
  readonly value: string;
}

interface CachedSecret extends Lease {
  readonly leaseId: string;
  /** The token that it was read with. */
  readonly token: string | undefined;
  readonly readAtMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly lease_id?: string;
  readonly lease_duration?: number;
  readonly renewable?: boolean;
  readonly data?: Record<string, unknown> | null;
  readonly auth?: {
    readonly client_token: string;
    readonly lease_duration: number;
    readonly renewable: boolean;
  } | null;
  readonly errors?: readonly string[];
}

/** Vault's error with its HTTP status; 0 if there was no response. */
export class VaultError extends Error {
  override readonly name = 'VaultError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const secondsToMs = (seconds: number | undefined): number => (seconds ?? 0) * 1_000;

/** A lease of duration 0 does not expire. */
const isDue = ({ takenAtMs, lengthMs }: Lease): boolean =>
  lengthMs > 0 && performance.now() - takenAtMs > lengthMs * renewAfter;

const isOver = ({ takenAtMs, lengthMs }: Lease): boolean =>
  lengthMs > 0 && performance.now() - takenAtMs >= lengthMs;

/**
 * Reads secrets from HashiCorp Vault over its HTTP API. Tokens and leases are renewed on the first
 * read after two thirds of their duration, so regular readers always have valid secrets. If a
 * token cannot be renewed, it signs in again.
 */
export class Vault {
  private readonly dispatcher: Agent;
  private readonly cache = new Map<string, CachedSecret>();
  private token: Token | null = null;
  private signingIn: Promise<Token> | null = null;

  constructor(private readonly options: VaultOptions) {
    this.dispatcher = new Agent({ connect: { ca: options.authority } });
  }

  /**
   * Reads a reference: `path#field` in the key-value engine, or `/engine/path#field` for any other
   * (`/database/creds/app#password`), whose lease is renewed.
   * @throws VaultError if it does not exist, or if Vault is unavailable and nothing is cached.
   */
  async read(reference: string): Promise<string> {
    const [path = '', field = 'value'] = reference.split('#');
    const { data } = await this.current(path);
    const value = data[field];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    throw new VaultError(404, `there is no "${field}" in ${path}`);
  }

  /** Invalidates the cache: the next read asks Vault. */
  forget(): void {
    for (const [path, held] of this.cache) {
      this.cache.set(path, { ...held, readAtMs: Number.NEGATIVE_INFINITY, isRenewable: false });
    }
  }

  async close(): Promise<void> {
    await this.dispatcher.close();
  }

  private async current(path: string): Promise<CachedSecret> {
    const known = this.cache.get(path);
    const isFresh = known && performance.now() - known.readAtMs < this.options.maxAgeMs;
    if (isFresh && !isDue(known)) return known;
    try {
      const renewed = known?.leaseId && known.isRenewable ? await this.kept(known) : null;
      const held = renewed ?? (await this.fetched(path));
      this.cache.set(path, held);
      return held;
    } catch (error) {
      const isAnswered = error instanceof VaultError && error.status === 404;
      if (known === undefined || isAnswered || isOver(known)) throw error;
      this.options.onStale?.(error as Error);
      return known;
    }
  }

  /** The lease, renewed if needed; null if it ends, at its maximum duration or with its token. */
  private async kept(held: CachedSecret): Promise<CachedSecret | null> {
    const { value } = await this.currentToken();
    if (value !== held.token) return null;
    if (!isDue(held)) return { ...held, readAtMs: performance.now() };
    const body = { lease_id: held.leaseId, increment: Math.ceil(held.lengthMs / 1_000) };
    const answer = await this.call('PUT', 'sys/leases/renew', body).catch((error: VaultError) => {
      if (error.status === 0) throw error;
      return null;
    });
    const lengthMs = secondsToMs(answer?.lease_duration);
    // Close to the maximum duration of a lease or token, a renewal grants only what is left.
    if (answer === null || lengthMs < held.lengthMs) return null;
    const nowMs = performance.now();
    const isRenewable = answer.renewable === true;
    return { ...held, readAtMs: nowMs, takenAtMs: nowMs, lengthMs, isRenewable };
  }

  private async fetched(path: string): Promise<CachedSecret> {
    const isOther = path.startsWith('/');
    const address = isOther ? path.slice(1) : `${this.options.mount}/data/${path}`;
    const answer = await this.call('GET', address);
    const data = isOther
      ? answer.data
      : (answer.data?.data as CachedSecret['data'] | null | undefined);
    if (!data) throw new VaultError(404, `there is nothing at ${path}`);
    const nowMs = performance.now();
    return {
      data,
      leaseId: answer.lease_id ?? '',
      token: this.token?.value,
      readAtMs: nowMs,
      takenAtMs: nowMs,
      lengthMs: isOther ? secondsToMs(answer.lease_duration) : 0,
      isRenewable: answer.renewable === true,
    };
  }

  /** Signs in again once if the token was revoked or expired early. */
  private async call(method: 'GET' | 'PUT', path: string, body?: object): Promise<Answer> {
    const token = await this.currentToken();
    try {
      return await this.send(method, path, token.value, body);
    } catch (error) {
      const isRefused = error instanceof VaultError && error.status === 403;
      if (!isRefused || this.options.auth.method === 'token') throw error;
      if (this.token === token) this.token = null;
      return this.send(method, path, (await this.currentToken()).value, body);
    }
  }

  private async currentToken(): Promise<Token> {
    const { token } = this;
    if (token !== null && !isDue(token)) return token;
    this.signingIn ??= this.nextToken(token).finally(() => {
      this.signingIn = null;
    });
    this.token = await this.signingIn;
    return this.token;
  }

  private async nextToken(token: Token | null): Promise<Token> {
    if (token?.isRenewable && !isOver(token)) {
      try {
        const answer = await this.send('PUT', 'auth/token/renew-self', token.value, {});
        const renewed = this.tokenOf(answer);
        if (renewed.lengthMs >= token.lengthMs) return renewed;
      } catch (error) {
        if (this.options.auth.method === 'token') throw error;
      }
    }
    return this.signIn();
  }

  private tokenOf({ auth }: Answer): Token {
    if (!auth) throw new VaultError(0, 'Vault gave no token.');
    return {
      value: auth.client_token,
      takenAtMs: performance.now(),
      lengthMs: secondsToMs(auth.lease_duration),
      isRenewable: auth.renewable,
    };
  }

  private async signIn(): Promise<Token> {
    const { auth } = this.options;
    switch (auth.method) {
      case 'token':
        return this.ownToken(auth.token);
      case 'appRole': {
        const body = { role_id: auth.roleId, secret_id: auth.secretId };
        const path = `auth/${auth.mount ?? 'approle'}/login`;
        return this.tokenOf(await this.send('PUT', path, null, body));
      }
      case 'kubernetes': {
        const jwt = (await readFile(auth.serviceAccountFile, 'utf8')).trim();
        const path = `auth/${auth.mount ?? 'kubernetes'}/login`;
        return this.tokenOf(await this.send('PUT', path, null, { role: auth.role, jwt }));
      }
      default:
        return assertNever(auth);
    }
  }

  /** Reads the remaining lifetime of a configured token. */
  private async ownToken(value: string): Promise<Token> {
    const { data } = await this.send('GET', 'auth/token/lookup-self', value);
    return {
      value,
      takenAtMs: performance.now(),
      lengthMs: secondsToMs(Number(data?.ttl ?? 0)),
      isRenewable: data?.renewable === true,
    };
  }

  private async send(
    method: 'GET' | 'PUT',
    path: string,
    token: string | null,
    body?: object,
  ): Promise<Answer> {
    const { address, namespace } = this.options;
    const url = `${address}/v1/${path.split('/').map(encodeURIComponent).join('/')}`;
    try {
      const response = await request(url, {
        method,
        dispatcher: this.dispatcher,
        headers: {
          'x-vault-request': 'true',
          ...(token === null ? {} : { 'x-vault-token': token }),
          ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(answerDeadlineMs),
      });
      const text = (await response.body.text()).slice(0, answerBytesMax);
      const answer = (text === '' ? {} : JSON.parse(text)) as Answer;
      if (response.statusCode < 400) return answer;
      const said = answer.errors?.join('; ') || `HTTP ${response.statusCode}`;
      throw new VaultError(response.statusCode, `${path}: ${said}`);
    } catch (error) {
      if (error instanceof VaultError) throw error;
      throw new VaultError(0, `Vault at ${address} does not answer: ${(error as Error).message}`);
    }
  }
}
