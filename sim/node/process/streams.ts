import { Readable, Writable } from 'node:stream';
import type { Task } from '../task/task.ts';

/** `process.stdout` or `process.stderr`: complete lines become observations, the rest follows when the process ends. */
export function outputStream(task: Task, name: 'stdout' | 'stderr'): { stream: Writable; flush: () => void } {
  let rest = '';
  const say = (text: string) => task.ports.observe({ kind: 'line', stream: name, text });
  const stream = new Writable({
    decodeStrings: false,
    highWaterMark: 65_536,
    write: (chunk: string | Uint8Array, _encoding, done) => {
      if (task.alive) {
        const lines = (rest + (typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString())).split(
          '\n',
        );
        rest = lines.pop() ?? '';
        for (const line of lines) say(line);
      }
      done();
    },
  });
  Object.assign(stream, { fd: name === 'stdout' ? 1 : 2, _type: 'pipe', _isStdio: true });
  const flush = () => {
    if (rest !== '') say(rest);
    rest = '';
  };
  return { stream, flush };
}

/** `process.stdin`: empty, like `/dev/null`. */
export function inputStream(): Readable {
  const stream = new Readable({
    read: () => {
      stream.push(null);
    },
  });
  return Object.assign(stream, { fd: 0, isTTY: false });
}
