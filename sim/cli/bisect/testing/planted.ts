import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '../../../files/repository.ts';

const TUTORIAL = path.join(ROOT, 'docs/tutorial');

/** A fragment of the server and its buggy replacement. */
export interface Bug {
  readonly name: string;
  readonly of: string;
  readonly to: string;
}

const WRITES = "if (operation.kind === 'write') state.value = operation.value;";
const READS = "const result = kind === 'write' ? { kind } : { kind, value: state.value };";

/** Each yields a single-register server that is not linearizable. */
export const BUGS: readonly Bug[] = [
  {
    name: 'forgets who asked',
    of: 'last === undefined || request > last.request',
    to: 'state !== undefined',
  },
  {
    name: 'forgets every third write',
    of: WRITES,
    to: WRITES.replace("'write'", "'write' && request % 3 !== 0"),
  },
  {
    name: 'reads nothing now and then',
    of: READS,
    to: READS.replace('state.value', 'request % 4 === 0 ? null : state.value'),
  },
  {
    name: 'answers before it writes',
    of: WRITES,
    to: WRITES.replace("'write'", "'write' && state.last.size !== 1"),
  },
  {
    name: 'reads what a write makes up',
    of: READS,
    to: READS.replace('state.value', "request > 4 ? 'made up' : state.value"),
  },
];

/** Kind of harmless commit. `renames` renames every message, so that recorded runs no longer apply. */
export type Noise = 'comment' | 'chatter' | 'renames' | 'does not compile';

/** Repository with the history of a small system: harmless commits, and one that introduces a bug. */
export class Planted {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'planted-'));
  /** Hashes, oldest first. */
  readonly commits: string[] = [];
  private source = readFileSync(path.join(TUTORIAL, 'one-server-once.ts'), 'utf8');

  constructor() {
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('config', 'user.name', 'Ada');
    this.git('config', 'user.email', 'ada@example.org');
    this.git('config', 'core.hooksPath', 'none');
    copyFileSync(path.join(TUTORIAL, 'client.ts'), path.join(this.folder, 'client.ts'));
    this.commit('begin');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  plant({ name, of, to }: Bug): void {
    if (!this.source.includes(of)) throw new Error(`${name}: there is no such place`);
    this.source = this.source.replace(of, to);
    this.commit(name);
  }

  add(noise: Noise): void {
    const n = this.commits.length;
    const before = this.source;
    switch (noise) {
      case 'comment':
        this.source += `// ${n}\n`;
        break;
      case 'chatter':
        this.source = this.source.replace(
          'start() {},',
          `start(_: unknown, ctx: any) { for (let i = 0; i < ${n}; i++) ctx.probe('chatter'); ctx.setTimer(9, 7000 + ${n}); },`,
        );
        break;
      case 'renames':
        this.source = this.source.replace(/value: `[^`]*`/, `value: \`w${n}.\${client}.\${index}\``);
        break;
      case 'does not compile':
        this.source += 'const { = ;\n';
        this.commit(noise);
        this.source = before;
        return;
    }
    this.commit(noise);
  }

  commit(subject: string): void {
    writeFileSync(path.join(this.folder, 'system.ts'), this.source);
    this.git('add', '.');
    this.git('commit', '--quiet', '--allow-empty', '--message', subject);
    this.commits.push(this.git('rev-parse', 'HEAD').trim());
  }

  git(...words: string[]): string {
    return execFileSync('git', words, {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}
