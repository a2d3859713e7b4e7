import ts from 'typescript';
import { importViolations, within } from '../imports';
import { isCode, isTestingCode, type SourceFile } from '../source-tree';
import { nodeViolations } from '../syntax';
import type { Violation, Wall } from '../wall';

const mayRead = (path: string): boolean =>
  within(path, 'platform/config') ||
  isTestingCode(path) ||
  // An example of a program of somebody else, with an environment of its own.
  within(path, 'examples/partner') ||
  /\.config\.m?ts$/.test(path) ||
  /^tools\/[\w-]+\/[^/]+\.mjs$/.test(path);

const isProcess = (node: ts.Node): boolean =>
  (ts.isIdentifier(node) && node.text === 'process') ||
  (ts.isPropertyAccessExpression(node) &&
    node.name.text === 'process' &&
    node.expression.getText() === 'globalThis');

const namesEnv = (node: ts.Node | undefined): boolean =>
  node !== undefined &&
  (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) &&
  node.text === 'env';

/** `process.env`, `process['env']` and `const { env } = process`. */
function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return isProcess(node.expression) && namesEnv(node.name);
  if (ts.isElementAccessExpression(node)) {
    return isProcess(node.expression) && namesEnv(node.argumentExpression);
  }
  if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name)) return false;
  const taken = node.name.elements.some((element) =>
    namesEnv(element.propertyName ?? element.name),
  );
  return node.initializer !== undefined && isProcess(node.initializer) && taken;
}

function importsEnvironment(node: ts.Node): boolean {
  if (!ts.isImportSpecifier(node) || !namesEnv(node.propertyName ?? node.name)) return false;
  const specifier = node.parent.parent.parent.moduleSpecifier;
  return ts.isStringLiteral(specifier) && /^(node:)?process$/.test(specifier.text);
}

function check(files: readonly SourceFile[]): Violation[] {
  const message =
    'reads the environment; only platform/config may, and passes the parsed values on';
  return files
    .filter(({ path }) => isCode(path) && !mayRead(path))
    .flatMap((file) => [
      ...nodeViolations(file, (node) =>
        readsEnvironment(node) || importsEnvironment(node) ? message : null,
      ),
      ...importViolations(file, ({ target }) => (target === 'dotenv' ? message : null)),
    ]);
}

export const environmentReadOnce: Wall = {
  name: 'process.env only in platform/config',
  why: 'Configuration is parsed once, all faults are reported together, and values are passed in.',
  check,
  refuses: {
    'process.env in the gateway': {
      'gateway/server.ts': 'export const port = Number(process.env.PORT);',
    },
    'process.env by its name in brackets': {
      'subgraphs/orders/rules.ts': "export const debug = process['env'].DEBUG;",
    },
    'env taken out of process': {
      'platform/auth/tokens.ts': 'const { env } = process; export const secret = env.SECRET;',
    },
    'env imported from node:process': {
      'payments/sandbox/main.ts': "import { env as settings } from 'node:process';",
    },
    'process.env in a tool that is compiled': {
      'tools/generate/generate.ts': 'export const isCheck = process.env.CHECK;',
    },
    'process.env through globalThis': {
      'gateway/identity/viewer.ts': 'export const key = globalThis.process.env.KEY;',
    },
  },
  accepts: {
    'platform/config, tests, config files and scripts': {
      'platform/config/environment.ts': 'export const environment = { ...process.env };',
      'gateway/server.test.ts': 'process.env.TZ = "UTC";',
      'prisma/orders/prisma.config.ts': "process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= '';",
      'tools/test/test.mjs': 'const { env } = process;',
      'tools/test/programs.mjs': 'const { env } = process;',
    },
    'other uses of process, and other things called env': {
      'cli/start/open-shop.ts':
        'process.exitCode = 1; export const read = (options) => options.env;',
    },
  },
};
