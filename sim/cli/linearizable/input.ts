import { readFileSync } from 'node:fs';
import { BadInput } from '../../input/bad-input.ts';

const GZIP = [0x1f, 0x8b] as const;

/** The bytes of a file, gzipped or not; of standard input for `-`. @throws BadInput */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const bytes = file === '-' ? await standardInput() : readFileSync(file);
    if (bytes[0] !== GZIP[0] || bytes[1] !== GZIP[1]) return bytes;
    const { gunzipSync } = await import('node:zlib');
    return gunzipSync(bytes);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInput(`${file === '-' ? 'standard input' : file} cannot be read: ${why}`);
  }
}

async function standardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer); // no encoding is set
  return Buffer.concat(chunks);
}
