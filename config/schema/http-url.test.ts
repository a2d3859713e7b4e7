import { describe, expect, it } from 'vitest';
import { parseConfiguration } from '.';

const parsing = (publicUrl: string) => () => parseConfiguration({ server: { publicUrl } });

describe('a URL', () => {
  it.each([
    ['shop.example.com', '"shop.example.com": expected https://shop.example.com'],
    ['shop.example.com:8443', '"shop.example.com:8443": expected https://shop.example.com:8443'],
    ['localhost:4000', '"localhost:4000": expected http://localhost:4000'],
    ['127.0.0.1', '"127.0.0.1": expected http://127.0.0.1'],
    ['ftp://a.example', '"ftp://a.example": expected a URL such as https://shop.example.com'],
  ])('%s is a fault that says what would be right', (publicUrl, expected) => {
    expect(parsing(publicUrl)).toThrow(`server.publicUrl: ${expected}`);
  });

  it('with a user is not shown', () => {
    expect(parsing('me:secret@shop.example.com')).toThrow(
      'server.publicUrl: expected a URL such as https://shop.example.com',
    );
    expect(parsing('me:secret@shop.example.com')).not.toThrow('me:');
  });

  it('is judged the same in every setting', () => {
    const raw = { mail: { links: { verifyEmail: 'shop.example.com/verify' } } };
    expect(() => parseConfiguration(raw)).toThrow(
      'mail.links.verifyEmail: "shop.example.com/verify": expected https://shop.example.com/verify',
    );
  });
});
