import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { outsidePackages } from '../../testing/outside-packages';
import type { ByteSubgraphs } from './subgraphs';

/** Gateways of others, as they come. They take a minute to install, and 600 MB. */
const packages = outsidePackages('gateway-peers', {
  '@grafbase/cli-x86_64-unknown-linux-musl': '0.80.4',
  '@graphql-hive/gateway': '2.15.1',
  '@graphql-hive/router-runtime': '1.4.23',
  '@mercuriusjs/gateway': '5.2.0',
  fastify: '5.12.8',
  // Mercurius cannot print operations with a newer one.
  graphql: '16.12.0',
  mercurius: '16.10.1',
});

export interface PeerOrder {
  readonly subgraphs: Pick<ByteSubgraphs, 'supergraphSdl' | 'schemas'>;
  /** An empty folder of its own. */
  readonly folder: string;
  readonly port: number;
}

/** A program that answers at /graphql of the port. */
export interface PeerProgram {
  readonly command: string;
  readonly args: readonly string[];
}

type Peer = (order: PeerOrder) => PeerProgram;

const write = (folder: string, name: string, text: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

/** Hive Gateway with the planner and executor in Rust; its `--jit` answers null with them. */
const hive: Peer = ({ subgraphs, folder, port }) => {
  const supergraph = write(folder, 'supergraph.graphql', subgraphs.supergraphSdl);
  const bin = packages.installed('@graphql-hive', 'gateway', 'dist', 'bin.js');
  const flags = ['--hive-router-runtime', '--host', '127.0.0.1', '--port', String(port)];
  return { command: process.execPath, args: [bin, 'supergraph', supergraph, ...flags] };
};

/** Mercurius with compiled operations. */
const mercurius: Peer = ({ subgraphs, folder, port }) => {
  const services = subgraphs.schemas.map(({ name, url, firstVersion }) => ({
    name,
    url,
    schema: firstVersion,
  }));
  const file = write(folder, 'services.json', JSON.stringify(services));
  const script = path.join(__dirname, 'mercurius-process.js');
  const args = [script, packages.beside('peer.js'), file, String(port)];
  return { command: process.execPath, args };
};

const grafbaseFile = packages.installed('@grafbase', 'cli-x86_64-unknown-linux-musl', 'grafbase');
const executable = 0o755;

/** Grafbase, written in Rust; its program for developers is what npm has. */
const grafbase: Peer = ({ subgraphs, folder, port }) => {
  const urls: string[] = [];
  const schemas: string[] = [];
  for (const { name, url, sdl } of subgraphs.schemas) {
    const file = write(folder, `${name}.graphql`, sdl);
    urls.push(`[subgraphs.${name}]`, `url = "${url}"`);
    schemas.push(`[subgraphs.${name}]`, `url = "${url}"`, `schema_path = "${file}"`);
  }
  const gateway = write(folder, 'gateway.toml', urls.join('\n'));
  const overrides = write(folder, 'overrides.toml', schemas.join('\n'));
  const config = ['--gateway-config', gateway, '--graph-overrides', overrides];
  return {
    command: grafbaseFile,
    args: ['--home', folder, 'dev', ...config, '--port', String(port)],
  };
};

export const peers: Readonly<Record<string, Peer>> = { hive, mercurius, grafbase };

export function installPeers(): void {
  packages.install();
  // Its install script would do this.
  chmodSync(grafbaseFile, executable);
}
