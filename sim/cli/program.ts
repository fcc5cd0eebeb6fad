import { Command, CommanderError } from 'commander';
import { BadInput } from '../input/bad-input.ts';
import type { Registry } from '../systems/registry.ts';
import { commandLine } from '../text/command-line.ts';
import { ExitCode } from './shared/exit-codes.ts';
import type { Io } from './shared/io.ts';

/** The dependencies of a command. Systems take long to load, so a command that needs none does not ask for them. */
interface Surroundings {
  readonly systems: () => Promise<Registry>;
  readonly io: Io;
  readonly done: (code: ExitCode) => void;
}

/** The commands, each loaded when it is called, or when all are listed. */
const COMMANDS: Readonly<Record<string, (surroundings: Surroundings) => Promise<Command>>> = {
  async sim({ systems, io, done }) {
    const { simCommand } = await import('./sim/command.ts');
    return simCommand(await systems(), io, done);
  },
  async check({ systems, io, done }) {
    const { checkCommand } = await import('./check/command.ts');
    return checkCommand(await systems(), io, done);
  },
  async explore({ systems, io, done }) {
    const { exploreCommand } = await import('./explore/command.ts');
    return exploreCommand(await systems(), io, done);
  },
  async fuzz({ systems, io, done }) {
    const { fuzzCommand } = await import('./fuzz/command.ts');
    return fuzzCommand(await systems(), io, done);
  },
  async mutants({ systems, io, done }) {
    const { mutantsCommand } = await import('./mutants/command.ts');
    return mutantsCommand(await systems(), io, done);
  },
  async shrink({ systems, io, done }) {
    const { shrinkCommand } = await import('./shrink/command.ts');
    return shrinkCommand(await systems(), io, done);
  },
  async replay({ systems, io, done }) {
    const { replayCommand } = await import('./replay/command.ts');
    return replayCommand(await systems(), io, done);
  },
  async report({ systems, io, done }) {
    const { reportCommand } = await import('./report/command.ts');
    return reportCommand(await systems(), io, done);
  },
  async seeds({ systems, io, done }) {
    const { seedsCommand } = await import('./seeds/command.ts');
    return seedsCommand(await systems(), io, done);
  },
  async linearizable({ io, done }) {
    const { linearizableCommand } = await import('./linearizable/command.ts');
    return linearizableCommand(io, done);
  },
};

/** Runs the command that the words name; returns the exit code and never throws. */
export async function main(
  words: readonly string[],
  io: Io,
  registry: Registry | (() => Promise<Registry>),
): Promise<ExitCode> {
  let code: ExitCode = ExitCode.clean;
  const surroundings: Surroundings = {
    systems: async () => (typeof registry === 'function' ? registry() : registry),
    io,
    done: (result) => {
      code = result;
    },
  };
  try {
    const program = new Command('wavetank').description(
      'deterministic simulation testing: one seed makes the whole storm',
    );
    const called = COMMANDS[words[0] ?? ''];
    for (const make of called === undefined ? Object.values(COMMANDS) : [called])
      program.addCommand(await make(surroundings));
    quietly(program, io);
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    return refused(error, io);
  }
}

/** Commander reports by exceptions only; help is the one thing that it prints itself. */
function quietly(program: Command, io: Io): void {
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: () => {},
    });
  }
}

function refused(error: unknown, io: Io): ExitCode {
  if (error instanceof BadInput) {
    io.err(`${error.message}\n`);
    return ExitCode.badInput;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return ExitCode.clean; // help was asked for
    io.err(`${sentence(error)}\n`);
    return ExitCode.badInput;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`the harness itself failed; this is a bug in it, not in the system under test\n${text}\n`);
  return ExitCode.harness;
}

/** Commander's message in one line, with its suggestion if it has one. */
function sentence(error: CommanderError): string {
  if (error.code === 'commander.help') return `a command is needed, such as: ${commandLine('sim', '42', [])}`;
  return error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ');
}
