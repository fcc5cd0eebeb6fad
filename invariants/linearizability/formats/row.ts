import { ABSENT, Fate, type RecordedHistory } from './recorded.ts';
import { FALSE, NULL, type ValueTable } from './value-table.ts';

/** One operation of a file, as vocabularies see it: the same object for every row, so that none is made. */
export class Row {
  readonly values: ValueTable;
  private readonly of: RecordedHistory;
  private row = 0;
  /** Operations by name that only echo what they were given. */
  private readonly echoes: ReadonlySet<number>;
  private readonly names: string[] = [];

  constructor(history: RecordedHistory) {
    this.of = history;
    this.values = history.values;
    this.echoes = echoesOf(history);
  }

  at(row: number): this {
    this.row = row;
    return this;
  }

  /** What is done, e.g. `read`. */
  get f(): string {
    const f = this.of.f.at(this.row);
    let name = this.names[f];
    if (name === undefined) {
      name = this.values.content(f);
      this.names[f] = name;
    }
    return name;
  }

  get process(): number {
    return this.of.process.at(this.row);
  }

  /** `ABSENT`: it has none. */
  get key(): number {
    return this.of.key.at(this.row);
  }

  get argument(): number {
    return this.of.argument.at(this.row);
  }

  /** What the file has as its answer, be it only an echo. */
  get said(): number {
    return this.of.answer.at(this.row);
  }

  /** What it returned; `ABSENT` where that is not known. */
  get answer(): number {
    return this.echoes.has(this.of.f.at(this.row)) ? ABSENT : this.said;
  }

  /** It ran, and answered no. */
  get isRefused(): boolean {
    const fate = this.of.fate.at(this.row);
    return fate === Fate.refused || (fate === Fate.ok && this.said === FALSE && this.argument !== FALSE);
  }

  get callLine(): number {
    return this.of.callLine.at(this.row);
  }

  get endLine(): number {
    return this.of.endLine.at(this.row);
  }
}

/** Names of operations each of which returned just what it was given: that is no answer. */
function echoesOf({ size, f, argument, answer, fate }: RecordedHistory): Set<number> {
  const echoes = new Set<number>();
  const tells = new Set<number>();
  for (let row = 0; row < size; row += 1) {
    const given = argument.at(row);
    const said = answer.at(row);
    if (fate.at(row) !== Fate.ok || given === ABSENT || given === NULL || said === ABSENT || said === NULL)
      continue;
    if (given === said) echoes.add(f.at(row));
    else tells.add(f.at(row));
  }
  for (const name of tells) echoes.delete(name);
  return echoes;
}
