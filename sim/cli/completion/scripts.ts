import type { Command } from 'commander';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A command and its long options. */
interface Words {
  readonly name: string;
  readonly about: string;
  readonly options: readonly { readonly flag: string; readonly about: string }[];
}

/** Completion script for a shell. Names need no quoting: they are letters, digits and hyphens. */
export function scriptFor(shell: Shell, commands: readonly Command[]): string {
  const words = commands.map(wordsOf);
  switch (shell) {
    case 'bash':
      return bash(words);
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`;
    case 'fish':
      return fish(words);
  }
}

const wordsOf = (command: Command): Words => ({
  name: command.name(),
  about: command.description(),
  options: command.options.flatMap(({ long, description, hidden }) =>
    long === undefined || long === null || hidden ? [] : [{ flag: long, about: description }],
  ),
});

/** Completes the command's options, otherwise files: seeds cannot be listed. */
function bash(words: readonly Words[]): string {
  const cases = words.map(
    ({ name, options }) => `    ${name}) words="${options.map(({ flag }) => flag).join(' ')}" ;;`,
  );
  return `_wavetank() {
  local words current="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${words.map(({ name }) => name).join(' ')} completion --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    completion) words="${SHELLS.join(' ')}" ;;
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words --help" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _wavetank wavetank
`;
}

function fish(words: readonly Words[]): string {
  const lines = words.flatMap(({ name, about, options }) => [
    `complete -c wavetank -n __fish_use_subcommand -f -a ${name} -d ${quoted(about)}`,
    ...options.map(
      ({ flag, about: text }) =>
        `complete -c wavetank -n '__fish_seen_subcommand_from ${name}' -l ${flag.replace('--', '')} -d ${quoted(text)}`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
