import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { readKeys, type TlsKeys } from '../../../src/host/wire/security.ts';

/** Whether certificates can be made here: Node has no way to do it, so `openssl` must be on the path. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A certificate authority in a folder, for tests. */
export class Authority {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    this.run(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=authority',
      '-keyout',
      this.file('ca.key'),
      '-out',
      this.file('ca.pem'),
    );
  }

  /** Files of a key and a certificate with this common name, and of the authority. */
  filesFor(name: string): { readonly key: string; readonly cert: string; readonly ca: string } {
    const [key, request, cert] = ['key', 'csr', 'pem'].map((end) => this.file(`${name}.${end}`)) as [
      string,
      string,
      string,
    ]; // three
    this.run(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      key,
      '-out',
      request,
    );
    this.run(
      'x509',
      '-req',
      '-days',
      '2',
      '-in',
      request,
      '-CA',
      this.file('ca.pem'),
      '-CAkey',
      this.file('ca.key'),
      '-CAcreateserial',
      '-out',
      cert,
    );
    return { key, cert, ca: this.file('ca.pem') };
  }

  keysFor(name: string): TlsKeys {
    return readKeys(this.filesFor(name));
  }

  private file(name: string): string {
    return path.join(this.folder, name);
  }

  private run(...words: readonly string[]): void {
    execFileSync('openssl', words, { stdio: 'ignore' });
  }
}
