import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { FlagdCore } from '@openfeature/flagd-core';

/**
 * A server that speaks OFREP (POST /ofrep/v1/evaluate/flags/{key}) as flagd does on its port for
 * it, evaluating by flagd's own rules. It is no flagd: no sync, no streams, no other protocols.
 */
export interface OfrepStub {
  readonly url: string;
  setFlags(flags: object): void;
  /** Sets whether requests are accepted but never answered. */
  setHanging(isHanging: boolean): void;
  requests(): number;
  close(): Promise<void>;
}

async function contextOf(request: IncomingMessage) {
  return ((await json(request)) as { context?: Record<string, string> }).context ?? {};
}

export async function startOfrepStub(flags: object): Promise<OfrepStub> {
  const core = new FlagdCore();
  const setFlags = (next: object) => void core.setConfigurations(JSON.stringify({ flags: next }));
  setFlags(flags);
  let isHanging = false;
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (isHanging) return;
    void contextOf(request).then((context) => {
      const key = decodeURIComponent((request.url ?? '').split('/').pop() ?? '');
      const flag = core.getFlag(key);
      const found = flag?.evaluate(context);
      const isMissing = flag === undefined || found === undefined;
      response.writeHead(isMissing ? 404 : 200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          isMissing
            ? { key, errorCode: 'FLAG_NOT_FOUND' }
            : { key, value: found.value, variant: found.variant, reason: found.reason },
        ),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    setFlags,
    setHanging: (hanging) => {
      isHanging = hanging;
    },
    requests: () => asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
