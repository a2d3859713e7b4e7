import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Child, startChild } from '../../platform/process/child';
import { waitUntil } from '../../platform/process/process-table';
import { findProgram } from '../../platform/process/run-program';
import { freePort } from '../../platform/testing/free-port';
import { folderForFile } from '../../platform/testing/temporary-folder';
import { NotificationReceivers } from '../testing/notification-receivers';

const program = findProgram('prometheus-alertmanager');

/** Waits that are shorter than in production, where a message a minute is enough. */
const quickly = { group_wait: '1s', group_interval: '1s' };
const msPerHour = 3_600_000;
const startDeadlineMs = 30_000;

/** Our configuration, with these waits, and with the receivers of the test. */
function configuration(folder: string, { pagerDutyUrl, slackUrl }: NotificationReceivers): string {
  const text = readFileSync(path.join(__dirname, 'alertmanager.yml'), 'utf8');
  writeFileSync(path.join(folder, 'pagerduty_routing_key'), 'routing-key');
  writeFileSync(path.join(folder, 'slack_webhook_url'), slackUrl);
  const { route, ...rest } = parse(text.replaceAll('/run/secrets', folder));
  const routes = route.routes.map((each: object) => ({ ...each, ...quickly }));
  return JSON.stringify({
    ...rest,
    global: { pagerduty_url: pagerDutyUrl },
    route: { ...route, ...quickly, routes },
  });
}

