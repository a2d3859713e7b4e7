// Writes the client package as an archive that npm installs by its URL.
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const blockBytes = 512;
const nameBytesMax = 100;
const checksumOffset = 148;

const octal = (value, bytes) => `${value.toString(8).padStart(bytes - 1, '0')}\0`;

/** The block before a file in the format ustar. Times are left out: equal files, equal archives. */
function headerOf(name, size) {
  if (Buffer.byteLength(name) > nameBytesMax) throw new Error(`${name} is too long for ustar.`);
  const header = Buffer.alloc(blockBytes);
  const fields = [
    [0, name],
    [100, octal(0o644, 8)],
    [108, octal(0, 8)],
    [116, octal(0, 8)],
    [124, octal(size, 12)],
    [136, octal(0, 12)],
    [checksumOffset, ' '.repeat(8)],
    [156, '0'],
    [257, 'ustar\x0000'],
  ];
  for (const [offset, text] of fields) header.write(text, offset, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 7)} `, checksumOffset, 'latin1');
  return header;
}

function entryOf(folder, name) {
  const content = readFileSync(join(folder, name));
  const padding = Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes);
  return [headerOf(`package/${name}`, content.length), content, padding];
}

/** @param folder what `npm pack` would pack, and nothing else. */
export function writeClientPackage(folder, file) {
  const names = globSync('**/*', { cwd: folder })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
  const end = Buffer.alloc(2 * blockBytes);
  const archive = Buffer.concat([...names.flatMap((name) => entryOf(folder, name)), end]);
  writeFileSync(file, gzipSync(archive, { level: 9 }));
}
