import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { renderMail } from '../../mail/templates';
import { memoryMailbox } from '../../platform/mail/mailbox';
import { gatewayForFile, testGateway } from '../testing/running-gateway';

const data = { url: 'https://shop.example.com/reset?token=abc&x=1', minutes: 30 };
const mail = {
  to: 'ada@example.com',
  id: 'account.1',
  ...renderMail('reset_password', 'EN', data),
};

const mailbox = memoryMailbox();
const gateway = gatewayForFile({ mailbox, configuration: { environment: 'development' } });

async function page(path: string) {
  const response = await fetch(gateway.url + path);
  const html = await response.text();
  return { status: response.status, headers: response.headers, html };
}

/** The styles that the page's policy does not allow. */
function refusedStyles(html: string, policy: string): string[] {
  const styles = html
    .split('<style>')
    .slice(1)
    .map((rest) => rest.slice(0, rest.indexOf('</style>')));
  expect(styles.length).toBeGreaterThan(0);
  return styles.filter((text) => {
    const hash = createHash('sha256').update(text).digest('base64');
    return !policy.includes(`'sha256-${hash}'`);
  });
}

describe('the page of mails', () => {
  it('shows the latest mails with their links, and each as a page of its own', async () => {
    expect((await page('/mail')).html).toContain('No mail yet.');
    await mailbox.add(mail);
    await mailbox.add({ ...mail, subject: '<b>Bold & "quoted"</b>', html: undefined });
    const list = await page('/mail');
    expect(list.html).toContain('to ada@example.com');
    expect(list.html).toContain('href="https://shop.example.com/reset?token=abc&amp;x=1"');
    expect(list.html).toContain('&lt;b&gt;Bold &amp; &quot;quoted&quot;&lt;/b&gt;');
    expect(list.html).not.toContain('<b>');
    const [, oldest] = await mailbox.latest();
    const one = await page(`/mail/${oldest?.key}`);
    expect(one.html).toContain(`<iframe src="/mail/${oldest?.key}/page"`);
    const framed = await page(`/mail/${oldest?.key}/page`);
    expect(framed.html).toContain('Choose a new password');
    expect(framed.html).toContain('<base target="_blank">');
  });

  it('runs no script, has no style but its own, and is stored nowhere', async () => {
    await mailbox.add(mail);
    const [newest] = await mailbox.latest();
    for (const path of ['/mail', `/mail/${newest?.key}`, `/mail/${newest?.key}/page`]) {
      const { headers, html } = await page(path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/script-src|unsafe|\*/);
      expect(refusedStyles(html, policy)).toEqual([]);
      expect(html).not.toMatch(/<script|style=|\son\w+=/);
      expect(headers.get('cache-control')).toBe('private, no-store');
    }
  });

  it('allows a mail to be framed by this page alone, and its links to open another tab', async () => {
    await mailbox.add(mail);
    const [newest] = await mailbox.latest();
    const { headers } = await page(`/mail/${newest?.key}/page`);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    expect(headers.get('content-security-policy')).toContain('sandbox allow-popups');
    expect((await page('/mail')).headers.get('x-frame-options')).toBe('DENY');
  });

  it('answers SERVICE_UNAVAILABLE while the mails cannot be read', async () => {
    const read = vi.spyOn(mailbox, 'latest').mockRejectedValueOnce(new Error('Redis is silent.'));
    const { status, html } = await page('/mail');
    read.mockRestore();
    expect(status).toBe(503);
    expect(JSON.parse(html)).toMatchObject({
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE', retryable: true } }],
    });
  });

  it('answers 404 for a mail that was dropped', async () => {
    for (const path of ['/mail/unknown', '/mail/unknown/page']) {
      expect((await page(path)).status).toBe(404);
    }
  });

  it('does not exist where there is no mailbox', async () => {
    await using without = await testGateway({ configuration: { environment: 'development' } });
    expect((await fetch(`${without.url}/mail`)).status).toBe(404);
  });
});
