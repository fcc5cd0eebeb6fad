import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** An empty project into which the packed package was installed, without a registry: its dependencies are linked. */
export class PackedProject {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'packed-'));
  private readonly modules = path.join(this.folder, 'node_modules');

  constructor() {
    const stage = path.join(this.folder, 'stage');
    const build = ['--import', 'tsx', 'scripts/build.ts', path.join(stage, 'dist')];
    execFileSync(process.execPath, build, { cwd: ROOT, stdio: 'pipe' });
    for (const file of ['package.json', 'README.md', 'LICENSE'])
      cpSync(path.join(ROOT, file), path.join(stage, file));
    const pack = ['pack', '--ignore-scripts', '--pack-destination', this.folder];
    execFileSync('npm', pack, { cwd: stage, stdio: 'pipe' });
    rmSync(stage, { recursive: true });
    const [tarball = ''] = readdirSync(this.folder).filter((file) => file.endsWith('.tgz'));
    mkdirSync(path.join(this.modules, '.bin'), { recursive: true });
    execFileSync('tar', ['-xzf', path.join(this.folder, tarball), '-C', this.modules]);
    cpSync(path.join(this.modules, 'package'), path.join(this.modules, 'wavetank'), { recursive: true });
    rmSync(path.join(this.modules, 'package'), { recursive: true });
    const { bin, dependencies } = JSON.parse(
      readFileSync(path.join(this.modules, 'wavetank/package.json'), 'utf8'),
    ) as { bin: Record<string, string>; dependencies: Record<string, string> }; // our own package.json
    for (const [name, file] of Object.entries(bin))
      symlinkSync(path.join('../wavetank', file), path.join(this.modules, '.bin', name));
    for (const name of Object.keys(dependencies)) this.link(name);
    this.write('package.json', JSON.stringify({ name: 'project', private: true, type: 'module' }));
  }

  /** Makes a package of ours one of the project. */
  link(name: string): void {
    mkdirSync(path.dirname(path.join(this.modules, name)), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules', name), path.join(this.modules, name));
  }

  write(file: string, text: string): void {
    writeFileSync(path.join(this.folder, file), text);
  }

  removeFile(file: string): void {
    rmSync(path.join(this.folder, file));
  }

  /** Runs a program of the project's node_modules. */
  npx(words: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
    const { status, stdout, stderr } = spawnSync('npx', ['--no-install', ...words], {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', ...env },
    });
    return { code: status, out: stdout, err: stderr.replaceAll(/^npm .*\n/gm, '') }; // what npm itself has to say
  }

  /** Runs the command of the package, without the second that npx takes. */
  wavetank(words: readonly string[]): Ended {
    return this.run([path.join(this.modules, '.bin/wavetank'), ...words], {});
  }

  /** Runs a script of our own packages here. */
  node(script: string, words: readonly string[], env: NodeJS.ProcessEnv = {}): Ended {
    return this.run([path.join(ROOT, 'node_modules', script), ...words], env);
  }

  private run(words: readonly string[], env: NodeJS.ProcessEnv): Ended {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1', ...env },
    });
    return { code: status, out: stdout, err: stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
