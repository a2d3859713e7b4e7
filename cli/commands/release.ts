import { Option } from '@commander-js/extra-typings';
import { countUpTo, httpUrl } from '../program/arguments';
import { needsShop } from '../program/exit-codes';
import { loaded } from '../program/loaded';
import { newCommand, newGroup } from '../program/new-command';
import { type ProfileName, profileNames } from '../release/profiles';

const secondsMax = 86_400;
const buildOption = ['--build <folder>', 'the project whose dist/ is the new version'] as const;
const checkDescription =
  'Before it gets requests and at each step, the release sends reads of its own to both versions (the catalogue, prices, quotes) and compares the answers. A difference that stays rolls back; --expect-differences names a file of deliberate ones, a path such as quote.tax a line. --check is run by the shell at the same moments, with RELEASE_URL (the new version) and RELEASE_PERCENT (its share): any other exit code than 0 rolls back.';
const checkOption = [
  '--check <command>',
  'a shell command that judges the new version at each step',
] as const;
const checkSecondsOption = ['--check-seconds <count>', 'time that --check may take'] as const;
const differencesOption = [
  '--expect-differences <file>',
  'paths of answers that differ by intention',
] as const;
const checkSecondsDefault = 60;
const rolledBackCode = { 1: 'it was rolled back, or failed' } as const;
const resultJson =
  '{ slot, commit, rolledBack: null or { reason, decidedAfterMs, switchedAfterMs } }';

const blueGreenCommand = () =>
  newCommand('blue-green', {
    summary: 'Release a version at once',
    description: [
      'Starts the version beside the one that runs, waits until it is ready, and gives it all requests. It is watched for a while, and loses them again if it does worse in any of its gates, or if this command ends: Ctrl-C takes the version back. The previous version runs on, without requests, for release rollback. If the version that should have the requests does not run and no other one does, this releases a fix, which has nothing to be compared with; if the fix fails, the supervisor continues to start that version. While the previous version still runs, it is refused: release rollback returns to it.',
      'The first call starts the supervisor of releases, HAProxy (3.0 or newer, on the PATH) at server.port, and the version behind it. Every version must share its databases, Redis, secrets and payment provider: set database.*.url, redis.url, auth.*Secret, webhooks.secretKey, encryption.*.secret, and with the sandbox as provider services.sandbox.url and payments.sandbox.start.',
      checkDescription,
      'With server.tls, HAProxy has that certificate, too, and verifies it when it calls a version: against the well-known authorities, or the file in NODE_EXTRA_CA_CERTS.',
    ],
    examples: [['--build /opt/orderprocessing-1.4', 'releases the build in that folder']],
    json: resultJson,
    exitCodes: rolledBackCode,
  })
    .requiredOption(...buildOption)
    .option('--watch-seconds <count>', 'time to watch it', countUpTo(secondsMax), 30)
    .option(...checkOption)
    .option(...checkSecondsOption, countUpTo(secondsMax), checkSecondsDefault)
    .option(...differencesOption)
    .action(loaded(async () => (await import('../release/run.js')).releaseAtOnce));

const canaryCommand = () =>
  newCommand('canary', {
    summary: 'Release a version step by step',
    description: [
      'Starts the version beside the one that runs, and gives it more requests with each step. A sequential test compares its errors, slow answers (of orders also by themselves), response times, memory and blocked event loop with those of the previous version; one that is as good is rolled back in at most 1 % of all releases. A version that does worse, fails its health checks or ends is rolled back at once, and stopped. So is one whose command ends before it is done, by Ctrl-C or with its terminal. While the version that should have the requests does not run, a canary is refused, because there is nothing to compare it with.',
      checkDescription,
      'With --prometheus its errors in answers of 200 and its slow answers are found at the next scrape; the failures that HAProxy counts, at once. It must scrape the metrics of both versions with their host and port as the label instance: services.host (127.0.0.1 for all addresses) and server.adminPort, in development 127.0.0.1 and server.port, 1000 higher for blue and 2000 for green; 2001 where 2000 would move a port to one that fetch refuses, as it does with the default ports.',
    ],
    examples: [
      [
        '--build /opt/orderprocessing-1.4',
        '10, 25, 50 and 100 % of the requests, half a minute each',
      ],
      [
        '--build /opt/orderprocessing-1.4 --profile one-percent --step-seconds 10',
        '1 % more every 10 s',
      ],
    ],
    json: resultJson,
    exitCodes: { ...rolledBackCode, ...needsShop },
  })
    .requiredOption(...buildOption)
    .addOption(
      new Option('--profile <name>', 'the steps')
        .choices(profileNames)
        .default('steps' as ProfileName),
    )
    .option(
      '--step-seconds <count>',
      'time of each step; 6 are too few to find slow reads',
      countUpTo(secondsMax),
      30,
    )
    .option(
      '--prometheus <url>',
      'a Prometheus server to read errors and slow answers from, instead of the gateways',
      httpUrl,
    )
    .option(...checkOption)
    .option(...checkSecondsOption, countUpTo(secondsMax), checkSecondsDefault)
    .option(...differencesOption)
    .action(async ({ profile, ...options }) => {
      const { releaseInSteps } = await import('../release/run.js');
      const settings = { ...options, profile: profile as ProfileName };
      if (!(await releaseInSteps(settings))) process.exitCode = 1;
    });

