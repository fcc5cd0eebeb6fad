import { Buffer } from 'node:buffer';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';

/** Fills a disk of 16 blocks, and tells what becomes of each way to write to it. Argument: a folder on the disk. */
const at = (name) => path.join(process.argv[2], name);
const told = {};
const sizeOf = (name) => fs.statSync(at(name)).size;
/** A file of 1,000 bytes on a disk without a free block. */
const fresh = (name) => {
  fs.rmSync(at('fill'), { force: true });
  fs.writeFileSync(at(name), Buffer.alloc(1_000, 'o'));
  const fill = fs.openSync(at('fill'), 'w');
  try {
    for (;;) fs.writeSync(fill, Buffer.alloc(4_096));
  } catch (error) {
    told.fill = [error.code, sizeOf('fill') % 4_096];
  }
  fs.closeSync(fill);
  return fs.openSync(at(name), 'r+');
};
const attempt = async (write) => {
  try {
    const result = await write();
    return typeof result === 'object' ? result.bytesWritten : (result ?? 'done');
  } catch (error) {
    return `${error.code} ${error.syscall}`;
  }
};
const many = Buffer.alloc(10_000, 'n');

const WRITES = {
  'write at once': (fd) => fs.writeSync(fd, many, 0, 10_000, 1_000),
  'write of a text': (fd) => fs.writeSync(fd, 'n'.repeat(10_000), 1_000),
  'write of parts': (fd) => fs.writevSync(fd, [many.subarray(0, 3_000), many.subarray(0, 3_000)], 1_000),
  'write with a callback': (fd) => promisify(fs.write)(fd, many, 0, 10_000, 1_000),
  'write over the old end': (fd) => fs.writeSync(fd, many, 0, 10_000, 500),
  'write within the last block': (fd) => fs.writeSync(fd, many, 0, 3_000, 1_000),
  'write over old bytes': (fd) => fs.writeSync(fd, many, 0, 1_000, 0),
  'write behind the last block': (fd) => fs.writeSync(fd, many, 0, 10, 5_000),
  nothing: (fd) => fs.writeSync(fd, many, 0, 0, 1_000),
};
for (const [name, write] of Object.entries(WRITES)) {
  const fd = fresh('file');
  told[name] = [await attempt(() => write(fd)), sizeOf('file')];
  told[`${name}, again`] = [await attempt(() => fs.writeSync(fd, many, 0, 10, 4_096)), sizeOf('file')];
  fs.closeSync(fd);
  fs.rmSync(at('file'));
}

/** What goes on after a short write, until it fails. */
const WHOLE = {
  appendFileSync: () => fs.appendFileSync(at('file'), many),
  appendFile: () => promisify(fs.appendFile)(at('file'), many),
  'promises.appendFile': () => fs.promises.appendFile(at('file'), many),
  writeFileSync: () => fs.writeFileSync(at('file'), many),
  'writeFileSync of a text': () => fs.writeFileSync(at('file'), 'n'.repeat(10_000)),
  'promises.writeFile': () => fs.promises.writeFile(at('file'), many),
  'a stream': () =>
    new Promise((resolve, reject) => {
      const stream = fs.createWriteStream(at('file'), { flags: 'a' });
      stream.on('error', reject).on('finish', resolve);
      stream.end(many);
    }),
};
for (const [name, write] of Object.entries(WHOLE)) {
  fs.closeSync(fresh('file'));
  told[name] = [await attempt(write), sizeOf('file')];
  fs.rmSync(at('file'));
}
const handle = await fs.promises.open(at('file'), 'w+');
await handle.writeFile('o'.repeat(1_000));
fs.closeSync(fresh('other'));
told['a handle'] = [await attempt(() => handle.write(many, 0, 10_000, 1_000)), sizeOf('file')];
told['parts of a handle'] = [await attempt(() => handle.writev([many], 1_000)), sizeOf('file')];
await handle.close();
console.log(JSON.stringify(told));
