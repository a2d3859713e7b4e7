import { existsSync } from 'node:fs';
import path from 'node:path';
import { CommandError } from '../program/exit-codes';
import type { JsonOption } from '../program/new-command';
import { printResult } from '../program/results';
import { withLifecycle } from '../program/with-lifecycle';
import {
  type AdministratorFile,
  type NewAdministrator,
  openAdministratorFile,
  shownAdministrator,
} from './administrator';
import { answersOf } from './answers';
import { openConversation, withoutAsking } from './ask';
import { ConfigFile } from './config-file';
import { type Filled, fillShop } from './fill';
import { type Answers, questions } from './questions';
import { resultText, stepsAfterChange, stepsAfterSetup } from './report';
import { fillResumably, resumable } from './resume';
import { changedSettings, knownAnswers } from './settings';

export interface SetupOptions extends JsonOption {
  readonly yes?: true;
}

type Given = SetupOptions & Readonly<Record<string, unknown>>;

const administratorFileName = 'administrator.txt';
const nothingFilled: Filled = { administrator: null, warehouse: null };

function flagsOf(options: Given): Answers {
  const entries = questions.flatMap(({ name }) => {
    const value = options[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(entries) as Answers;
}

/** A shop that has run without a `config.yaml` has demo accounts, whose password is public. */
function refuseOtherData(folder: string): void {
  const data = path.join(folder, '.data');
  if (!existsSync(path.join(data, 'postgres'))) return;
  throw new CommandError(
    `${data} has the data of a shop without ${path.join(folder, 'config.yaml')}, such as the demo shop. Call setup in an empty folder.`,
  );
}

async function answer(file: ConfigFile, options: Given): Promise<Answers> {
  const known = knownAnswers(file);
  const inputs = { flags: flagsOf(options), known, isFirstRun: file.isNew };
  if (options.yes) return answersOf({ ...inputs, ask: withoutAsking });
  // Standard output is for the result.
  const conversation = openConversation({ input: process.stdin, output: process.stderr });
  try {
    return await answersOf({ ...inputs, ask: conversation.ask });
  } finally {
    conversation.end();
  }
}

/** Makes a shop that may sell of an empty folder. A later run changes what its options name. */
export function runSetup(options: Given): Promise<void> {
  return withLifecycle(options, async (lifecycle) => {
    const folder = process.cwd();
    const file = new ConfigFile(folder);
    if (file.isNew) refuseOtherData(folder);
    const answers = await answer(file, options);
    const { settings, secrets } = changedSettings(answers, file);
    file.change(settings);
    file.check(secrets);
    const hasAdministrator = answers.adminEmail !== undefined;
    const isShown = !options.yes || !hasAdministrator;
    const administrator: AdministratorFile | null = isShown
      ? null
      : openAdministratorFile(path.join(folder, administratorFileName));
    const files = file.write(secrets);
    const isFilled = hasAdministrator || answers.warehouse !== undefined;
    const failure = (error: unknown) => resumable(error, answers, options.yes === true);
    const show = (created: NewAdministrator): void => {
      process.stderr.write(shownAdministrator(created));
    };
    const filled = isFilled
      ? await fillResumably(lifecycle, failure, () =>
          fillShop(lifecycle, answers, administrator, show),
        )
      : nothingFilled;
    const isKept = administrator !== null && filled.administrator?.isNew === true;
    const administratorFile = isKept ? administrator.path : null;
    // A first run that could not fill the databases has not said it.
    const isFirst = file.isNew || filled.administrator?.isNew === true;
    const next = isFirst
      ? stepsAfterSetup(file, administratorFile)
      : stepsAfterChange(file, answers, administratorFile);
    const result = { ...filled, files, administratorFile, next };
    printResult(options, result, resultText(result));
  });
}
