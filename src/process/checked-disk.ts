import { ContractError } from './contract-error.ts';
import type { Disk } from './disk.ts';
import type { ProcessId } from './ids.ts';

/** The disk of a process behind checks of what it is asked for. `disk` is looked up at each request. */
export function checkedDisk(process: ProcessId, disk: () => Disk): Disk {
  return {
    read(file, offset, lengthBytes, token) {
      refuseRange(process, 'reads', file, offset);
      if (!Number.isSafeInteger(lengthBytes) || lengthBytes < 0)
        throw new ContractError(
          'invalid length',
          `process ${process} reads ${lengthBytes} bytes of ${file}: a length is an integer from 0 on`,
        );
      disk().read(file, offset, lengthBytes, token);
    },
    write(file, offset, bytes, token) {
      if (!(bytes instanceof Uint8Array))
        throw new ContractError(
          'write of something other than bytes',
          `process ${process} writes to ${file} something other than a Uint8Array: encode() or seal() turn plain data into bytes`,
        );
      refuseRange(process, 'writes to', file, offset);
      disk().write(file, offset, bytes, token);
    },
    sync(file, token) {
      disk().sync(file, token);
    },
  };
}

function refuseRange(process: ProcessId, does: string, file: string, offset: number): void {
  if (!Number.isSafeInteger(offset) || offset < 0)
    throw new ContractError(
      'invalid offset',
      `process ${process} ${does} ${file} at offset ${offset}: an offset is an integer from 0 on`,
    );
}
