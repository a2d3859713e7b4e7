import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * A server that speaks the part of HashiCorp Vault's HTTP API that we use, as its reference
 * describes it: KV version 2, leased credentials, tokens, AppRole and Kubernetes sign-in, renewal.
 * It is no Vault: policies, seals and storage are not there.
 */
export interface VaultStub {
  readonly url: string;
  /** What the key-value engine `secret` holds, by path. */
  readonly secrets: Map<string, Record<string, string>>;
  /** Requests by method and path, in order. */
  readonly requests: string[];
  /**
   * Seconds that a token and a lease live. A lease of credentials may be renewed this often, each time
   * for `renewedSeconds`, which are fewer close to its maximum duration.
   */
  readonly terms: {
    tokenSeconds: number;
    leaseSeconds: number;
    renewedSeconds?: number;
    renewalsMax: number;
  };
  /** Ends every token that was given out. */
  revokeTokens(): void;
  /** Sets whether connections are cut. */
  setAway(isUnavailable: boolean): void;
  close(): Promise<void>;
}

export const stubAuth = {
  rootToken: 'root-token',
  roleId: 'role-of-the-shop',
  secretId: 'secret-of-the-role',
  role: 'shop',
  serviceAccountToken: 'jwt-of-the-pod',
};

interface Outcome {
  readonly status: number;
  readonly body: object;
}

type Body = Readonly<Record<string, unknown>>;

const denied: Outcome = { status: 403, body: { errors: ['permission denied'] } };
const missing: Outcome = { status: 404, body: { errors: [] } };
const failed = (message: string): Outcome => ({ status: 400, body: { errors: [message] } });

async function bodyOf(request: IncomingMessage): Promise<Body> {
  const sent = await text(request);
  return sent === '' ? {} : (JSON.parse(sent) as Body);
}

class Stub {
  readonly secrets = new Map<string, Record<string, string>>();
  readonly asked: string[] = [];
  readonly terms: VaultStub['terms'] = { tokenSeconds: 3600, leaseSeconds: 3600, renewalsMax: 1 };
  isUnavailable = false;
  private readonly tokens = new Map<string, number>();
  private readonly leases = new Map<string, number>();
  private made = 0;

  revokeTokens(): void {
    this.tokens.clear();
  }

  answer(method: string, path: string, token: string, body: Body): Outcome {
    this.asked.push(`${method} ${path}`);
    if (path === 'auth/approle/login') {
      const { role_id, secret_id } = body;
      const isKnown = role_id === stubAuth.roleId && secret_id === stubAuth.secretId;
      return isKnown ? this.given() : failed('invalid role or secret ID');
    }
    if (path === 'auth/kubernetes/login') {
      const isKnown = body.role === stubAuth.role && body.jwt === stubAuth.serviceAccountToken;
      return isKnown ? this.given() : denied;
    }
    const livesUntilMs = token === stubAuth.rootToken ? Number.MAX_VALUE : this.tokens.get(token);
    if (livesUntilMs === undefined || livesUntilMs < Date.now()) return denied;
    return this.answerKnown(path, token, body);
  }

  private answerKnown(path: string, token: string, body: Body): Outcome {
    if (path === 'auth/token/lookup-self') {
      return { status: 200, body: { data: { ttl: 0, renewable: false } } };
    }
    if (path === 'auth/token/renew-self') return this.given(token);
    if (path === 'sys/leases/renew') return this.renewed(String(body.lease_id));
    const kept = /^secret\/data\/(.+)$/.exec(path)?.[1];
    const data = kept === undefined ? undefined : this.secrets.get(kept);
    if (data) return { status: 200, body: { data: { data, metadata: { version: 1 } } } };
    return /^database\/creds\/\w+$/.test(path) ? this.credentials(path) : missing;
  }

  private given(token = `token-${++this.made}`): Outcome {
    const { tokenSeconds } = this.terms;
    this.tokens.set(token, Date.now() + tokenSeconds * 1_000);
    const auth = { client_token: token, lease_duration: tokenSeconds, renewable: true };
    return { status: 200, body: { auth } };
  }

  private credentials(path: string): Outcome {
    const leaseId = `${path}/${++this.made}`;
    this.leases.set(leaseId, 0);
    const data = { username: `user-${this.made}`, password: `password-${this.made}` };
    const lease = { lease_id: leaseId, lease_duration: this.terms.leaseSeconds, renewable: true };
    return { status: 200, body: { ...lease, data } };
  }

  private renewed(leaseId: string): Outcome {
    const renewals = this.leases.get(leaseId);
    if (renewals === undefined || renewals >= this.terms.renewalsMax) {
      return failed('lease not found or lease is not renewable');
    }
    this.leases.set(leaseId, renewals + 1);
    const { leaseSeconds, renewedSeconds = leaseSeconds } = this.terms;
    const lease = { lease_id: leaseId, lease_duration: renewedSeconds, renewable: true };
    return { status: 200, body: lease };
  }
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function startVaultStub(): Promise<VaultStub> {
  const stub = new Stub();
  const server = createServer((request, response) => {
    if (stub.isUnavailable) {
      request.socket.destroy();
      return;
    }
    void bodyOf(request).then((body) => {
      const path = (request.url ?? '').replace(/^\/v1\//, '');
      const token = String(request.headers['x-vault-token'] ?? '');
      const { status, body: said } = stub.answer(request.method ?? '', path, token, body);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(said));
    });
  });
  const url = await listening(server);
  return {
    url,
    secrets: stub.secrets,
    requests: stub.asked,
    terms: stub.terms,
    revokeTokens: () => stub.revokeTokens(),
    setAway: (isUnavailable) => {
      stub.isUnavailable = isUnavailable;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
