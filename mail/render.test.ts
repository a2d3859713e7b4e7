import { describe, expect, it } from 'vitest';
import { renderLetter } from './render';

describe('a letter', () => {
  it('becomes a text with links in full, and a page with the same content', () => {
    const { subject, text, html } = renderLetter(
      {
        subject: 'Your order',
        blocks: [
          'Two lines\nin one paragraph.',
          { label: 'See it', url: 'https://shop.example.com/?a=1&b=2' },
          {
            rows: [
              ['2 × Tea', '3.00 EUR'],
              ['Total', '3.00 EUR'],
            ],
          },
        ],
      },
      'EN',
    );
    expect(subject).toBe('Your order');
    expect(text).toBe(
      'Hello,\n\nTwo lines\nin one paragraph.\n\nSee it:\nhttps://shop.example.com/?a=1&b=2\n\n' +
        '2 × Tea  3.00 EUR\nTotal  3.00 EUR\n\n-- \nThis message was sent automatically.\n',
    );
    expect(html).toContain('<p>Two lines<br>\nin one paragraph.</p>');
    expect(html).toContain(
      '<a class="action" href="https://shop.example.com/?a=1&amp;b=2">See it</a>',
    );
    expect(html).toContain('<tr><th scope="row">2 × Tea</th><td>3.00 EUR</td></tr>');
    expect(html).not.toContain('style=');
  });

  it('has a subject of one line, whatever its data contains', () => {
    const { subject } = renderLetter({ subject: 'Order\r\nBcc: a@b.c', blocks: [] }, 'EN');
    expect(subject).toBe('Order Bcc: a@b.c');
  });
});
