import { Command, CommanderError } from 'commander';
import { checkCommand } from './check/command.ts';
import { fuzzCommand } from './fuzz/command.ts';
import { linearizableCommand } from './linearizable/command.ts';
import { mutantsCommand } from './mutants/command.ts';
import { replayCommand } from './replay/command.ts';
import { reportCommand } from './report/command.ts';
import { seedsCommand } from './seeds/command.ts';
import { BadInput } from './shared/bad-input.ts';
import { commandLine } from './shared/command-line.ts';
import { ExitCode } from './shared/exit-codes.ts';
import type { Io } from './shared/io.ts';
import type { Registry } from './shared/registry.ts';
import { shrinkCommand } from './shrink/command.ts';
import { simCommand } from './sim/command.ts';

/** Runs the command that the words name; returns the exit code and never throws. */
export async function main(words: readonly string[], io: Io, registry: Registry): Promise<ExitCode> {
  let code: ExitCode = ExitCode.clean;
  const done = (result: ExitCode): void => {
    code = result;
  };
  const program = new Command('wavetank')
    .description('deterministic simulation testing: one seed makes the whole storm')
    .addCommand(simCommand(registry, io, done))
    .addCommand(checkCommand(registry, io, done))
    .addCommand(fuzzCommand(registry, io, done))
    .addCommand(mutantsCommand(registry, io, done))
    .addCommand(shrinkCommand(registry, io, done))
    .addCommand(replayCommand(registry, io, done))
    .addCommand(reportCommand(registry, io, done))
    .addCommand(seedsCommand(registry, io, done))
    .addCommand(linearizableCommand(io, done));
  quietly(program, io);
  try {
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