const abortCommand = () =>
  newCommand('abort', {
    summary: 'Take back the release in progress',
    description: [
      'Gives all requests to the version that was active before the release, and stops the other one. The command of the release ends with exit code 1.',
    ],
    examples: [['', 'ends the canary that another command watches']],
    json: '{ outcome, changed }',
    exitCodes: { 1: 'no release is in progress, or it failed', ...needsShop },
  }).action(loaded(async () => (await import('../release/run.js')).abortRelease));

const rollbackCommand = () =>
  newCommand('rollback', {
    summary: 'Go back to the previous version',
    description: [
      'Gives all requests to the version that ran before the latest release, which still runs, and stops the newer one. During a release it does what release abort does. If the latest release was taken back already, it changes nothing. Migrations stay: they only expand.',
    ],
    examples: [['', 'takes the last release back']],
    json: '{ slot, commit, tookMs, changed }',
    exitCodes: needsShop,
  }).action(loaded(async () => (await import('../release/run.js')).rollBack));

const statusCommand = () =>
  newCommand('status', {
    summary: 'Show the versions and their requests',
    description: [
      'Prints what HAProxy counts for each version, how the last release ended, which processes listen on the ports of releases, and which other shops use these databases. It needs neither HAProxy nor the supervisor.',
    ],
    examples: [['', 'prints a line for each version and port']],
    json: '{ url, active, versions, inProgress, outcome, supervisor, haproxy, servers, ports, others }',
    exitCodes: needsShop,
  }).action(loaded(async () => (await import('../release/run.js')).printStatus));

const superviseCommand = () =>
  newCommand('supervise', {
    summary: 'Hold HAProxy and the versions',
    description: [
      'Starts HAProxy again within 2 s when it has ended, and the active version, too. It takes back a release whose command or supervisor has ended. The other commands start it in the background; under systemd it runs by itself, and starts the active version again after a reboot. SIGTERM stops everything.',
    ],
    examples: [['', 'runs until a signal or release stop ends it']],
    json: '{ pid, folder }',
  })
    .option('--no-restore', 'do not start the active version if no version runs now')
    .action(loaded(async () => (await import('../release/supervise.js')).superviseReleases));

const certificateCommand = () =>
  newCommand('certificate', {
    summary: 'Give HAProxy a renewed certificate',
    description: [
      'Versions follow the files of server.tls by themselves, and HAProxy does not: run this after each renewal. New connections get the certificate; open ones continue. Every release does it, too.',
    ],
    examples: [['', 'reads the files of server.tls again']],
    json: '{ renewed }',
    exitCodes: needsShop,
  }).action(loaded(async () => (await import('../release/run.js')).giveCertificate));

const stopCommand = () =>
  newCommand('stop', {
    summary: 'Stop every version and HAProxy',
    description: [
      'Drains and stops the versions, then HAProxy and the supervisor; also versions that only their environment names, and whatever of it still runs. It prints what it could not end.',
    ],
    examples: [['', 'stops what release has started']],
    json: '{ ended }',
    exitCodes: { 1: 'something still runs, or it failed', ...needsShop },
  }).action(loaded(async () => (await import('../release/run.js')).stopReleases));

export const releaseCommand = () =>
  newGroup('release', 'Release a version behind HAProxy, and take it back', [
    blueGreenCommand(),
    canaryCommand(),
    abortCommand(),
    rollbackCommand(),
    statusCommand(),
    certificateCommand(),
    superviseCommand(),
    stopCommand(),
  ]);
