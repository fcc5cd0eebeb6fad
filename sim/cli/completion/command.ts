import { Command } from 'commander';
import { BadInput } from '../../input/bad-input.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { SHELLS, scriptFor } from './scripts.ts';

/** `completion`: a shell completion script generated from the commands and their options. */
export function completionCommand(
  io: Io,
  done: (code: ExitCode) => void,
  commands: () => Promise<readonly Command[]>,
): Command {
  return new Command('completion')
    .description('print a shell completion script: eval "$(wavetank completion bash)"')
    .argument('<shell>', SHELLS.join(', '))
    .action(async (shell: string) => {
      const known = SHELLS.find((name) => name === shell);
      if (known === undefined)
        throw new BadInput(`there is no completion for ${shell}; there is one for ${SHELLS.join(', ')}`);
      io.out(scriptFor(known, await commands()));
      done(ExitCode.clean);
    });
}
