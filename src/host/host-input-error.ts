/** What a host was asked for makes no sense: an address, a folder, keys. The message is one sentence for people. */
export class HostInputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HostInputError';
  }
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use',
  EACCES: 'this user may not listen at this port',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'there is no such host',
};

/** Nobody can listen at an address. */
export function cannotListen(at: string, error: Error): HostInputError {
  const code = 'code' in error ? String(error.code) : '';
  return new HostInputError(`cannot listen at ${at}: ${WHY[code] ?? error.message}`);
}