describe.skipIf(program === null)('with the package prometheus-alertmanager', () => {
  const folder = folderForFile();
  let receivers: NotificationReceivers;
  let alertmanager: Child;
  let api: string;

  beforeAll(async () => {
    receivers = await NotificationReceivers.open();
    const file = path.join(folder, 'alertmanager.yml');
    writeFileSync(file, configuration(folder, receivers));
    const address = `127.0.0.1:${await freePort()}`;
    api = `http://${address}/api/v2`;
    alertmanager = await startChild({
      command: program ?? '',
      args: [
        `--config.file=${file}`,
        `--storage.path=${path.join(folder, 'data')}`,
        `--web.listen-address=${address}`,
        '--cluster.listen-address=',
      ],
      deathSignal: 'SIGTERM',
    });
    const isReady = async () =>
      (await fetch(`http://${address}/-/ready`).catch(() => null))?.ok === true;
    expect(await waitUntil(isReady, startDeadlineMs)).toBe(true);
  });
  afterAll(async () => {
    alertmanager?.kill('SIGKILL');
    await alertmanager?.exited;
    receivers?.close();
  });

  async function post<Answer>(what: string, body: object): Promise<Answer> {
    const answer = await fetch(`${api}/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    return (text === '' ? null : JSON.parse(text)) as Answer;
  }

  /** An alert as Prometheus sends it, with what our rules say of each. */
  const alert = (name: string, severity: string, job: string, endsInMs = msPerHour) => ({
    labels: { alertname: name, severity, job },
    annotations: {
      summary: `${name} of ${job}`,
      runbook_url: `https://example.com/runbooks/${name}`,
    },
    // An old one is sent at once, without those of the same request.
    startsAt: new Date(endsInMs > 0 ? Date.now() : Date.now() - msPerHour).toISOString(),
    endsAt: new Date(Date.now() + endsInMs).toISOString(),
  });

  const pagesOf = (name: string) =>
    receivers.pages.filter(({ payload }) => payload.summary.startsWith(name));
  const messagesOf = (name: string) =>
    receivers.messages
      .flatMap(({ attachments }) => attachments)
      .filter(({ title }) => title.includes(name));

  test('a critical alert pages, and is in the channel; its end resolves the same page', async () => {
    await post('alerts', [alert('DatabaseDown', 'critical', 'orders')]);
    await expect.poll(() => pagesOf('DatabaseDown')).toHaveLength(1);
    const [page] = pagesOf('DatabaseDown');
    expect(page).toMatchObject({
      routing_key: 'routing-key',
      event_action: 'trigger',
      payload: {
        summary: 'DatabaseDown: DatabaseDown of orders',
        severity: 'critical',
        custom_details: { runbook: 'https://example.com/runbooks/DatabaseDown' },
      },
    });
    await expect.poll(() => messagesOf('DatabaseDown')).toHaveLength(1);
    const [message] = messagesOf('DatabaseDown');
    expect(message?.title).toBe('[FIRING] DatabaseDown (critical)');
    expect(message?.text).toContain('- DatabaseDown of orders');

    await post('alerts', [alert('DatabaseDown', 'critical', 'orders', -1_000)]);
    await expect.poll(() => pagesOf('DatabaseDown')).toHaveLength(2);
    expect(pagesOf('DatabaseDown')[1]).toMatchObject({
      event_action: 'resolve',
      dedup_key: page?.dedup_key,
    });
    await expect.poll(() => messagesOf('DatabaseDown')).toHaveLength(2);
    expect(messagesOf('DatabaseDown')[1]?.title).toBe('[RESOLVED] DatabaseDown (critical)');
  });

  test('alerts of one name are one message, and a warning pages nobody', async () => {
    const jobs = ['node-1', 'node-2', 'node-3'];
    await post(
      'alerts',
      jobs.map((job) => alert('RestartsOften', 'warning', job)),
    );
    await expect.poll(() => messagesOf('RestartsOften')).toHaveLength(1);
    for (const job of jobs) {
      expect(messagesOf('RestartsOften')[0]?.text).toContain(`- RestartsOften of ${job}`);
    }
    expect(pagesOf('RestartsOften')).toEqual([]);
  });

  test('what is silenced is not sent, until the silence ends', async () => {
    const { silenceID } = await post<{ silenceID: string }>('silences', {
      matchers: [{ name: 'alertname', value: 'DiskFills', isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + msPerHour).toISOString(),
      createdBy: 'the person on call',
      comment: 'being repaired',
    });
    await post('alerts', [alert('DiskFills', 'critical', 'postgres')]);
    // The one that comes after it has been sent, and both have waited as long.
    await post('alerts', [alert('LaterThanTheDisk', 'critical', 'postgres')]);
    await expect.poll(() => pagesOf('LaterThanTheDisk')).toHaveLength(1);
    expect(pagesOf('DiskFills')).toEqual([]);
    await fetch(`${api}/silence/${silenceID}`, { method: 'DELETE' });
    await expect.poll(() => pagesOf('DiskFills')).toHaveLength(1);
  });

  test('a process that is down hides only what fails because of it', async () => {
    const about = (name: string, labels: Readonly<Record<string, string>>) => ({
      ...alert(name, 'critical', Object.values(labels).join(' ')),
      labels: { alertname: name, severity: 'critical', ...labels },
    });
    await post('alerts', [alert('TargetDown', 'critical', 'users')]);
    await expect.poll(() => pagesOf('TargetDown')).toHaveLength(1);
    for (const broken of ['users', 'inventory']) {
      await post('alerts', [
        about('SubgraphFetchesFail', { subgraph: broken }),
        about('BreakerOpen', { target: broken, process: 'orders' }),
      ]);
    }
    await post('alerts', [about('BreakerOpen', { target: 'payments-stripe', process: 'orders' })]);
    const named = (name: string): string =>
      pagesOf(name)
        .map(({ payload }) => JSON.stringify(payload))
        .join();
    await expect.poll(() => named('BreakerOpen')).toContain('of payments-stripe');
    await expect.poll(() => named('BreakerOpen')).toContain('of inventory');
    await expect.poll(() => named('SubgraphFetchesFail')).toContain('of inventory');
    for (const name of ['BreakerOpen', 'SubgraphFetchesFail']) {
      expect(named(name)).not.toContain('of users');
    }
  });

  test('nothing was sent that PagerDuty or Slack would refuse', () => {
    expect(receivers.pages.length).toBeGreaterThan(0);
    expect(receivers.refusals).toEqual([]);
  });
});
