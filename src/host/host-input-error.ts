/** What a host was asked for makes no sense: an address, a folder, keys. The message is one sentence for people. */
export class HostInputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'HostInputError';
  }
}
