import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BadInput } from '../../input/bad-input.ts';

const GZIP = [0x1f, 0x8b] as const;

/** The lines of a file, gzipped or not; of standard input for `-`. @throws BadInput */
export async function readLines(file: string): Promise<string[]> {
  const source: Readable = file === '-' ? process.stdin : createReadStream(file);
  const lines: string[] = [];
  try {
    for await (const line of createInterface({ input: await unzipped(source), crlfDelay: Infinity }))
      lines.push(line);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInput(`${file === '-' ? 'standard input' : file} cannot be read: ${why}`);
  }
  return lines;
}

/** Looks at the first bytes, and puts them back. */
async function unzipped(source: Readable): Promise<Readable> {
  const head = await new Promise<Buffer | null>((resolve, reject) => {
    source.once('error', reject);
    source.once('end', () => resolve(null));
    source.once('readable', () => resolve(source.read() as Buffer | null)); // no encoding is set
  });
  if (head === null) return Readable.from([]);
  source.unshift(head);
  if (head[0] !== GZIP[0] || head[1] !== GZIP[1]) return source;
  // What goes wrong in it is told to whoever reads.
  return pipeline(source, createGunzip(), () => {});
}
