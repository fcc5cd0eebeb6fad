import { IN_REPOSITORY } from '../files/repository.ts';
import { isSystemFile } from '../systems/registry.ts';

/** A word as a POSIX shell takes it back. */
export const quoted = (word: string): string =>
  /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** How a person starts a command: from the repository, or installed as a package. */
const start = (command: string): string => (IN_REPOSITORY ? `npm run ${command}` : `npx wavetank ${command}`);

/**
 * A command that can be copied: `npm run sim -- 42 --replicas 5`. A seed that looks like an option comes last, behind `--`.
 * Without a seed: for many (`--seeds` is among the options then).
 */
export function commandLine(command: string, seed: string | undefined, options: readonly string[]): string {
  const words = [...options];
  if (seed !== undefined) {
    if (seed.startsWith('-')) words.push('--', seed);
    else words.unshift(seed);
  }
  const begun = start(command);
  const separator = begun.startsWith('npm') && words.length > 0 ? ['--'] : [];
  return [begun, ...separator, ...words.map(quoted)].join(' ');
}

/** A command on a recording. It names the file of one's own system, which a recording does not know. */
export const onRecording = (
  command: string,
  folder: string,
  system: string | undefined,
  options: readonly string[] = [],
): string => {
  const file = system !== undefined && isSystemFile(system) ? ['--system', system] : [];
  return commandLine(command, undefined, ['--recording', folder, ...file, ...options]);
};
