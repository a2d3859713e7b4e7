import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { subgraphNames, subgraphProcesses, subgraphRow } from '../../config/subgraphs';
import { databaseVariables } from '../../config/testing/subgraph-variables';
import { childEnvironment } from '../../platform/config/child-environment';
import { repositoryRoot } from '../../platform/process/repository-root';
import { type Ended, ended } from '../../testing/command';
import { settingsIn } from './order-databases';
import type { Shop } from './shop';

const folder = path.join(repositoryRoot, 'docs/runbooks');

export const runbookNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .map((file) => path.basename(file, '.md'));

/** A healthy shop of many processes. */
export interface RunbookShop {
  readonly shop: Shop;
  /** An access token of an ADMIN. */
  readonly token: string;
  /** Admin ports by process. */
  readonly ports: Readonly<Record<string, number>>;
  /** Metrics by process. */
  readonly scrapes: ReadonlyMap<string, string>;
  /** The folder with `backups.json`. */
  readonly backups: string;
  /** How each line ended: one that several runbooks have is run once. */
  readonly tried: Map<string, Promise<string | null>>;
}

const block = /^```sh\n(.*?)^```$/gms;

function linesOf(page: string): string[] {
  const text = readFileSync(path.join(repositoryRoot, page), 'utf8');
  return [...text.matchAll(block)].flatMap(([, content = '']) => content.trimEnd().split('\n'));
}

/** `ask`, as the page for people on call defines it. */
const definitionOfAsk = linesOf('docs/on-call.md').find((line) => line.startsWith('ask()')) ?? '';

/** The port that a page names for each process, by default. */
const defaultPorts = new Map<number, string>([
  [4001, 'gateway'],
  ...subgraphNames.map((name) => [subgraphRow(name).adminPort, name] as const),
  ...subgraphProcesses
    .filter((name) => name.endsWith('-jobs'))
    .map((name) => [4204, name] as const),
]);

/** Replaces the ports by those of the test, and asks for the shortest profiles. */
function adapted(line: string, { shop, ports }: RunbookShop): string {
  let text = line.replaceAll('localhost:4000', `localhost:${new URL(shop.url).port}`);
  for (const [port, process] of defaultPorts) {
    text = text.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), String(ports[process]));
  }
  return text.replace(/seconds=\d+/, 'seconds=1');
}

function databasesFor(line: string, shop: Shop): Readonly<Record<string, string>> {
  // It is refused to a shop that has set them, and so has other servers.
  if (line.includes('orderprocessing restore')) return {};
  const databases = databaseVariables((name) => shop.databaseUrl(name));
  // psql looks into one database, also where the orders are in two.
  return line.includes('psql') ? databases : { ...databases, ...settingsIn(shop.dataFolder) };
}

function run(line: string, here: RunbookShop): Promise<Ended> {
  const { shop, token, backups } = here;
  const cwd = shop.dataFolder;
  const data = path.join(cwd, '.data');
  if (!existsSync(data)) symlinkSync(path.join(cwd, 'data'), data);
  // The shop creates this folder once a process has been late.
  mkdirSync(path.join(data, 'profiles'), { recursive: true });
  const script = [
    `shop=${shop.url}`,
    definitionOfAsk,
    adapted(line, here),
    `printf "\\n%s" "\${PIPESTATUS[*]}"`,
  ].join('\n');
  const env = {
    ...childEnvironment(),
    PATH: `${path.join(repositoryRoot, 'node_modules/.bin')}:${process.env.PATH}`,
    HOME: cwd,
    TOKEN: token,
    ORDERPROCESSING_DATA_FOLDER: path.join(cwd, 'data'),
    ORDERPROCESSING_SERVER_PORT: new URL(shop.url).port,
    ORDERPROCESSING_PAYMENTS_SANDBOX_PORT: new URL(shop.ledgerUrl).port,
    ORDERPROCESSING_BACKUPS_STATE_FILE: path.join(backups, 'backups.json'),
    ...databasesFor(line, shop),
  };
  const child = spawn('bash', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  return ended(child);
}

const ofHistogram = ['_sum', '_count', '_bucket'];
const metricsCommand = /localhost:(\d+)\/metrics \| grep -E '\^\((.*)\)'$/;

/** `a|b(c|d)` at its outermost bars. */
function alternativesOf(pattern: string): string[] {
  let depth = 0;
  const found = [''];
  for (const character of pattern) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === '|' && depth === 0) found.push('');
    else found[found.length - 1] += character;
  }
  return found;
}

/** Names in a pattern that the process does not have: grep would find nothing, for ever. */
function unknownMetrics(line: string, { scrapes }: RunbookShop): string[] {
  const [, port, pattern] = metricsCommand.exec(line) ?? [];
  if (port === undefined || pattern === undefined) return [];
  const scrape = scrapes.get(defaultPorts.get(Number(port)) ?? '') ?? '';
  const names = [...scrape.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name);
  return alternativesOf(pattern).filter((alternative) => {
    const name = /^\w+/.exec(alternative)?.[0].replace(/_$/, '') ?? '';
    return !names.some(
      (known) => known.startsWith(name) || ofHistogram.some((end) => name === known + end),
    );
  });
}

/** grep exits with 1 where a healthy shop has nothing to show. */
function failedPrograms(line: string, output: string): boolean {
  const codes = (output.split('\n').at(-1) ?? '').split(' ').map(Number);
  const last = codes.pop();
  const isGrep = /\| grep -\S+ (?:'[^']*'|\S+)$/.test(line);
  return codes.some((code) => code !== 0) || (last !== 0 && !(isGrep && last === 1));
}

async function tryLine(line: string, here: RunbookShop): Promise<string | null> {
  const unknown = unknownMetrics(line, here);
  if (unknown.length > 0) return `${line}\nhas no metric ${unknown.join(', ')}`;
  const { code, output, errors } = await run(line, here);
  const isWrong = code !== 0 || errors !== '' || failedPrograms(line, output);
  const isRefused = line.startsWith('ask ') && !/^\{"data":\{(?!.*"errors":)/.test(output);
  return isWrong || isRefused ? `${line}\n${output}\n${errors}` : null;
}

function failureOf(line: string, here: RunbookShop): Promise<string | null> {
  const trying = here.tried.get(line) ?? tryLine(line, here);
  here.tried.set(line, trying);
  return trying;
}

/** Runs the commands of a runbook. @returns those that did not work, with what they printed. */
export async function failuresOf(name: string, here: RunbookShop): Promise<string[]> {
  const failures: string[] = [];
  for (const line of linesOf(`docs/runbooks/${name}.md`)) {
    const failure = await failureOf(line, here);
    if (failure !== null) failures.push(failure);
  }
  return failures;
}
