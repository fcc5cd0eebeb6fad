import * as realTty from 'node:tty';
import type { Exports } from '../library/source.ts';
import { refused } from '../refuse/refused.ts';

const WHY = 'a program in the tank has no terminal';

/** `node:tty` where no descriptor is a terminal. */
export const ttyModule = (): Exports => ({
  isatty: () => false,
  ReadStream: refused('tty.ReadStream', WHY, realTty.ReadStream),
  WriteStream: refused('tty.WriteStream', WHY, realTty.WriteStream),
});
