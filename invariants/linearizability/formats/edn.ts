import { type ExactTime, timeOfDecimal } from './decimal.ts';
import { EdnText } from './edn-text.ts';
import { ABSENT, Fate, HistoryError, type RecordedHistory } from './recorded.ts';
import { Recorder } from './recorder.ts';
import { NULL, ValueTable } from './value-table.ts';

const FIELDS = [':process', ':type', ':f', ':key', ':value', ':time'];
const PROCESS = 0;
const TYPE = 1;
const F = 2;
const KEY = 3;
const VALUE = 4;
const TIME = 5;

const NO_TIME: ExactTime = { high: Number.NaN, low: 0, tail: 0 };

export interface EdnOptions {
  /** `:a` is the same value as `"a"`. */
  readonly keywordsAsText: boolean;
}

/**
 * A history as Jepsen (`history.edn`) and Porcupine (its kv files) write it: a map for each event, or a record, one behind the other or
 * in a vector or list. Events of the nemesis are left out.
 *
 * @throws HistoryError
 */
export function ednHistory(bytes: Uint8Array, start: number, options: EdnOptions): RecordedHistory {
  return new EdnHistory(bytes, start, options).read();
}

class EdnHistory {
  private readonly edn: EdnText;
  private readonly values = new ValueTable('edn');
  private readonly recorder = new Recorder(this.values);
  private readonly names: number[];
  private readonly types: number[];
  private readonly fields: (number | undefined)[] = FIELDS.map(() => undefined);
  private readonly others: number[] = [];
  private timeText: string | undefined;

  constructor(bytes: Uint8Array, start: number, { keywordsAsText }: EdnOptions) {
    this.edn = new EdnText(bytes, start, this.values, keywordsAsText);
    const keyword = (name: string): number =>
      keywordsAsText
        ? this.values.scalarText('text', JSON.stringify(name.slice(1)))
        : this.values.scalarText('keyword', name);
    this.names = FIELDS.map(keyword);
    this.types = [':invoke', ':ok', ':fail', ':info'].map(keyword);
  }

  read(): RecordedHistory {
    const { edn } = this;
    for (;;) {
      edn.openLine = edn.line;
      const byte = edn.peek();
      edn.openLine = edn.line;
      if (byte < 0) return this.recorder.finish();
      if (byte === 0x5b) this.events(0x5d);
      else if (byte === 0x28) this.events(0x29);
      else this.event(byte);
    }
  }

  private events(close: number): void {
    const { edn } = this;
    edn.at += 1;
    for (;;) {
      const byte = edn.peek();
      if (byte === close) {
        edn.at += 1;
        return;
      }
      if (byte < 0) edn.wrong('the end');
      this.event(byte);
    }
  }

  private event(first: number): void {
    const { edn, fields, others } = this;
    const { line } = edn;
    let byte = first;
    // Records are maps with a tag in front.
    if (byte === 0x23 && edn.bytes[edn.at + 1] !== 0x7b) {
      edn.tag();
      byte = edn.peek();
    }
    if (byte !== 0x7b) {
      edn.form();
      throw new HistoryError(
        line,
        'a map is needed, such as {:process 0, :type :invoke, :f :read, :value nil}',
      );
    }
    fields.fill(undefined);
    others.length = 0;
    this.timeText = undefined;
    edn.at += 1;
    for (;;) {
      const next = edn.peek();
      if (next === 0x7d) break;
      const name = edn.form();
      const field = this.names.indexOf(name);
      if (field >= 0 ? fields[field] !== undefined : others.includes(name))
        throw new HistoryError(edn.line, `the name ${this.values.text(name)} is there twice`);
      const behind = edn.peek();
      if (behind === 0x7d)
        throw new HistoryError(edn.line, `the name ${this.values.text(name)} has no value`);
      const valueStart = edn.at;
      if (field < 0) {
        others.push(name);
        this.form(behind);
      } else {
        fields[field] = field === TIME ? this.form(behind) : edn.form();
        if (field === TIME) this.timeText = edn.slice(valueStart, edn.at);
      }
    }
    edn.at += 1;
    this.take(line);
  }

  /** Reads a value that is of no use; mostly a number, another one in each event, which is not to be kept. */
  private form(first: number): number {
    const { edn } = this;
    if (first >= 0x31 && first <= 0x39) {
      const end = edn.tokenEnd();
      let i = edn.at;
      while (i < end && (edn.bytes[i] ?? 0) >= 0x30 && (edn.bytes[i] ?? 0) <= 0x39) i += 1;
      if (i === end) {
        edn.at = end;
        return ABSENT;
      }
    }
    return edn.form();
  }

  private take(line: number): void {
    const { fields, values } = this;
    const process = fields[PROCESS];
    if (process === undefined || process === NULL) throw new HistoryError(line, ':process is missing');
    const type = fields[TYPE] === undefined ? -1 : this.types.indexOf(fields[TYPE]);
    if (type < 0) throw new HistoryError(line, ':type must be :invoke, :ok, :fail or :info');
    if (values.content(process) === 'nemesis') return;
    const f = fields[F];
    if (f === undefined || !['keyword', 'text', 'symbol'].includes(values.kind(f)))
      throw new HistoryError(line, ':f is missing');
    const key = fields[KEY] === undefined || fields[KEY] === NULL ? ABSENT : fields[KEY];
    const event = { line, process, f, key, value: fields[VALUE] ?? ABSENT, ...this.time() };
    if (type === 0) this.recorder.call(event);
    else this.recorder.end(event, type === 1 ? Fate.ok : type === 2 ? Fate.fail : Fate.info);
  }

  private time(): ExactTime {
    const { timeText } = this;
    const exact = timeText !== undefined && /^-?\d+$/.test(timeText) ? timeOfDecimal(timeText) : undefined;
    return exact ?? NO_TIME;
  }
}
