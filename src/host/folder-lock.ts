import { createHash } from 'node:crypto';
import { closeSync, constants, openSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** Somebody else holds the folder. */
export class FolderLocked extends Error {
  constructor(folder: string) {
    super(`${folder} is in use by another process`);
    this.name = 'FolderLocked';
  }
}

/** BSD and macOS lock a file as they open it. */
const O_EXLOCK = 0x20;

/**
 * Sees to it that one process at a time works in a folder that exists; returns how to let go of it. The operating system lets go of it
 * when the process ends in whatever way, so nothing stale is left behind. On Linux processes in different network namespaces do not
 * see each other's locks.
 * @throws FolderLocked
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  if (process.platform === 'darwin') return lockByFile(folder);
  const server = net.createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject('code' in error && error.code === 'EADDRINUSE' ? new FolderLocked(folder) : error);
    });
    server.listen(nameOf(folder), resolve);
  });
  server.unref();
  return () => new Promise<void>((resolve) => server.close(() => resolve()));
}

/** A name that lives as long as whoever holds it: a socket without a file, or a pipe of Windows. */
function nameOf(folder: string): string {
  const { dev, ino } = statSync(folder);
  const digest = createHash('sha256').update(`${dev} ${ino}`).digest('hex').slice(0, 24);
  const name = `wavetank-${digest}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : `\0${name}`;
}

function lockByFile(folder: string): () => Promise<void> {
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NONBLOCK | O_EXLOCK;
  try {
    const lock = openSync(path.join(folder, 'lock'), flags, 0o600);
    return async () => closeSync(lock);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') throw new FolderLocked(folder);
    throw error;
  }
}
