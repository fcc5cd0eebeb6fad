/** A word as a POSIX shell takes it back. */
export const quoted = (word: string): string =>
  /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

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
  return [`npm run ${command}`, ...(words.length > 0 ? ['--'] : []), ...words.map(quoted)].join(' ');
}
