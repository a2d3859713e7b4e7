import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endChild, startChild } from '../../platform/process/child';
import { findProgram } from '../../platform/process/run-program';
import { freePort } from '../../platform/testing/free-port';
import { eventually } from '../harness/shop';

/** A caching proxy of Debian in front of a gateway. */
export interface CachingProxy {
  readonly url: string;
  close(): Promise<void>;
}

interface Setup {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * Keeps requests with credentials too, which Varnish would not by itself: what the gateway says has
 * to be enough.
 */
function varnishIn(folder: string, port: number, gatewayPort: string): Setup {
  const file = path.join(folder, 'default.vcl');
  writeFileSync(
    file,
    `vcl 4.1;
backend gateway { .host = "127.0.0.1"; .port = "${gatewayPort}"; }
sub vcl_recv { if (req.method == "GET") { return (hash); } }
sub vcl_backend_response { set beresp.grace = 0s; set beresp.keep = 60s; }
sub vcl_deliver {
  if (obj.hits > 0) { set resp.http.X-Cache = "HIT"; } else { set resp.http.X-Cache = "MISS"; }
}
`,
  );
  const listen = `127.0.0.1:${port}`;
  const args = ['-F', '-j', 'none', '-a', listen, '-f', file, '-n', folder, '-s', 'malloc,64m'];
  return { command: 'varnishd', args };
}

function nginxIn(folder: string, port: number, gatewayPort: string): Setup {
  const file = path.join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
    .join(' ');
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr warn;
events {}
http {
  access_log off; ${temporary}
  proxy_cache_path ${folder}/cache keys_zone=answers:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${gatewayPort};
      proxy_http_version 1.1;
      proxy_cache answers;
      proxy_cache_revalidate on;
      add_header X-Cache $upstream_cache_status always;
    }
  }
}
`,
  );
  return { command: 'nginx', args: ['-p', folder, '-e', 'stderr', '-c', file] };
}

const setups = { varnish: varnishIn, nginx: nginxIn };
export type ProxyName = keyof typeof setups;
export const proxyNames = Object.keys(setups) as ProxyName[];

const programs: Readonly<Record<ProxyName, string>> = { varnish: 'varnishd', nginx: 'nginx' };
export const isInstalled = (name: ProxyName): boolean => findProgram(programs[name]) !== null;

const endSignals = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 10_000],
] as const;

/** Starts a proxy of Debian with a cache of its own. */
export async function startProxy(name: ProxyName, gatewayUrl: string): Promise<CachingProxy> {
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
  const port = await freePort();
  const { command, args } = setups[name](folder, port, new URL(gatewayUrl).port);
  const printed: string[] = [];
  const child = await startChild({
    command: findProgram(command) ?? command,
    args,
    deathSignal: 'SIGTERM',
    environment: {},
    onLine: (line) => void printed.push(line),
    onErrorLine: (line) => void printed.push(line),
  });
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    await endChild(child, endSignals);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await eventually(`${name} answers`, () => answers(url));
  } catch (error) {
    await close();
    throw new Error(printed.join('\n'), { cause: error });
  }
  return { url, close };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
