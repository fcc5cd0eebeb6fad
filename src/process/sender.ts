/** Who has sent a message over a real network: a replica has named itself when it connected, a client has drawn its id. */
export interface Sender {
  readonly role: 'replica' | 'client';
  readonly id: number;
}
