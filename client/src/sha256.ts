// React Native has no crypto.subtle, and browsers only in secure contexts. It names texts for a
// cache; nothing is protected by it.

const rotated = (word: number, by: number) => (word >>> by) | (word << (32 - by));

function isPrime(number: number): boolean {
  for (let factor = 2; factor * factor <= number; factor += 1) {
    if (number % factor === 0) return false;
  }
  return true;
}

const primes = Array.from({ length: 310 }, (_, place) => place + 2).filter(isPrime);
const fraction = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0;
const initial = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const constants = primes.slice(0, 64).map((prime) => fraction(Math.cbrt(prime)));

/** The UTF-8 bytes of the text, padded as FIPS 180-4 says. */
function blocksOf(text: string): DataView {
  const bytes = unescape(encodeURIComponent(text));
  const size = ((bytes.length + 72) >> 6) << 6;
  const view = new DataView(new ArrayBuffer(size));
  for (let place = 0; place < bytes.length; place += 1) {
    view.setUint8(place, bytes.charCodeAt(place));
  }
  view.setUint8(bytes.length, 0x80);
  view.setUint32(size - 4, bytes.length * 8);
  return view;
}

const at = (words: readonly number[] | Int32Array, place: number) => words[place] as number;

function scheduleOf(view: DataView, start: number): Int32Array {
  const words = new Int32Array(64);
  for (let t = 0; t < 64; t += 1) {
    if (t < 16) words[t] = view.getInt32(start + t * 4);
    else {
      const [early, late] = [at(words, t - 15), at(words, t - 2)];
      const s0 = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
      const s1 = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
      words[t] = at(words, t - 16) + s0 + at(words, t - 7) + s1;
    }
  }
  return words;
}

function compress(state: readonly number[], words: Int32Array): number[] {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t += 1) {
    const sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const first = (h + sum1 + ((e & f) ^ (~e & g)) + at(constants, t) + at(words, t)) | 0;
    const sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, place) => (word + at(state, place)) | 0);
}

/** The SHA-256 of a text in UTF-8, in hex. */
export function sha256(text: string): string {
  const view = blocksOf(text);
  let state: readonly number[] = initial;
  for (let start = 0; start < view.byteLength; start += 64) {
    state = compress(state, scheduleOf(view, start));
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
