import { commandLine } from '../../text/command-line.ts';
import { text } from '../../text/layout.ts';
import type { Paint } from '../../text/paint.ts';
import { count } from '../../words/units.ts';
import { escapedControls } from './escaped.ts';
import type { Basis, Judgement } from './judgement.ts';

/** One verdict for a person; a single line for a linearizable history among others. */
export function judgementLines(raw: Judgement, among: boolean, paint: Paint): string {
  const judgement = escapedControls(raw);
  const { file, check, model, format, processes, line, clash, weaker, basis } = judgement;
  const { verdict, operations, partitions } = check;
  const counts = `${count(operations)} operations · ${processes} processes · ${partitions} ${partitions === 1 ? 'partition' : 'partitions'} · ${model} · ${format}`;
  switch (verdict.type) {
    case 'linearizable':
      return text([
        `${basis.returned === 0 ? paint.warning('? nothing was judged') : paint.good('✓ linearizable')}  ${among ? `${file}  ` : ''}${paint.faint(counts)}`,
        ...basisLines(basis, operations),
      ]);
    case 'unknown':
      return text([
        `${paint.warning('? unknown')}  ${among ? `${file}  ` : ''}${paint.faint(counts)}`,
        `  too many orders to try within the budget, in ${verdict.partitions.length} of them: ${verdict.partitions.slice(0, 5).join(', ')}`,
        next(['--budget', '100000000'], judgement, paint),
      ]);
    case 'not-linearizable':
      return text([
        `${paint.bad(`✗ ${verdict.explanation.title}`)}  ${file}:${line}  ${paint.faint(counts)}`,
        `  ${verdict.explanation.facts[0] ?? ''}`,
        ...clash.map(
          ({ words, called, returned }) =>
            `    ${words}  ${paint.faint(`called in line ${called}${returned === undefined ? ', not returned' : `, returned in line ${returned}`}`)}`,
        ),
        ...(weaker === undefined
          ? []
          : [
              `  weaker    sequentially consistent: ${weaker.sequential}${
                weaker.monotonicReads === undefined
                  ? ''
                  : ` · monotonic reads: ${weaker.monotonicReads ? 'yes' : 'no'}`
              }${weaker.staleBy === undefined ? '' : ` · stale by ${weaker.staleBy} ${weaker.staleBy === 1 ? 'write' : 'writes'}`}`,
            ]),
        next(['--html', 'history.html'], judgement, paint),
      ]);
  }
}

/** What the verdict rests on, where that is not every operation. */
function basisLines({ returned, failed, unknown, untold }: Basis, operations: number): string[] {
  const rest = [
    ...(failed === 0 ? [] : [`${count(failed)} failed without effect`]),
    ...(unknown === 0 ? [] : [`the outcome of ${count(unknown)} is unknown`]),
    ...(untold === 0 ? [] : [`${count(untold)} do not say what they returned`]),
  ];
  if (rest.length === 0) return [];
  const all = count(operations);
  return [`  rests on  ${count(returned)} of ${all} operations that returned; ${rest.join(', ')}`];
}

const next = (options: readonly string[], { file }: Judgement, paint: Paint): string =>
  `  next      ${paint.command(commandLine('linearizable', file === 'standard input' ? '-' : file, options))}`;

/** The same for machines. */
export function judgementJson(judgement: Judgement): object {
  const { file, format, model, check, processes, line, clash, weaker } = judgement;
  const { verdict, operations, partitions } = check;
  return {
    file,
    format,
    model,
    verdict:
      verdict.type === 'linearizable' && judgement.basis.returned === 0 ? 'nothing-judged' : verdict.type,
    operations,
    processes,
    partitions,
    basis: judgement.basis,
    line: line ?? null,
    reason: verdict.type === 'not-linearizable' ? (verdict.explanation.facts[0] ?? null) : null,
    clash,
    weaker: weaker ?? null,
  };
}

/** A file that could not be judged, for machines. */
export const refusalJson = (file: string, why: string): object => ({ file, verdict: 'refused', reason: why });
