import type { Lockfile } from './locked-packages';

/** Licences that permit the MIT licence of this project and its use as a service. */
const accepted = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
]);

/** Packages with other terms; the comment above each says why it is accepted. */
const reviewed: Readonly<Record<string, string>> = {
  // Apollo's composition and planner, which must not be offered to others as a managed service.
  '@apollo/composition': 'Elastic-2.0',
  '@apollo/federation-internals': 'Elastic-2.0',
  '@apollo/gateway': 'Elastic-2.0',
  '@apollo/query-graphs': 'Elastic-2.0',
  '@apollo/query-planner': 'Elastic-2.0',
  // Prisma's studio needs it, and no process of the shop loads that.
  elkjs: 'EPL-2.0',
  // The lockfile has no licence; their package.json or their repository says MIT or Apache-2.0.
  '@openfeature/ofrep-core': 'none',
  '@openfeature/ofrep-provider': 'none',
  'seq-queue': 'none',
};

/** Libraries of image processing that only build the website; nothing links or ships them. */
const lesser = /^@img\/sharp-/;

/** Whether all licences of an `AND`, or one licence of an `OR`, are accepted. */
function isAccepted(expression: string): boolean {
  const plain = expression.replace(/^\(|\)$/g, '');
  if (/ and /i.test(plain)) return plain.split(/ and /i).every((one) => accepted.has(one));
  return plain.split(/ or /i).some((one) => accepted.has(one));
}

/** Packages whose licence was neither accepted nor reviewed. */
export function licenceFaults({ packages }: Lockfile): string[] {
  return Object.entries(packages).flatMap(([path, { license = 'none', link }]) => {
    const name = path.split('node_modules/').at(-1) ?? '';
    if (path === '' || link || lesser.test(name)) return [];
    if (isAccepted(license) || reviewed[name] === license) return [];
    return [`${name} has the licence ${license}, which was not reviewed`];
  });
}
