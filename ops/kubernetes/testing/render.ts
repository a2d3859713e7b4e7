import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { repositoryRoot } from '../../../platform/process/repository-root';
import { run } from '../../testing/program';
import type { ObjectTypes } from './object-types';

export type ObjectKind = keyof ObjectTypes;

/** An object as Kustomize renders it. */
export interface RenderedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

export const overlays = ['development', 'production'] as const;
/** The overlay production as an operator extends it with the component `read-replicas`. */
export const replicated = 'production-with-replicas';
/** The same with the component `pooler`. */
export const pooled = 'production-with-pooler';
const components = { [replicated]: 'read-replicas', [pooled]: 'pooler' };
export type Overlay = (typeof overlays)[number] | keyof typeof components;

const kustomizationWith = (component: string) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: orderprocessing
resources: [../production]
components: [../../components/${component}]
`;

/** Stands in for the files that `orderprocessing certificates` makes for development. */
function writeParts(folder: string): void {
  const { secretGenerator } = parse(readFileSync(path.join(folder, 'kustomization.yaml'), 'utf8'));
  for (const file of secretGenerator.flatMap(({ files = [] }) => files) as string[]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), `0123456789 of the tests: ${file}`);
  }
}

const renderedBefore = new Map<Overlay, readonly RenderedObject[]>();

/** The objects of an overlay, by `kustomize build` on a copy of the files. */
export function render(overlay: Overlay): readonly RenderedObject[] {
  const rendered = renderedBefore.get(overlay) ?? renderNow(overlay);
  renderedBefore.set(overlay, rendered);
  return rendered;
}

function renderNow(overlay: Overlay): RenderedObject[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'kubernetes-'));
  try {
    const from = path.join(repositoryRoot, 'ops/kubernetes');
    for (const part of ['base', 'components', 'overlays']) {
      cpSync(path.join(from, part), path.join(folder, part), { recursive: true });
    }
    writeParts(path.join(folder, 'overlays/development'));
    for (const [extended, component] of Object.entries(components)) {
      const own = path.join(folder, 'overlays', extended);
      mkdirSync(own);
      writeFileSync(path.join(own, 'kustomization.yaml'), kustomizationWith(component));
    }
    const text = run('kustomize', 'build', path.join(folder, 'overlays', overlay));
    return parseAllDocuments(text).map((document) => document.toJS() as RenderedObject);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const typeOf = ({ apiVersion, kind }: RenderedObject): string => `${apiVersion} ${kind}`;

/** The objects of one kind. */
export function objectsOf<Kind extends ObjectKind>(
  objects: readonly RenderedObject[],
  kind: Kind,
): (ObjectTypes[Kind] & RenderedObject)[] {
  return objects.filter((object) => typeOf(object) === kind) as (ObjectTypes[Kind] &
    RenderedObject)[];
}
