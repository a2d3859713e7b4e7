import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { loadConfiguration } from '../../config/loading/load-configuration';
import { isSubgraphName, processesOf, subgraphNames, subgraphRow } from '../../config/subgraphs';
import { findProgram } from '../../platform/process/run-program';
import { secretOverlapMs } from '../../platform/remote/rotating-secret';
import { folderForTest } from '../../platform/testing/temporary-folder';
import { msPerMinute } from '../../platform/values/time';
import { environmentOf, podOf, podsOf, processesOfSubgraphs } from './testing/pods';
import { type Overlay, objectsOf, overlays, render } from './testing/render';

const processes = [{ name: 'gateway', owner: 'gateway' as const }, ...processesOfSubgraphs];
const cases = overlays.flatMap((overlay) => processes.map((each) => ({ overlay, ...each })));

/** The longest time in which the kubelet updates the files of a secret. */
const kubeletMinutes = 2;

const isDatabase = /^(?:(?<database>\w+)-)?(?<role>database|owner)-url$/;

const services: Readonly<Record<string, string>> = {
  'redis-url': 'rediss://:password@redis.internal:6379',
  'mail-url': 'smtps://shop:password@mail.example:465',
  'stripe-secret-key': 'sk_live_0123456789',
  'stripe-webhook-secret': 'whsec_0123456789',
};

/** A plausible value of a file below /part. */
function contentOf(file: string): string {
  const { database = 'shop', role } = isDatabase.exec(file)?.groups ?? {};
  if (role) return `postgresql://${role}:password@postgres.internal/${database}`;
  return services[file] ?? createHash('sha256').update(file).digest('base64url');
}

/** The names of the files that a secret has. */
function filesOfSecret(overlay: Overlay, secretName: string): string[] {
  const objects = render(overlay);
  const external = objectsOf(objects, 'external-secrets.io/v1 ExternalSecret');
  const fetched = external.find(({ spec }) => spec.target.name === secretName);
  if (fetched) return fetched.spec.data.map(({ secretKey }) => secretKey);
  const secret = objectsOf(objects, 'v1 Secret').find(
    ({ metadata }) => metadata.name === secretName,
  );
  return Object.keys(secret?.data ?? {});
}

const secretOf = (overlay: Overlay, name: string): string =>
  podOf(overlay, name).spec.volumes?.flatMap(({ secret }) => secret?.secretName ?? [])[0] ?? '';

const ownerOf = (pod: string) => processesOfSubgraphs.find(({ name }) => name === pod)?.owner;

const isVariable = (name: string): boolean => name.startsWith('ORDERPROCESSING_');

let folder: string;
beforeEach(() => {
  folder = folderForTest();
});

/** The environment of a container, with the files of its secret in a folder of this test. */
function environmentHere(overlay: Overlay, name: string): Record<string, string> {
  for (const file of filesOfSecret(overlay, secretOf(overlay, name))) {
    writeFileSync(path.join(folder, file), contentOf(file));
  }
  const environment = environmentOf(overlay, podOf(overlay, name));
  return Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [key, value.replace(/^\/part/, folder)]),
  );
}

const load = (overlay: Overlay, name: string, owner?: (typeof processes)[number]['owner']) =>
  loadConfiguration({
    workingFolder: folder,
    homeFolder: folder,
    environment: environmentHere(overlay, name),
    own: owner,
  });

describe.skipIf(findProgram('kustomize') === null)('the settings', () => {
  test.each(cases)('of $name in $overlay are accepted by config/schema/index.ts', async (each) => {
    const { overlay, name, owner } = each;
    const settings = await load(overlay, name, owner);
    expect(settings.environment).toBe(overlay);
    expect(settings.redis.url).toMatch(/^rediss?:/);
    for (const subgraph of subgraphNames) {
      const host = `${subgraph}-instances.orderprocessing.svc.cluster.local`;
      expect(settings.services[subgraph].url).toBe(`https://${host}:${subgraphRow(subgraph).port}`);
      const { url } = settings.database[subgraph];
      expect(url === null, `database of ${subgraph}`).toBe(subgraph !== owner);
    }
    expect(settings.services.discovery.method).toBe('dns');
    expect(settings.payments.provider).toBe(overlay === 'production' ? 'stripe' : 'sandbox');
  });

  test.each(overlays)(
    'of the migrations in %s name every database, and who owns it',
    async (overlay) => {
      const { database } = await load(overlay, 'migrate');
      for (const name of subgraphNames) {
        const { url, ownerUrl } = database[name];
        expect(url).toContain(`/${name}`);
        expect(ownerUrl).toContain(`/${name}`);
        expect(ownerUrl).not.toBe(url);
      }
    },
  );

  test('of every pod in production encrypt its connections to the databases', async () => {
    const connected = podsOf('production').filter((pod) =>
      Object.keys(environmentOf('production', pod)).some((name) =>
        /_DATABASE_.*URL_FILE$/.test(name),
      ),
    );
    const modes = connected.map(async ({ name }) => {
      const { database } = await load('production', name, ownerOf(name));
      const urls = subgraphNames.flatMap((each) => [database[each].url, database[each].ownerUrl]);
      const { PGSSLMODE: common = null } = environmentHere('production', name);
      const own = urls.filter((url) => url !== null).map((url) => new URL(url).searchParams);
      return [name, new Set(own.map((parameters) => parameters.get('sslmode') ?? common))] as const;
    });
    const verified = new Set(['verify-full']);
    const expected = [...processesOfSubgraphs.map(({ name }) => name), 'migrate', 'security-audit'];
    const found = new Map(await Promise.all(modes));
    expect([...found.keys()].sort()).toEqual(expected.sort());
    for (const [name, mode] of found) expect(mode, name).toEqual(verified);
  });

  test.each(cases)('of $name in $overlay read each file of its secret, and no other', (each) => {
    const { overlay, name, owner } = each;
    const pods = isSubgraphName(owner) ? processesOf(owner).map((one) => one.name) : [name];
    const read = pods.flatMap((pod) =>
      Object.values(environmentOf(overlay, podOf(overlay, pod)))
        .filter((value) => value.startsWith('/part/'))
        .map((value) => path.basename(value)),
    );
    const files = filesOfSecret(overlay, secretOf(overlay, name));
    expect([...new Set(read)].sort()).toEqual(files.sort());
  });

  test('reach all pods before a process refuses the previous secret of viewers', () => {
    const external = objectsOf(render('production'), 'external-secrets.io/v1 ExternalSecret');
    const minutes = external.map(({ spec }) => Number(/^(\d+)m$/.exec(spec.refreshInterval)?.[1]));
    expect(minutes).not.toEqual([]);
    for (const each of minutes) {
      expect((each + kubeletMinutes) * msPerMinute).toBeLessThan(secretOverlapMs);
    }
  });

  test.each(overlays)('of %s contain no secret', (overlay) => {
    const named = podsOf(overlay)
      .filter(({ name }) => name !== 'postgres')
      .flatMap((pod) => Object.entries(environmentOf(overlay, pod)))
      .filter(([name]) => isVariable(name) && /(SECRET|PASSWORD|TOKEN|KEY)$/.test(name));
    expect(named).toEqual([]);
  });
});
