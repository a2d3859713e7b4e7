import { type Block, isAnswer, isFile, isVariables, readPage, type Step, stepsOf } from './blocks';

/** What a page promises of one of its commands. */
export interface Command {
  /** Where it is on the page, for the message of a failed test. */
  readonly name: string;
  readonly answer: Block | null;
}

/** A page as a shell script that prints a line before the output of each command. */
export interface PageScript {
  readonly text: string;
  readonly commands: readonly Command[];
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** All blocks of TypeScript, which are one program. */
  readonly program: string;
}

/** Every page begins with the functions of this one. */
const setupPage = 'docs/guides/setup.md';

/** Begins the line before the output of a command. */
export const mark = '\u001e';

/** Sends an operation as the viewer that the page has signed in last. */
const sendOperation = `send_operation() {
  local viewer=()
  if [ -n "\${KEY:-}" ]; then viewer=(-H "X-API-Key: $KEY")
  elif [ -n "\${TOKEN:-}" ]; then viewer=(-H "Authorization: Bearer $TOKEN")
  fi
  node -p 'JSON.stringify({ query: process.argv[1], variables: JSON.parse(process.argv[2]) })' "$1" "$2" |
    curl -sS "$API" -H 'Content-Type: application/json' "\${viewer[@]}" -d @-
}`;

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Puts a text in double quotes, so that the shell replaces its own variables and nothing else. */
const expanded = (text: string): string => `"${text.replace(/[\\"`]/g, '\\$&')}"`;

function commandOf(block: Block, step: Step): string | null {
  if (isFile(block) || isAnswer(block)) return null;
  if (block.language === 'sh') return block.text;
  // A subscription is no request with one answer: the commands of its step show it.
  if (block.language !== 'graphql' || block.text.startsWith('subscription')) return null;
  const variables = step.find(isVariables)?.text ?? '{}';
  return `send_operation ${quoted(block.text)} ${expanded(variables)}`;
}

export function scriptOf(page: string): PageScript {
  const steps = stepsOf(readPage(page));
  const setup = stepsOf(readPage(setupPage)).flat();
  const blocks = steps.flat();
  const commands: Command[] = [];
  const lines = [
    'set -euo pipefail',
    'set -a',
    ...setup.filter(({ language }) => language === 'sh').map(({ text }) => text),
    sendOperation,
  ];
  for (const [place, step] of steps.entries()) {
    const answer = step.find(isAnswer) ?? null;
    for (const block of step) {
      const command = commandOf(block, step);
      if (command === null) continue;
      commands.push({ name: `step ${place + 1}, ${block.title ?? block.language}`, answer });
      lines.push(`printf '${mark}\\n'`, command);
    }
  }
  const programs = blocks.filter((block) => block.language === 'ts' && !isFile(block));
  return {
    text: lines.join('\n'),
    commands,
    files: blocks.filter(isFile).map(({ title, text }) => ({ name: title ?? '', text })),
    program: programs.map(({ text }) => text).join('\n'),
  };
}
