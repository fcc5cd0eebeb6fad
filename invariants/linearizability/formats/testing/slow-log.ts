import { refuse, type SlowEvent } from './slow.ts';
import { canonical, SlowEdn } from './slow-edn.ts';

const DATE = '\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d([.,]\\d+)?(\\{[^}]*\\}|Z|[+-]\\d\\d:?\\d\\d)?';
/** The heads that there are, one for each generation of Jepsen. */
const HEADS = [
  '',
  `(${DATE}\\s+)?INFO\\s+jepsen\\.util(\\s+-|:)?\\s+`,
  `(${DATE}\\s+)?INFO\\s+\\[${DATE}\\]\\s+(\\S.*\\s-\\s+|\\[[^\\]]*\\]\\s+)?jepsen\\.util(\\s+-|:)?\\s+`,
  `(${DATE}\\s+)?INFO\\s+(\\[[^\\]]*\\]\\s+|\\S.*\\s-\\s+)jepsen\\.util(\\s+-|:)?\\s+`,
].map((head) => new RegExp(`^${head}$`));

/** A log by words: nothing is shared with the reader under test, but what a line may look like. */
export function slowLog(text: string): SlowEvent[] {
  const arguments_ = new Map<string, string | undefined>();
  return text.split('\n').flatMap((raw) => {
    const line = raw.trimEnd();
    if (line === '') return [];
    const words = [...line.matchAll(/\S+/g)];
    const at = words.findIndex(([word]) => /^:(invoke|ok|fail|info)$/.test(word));
    if (at < 0) return other(line);
    const [process, type, f] = [words[at - 1]?.[0], words[at]?.[0].slice(1) ?? '', words[at + 1]?.[0]];
    if (process === undefined || f === undefined || !/^:./.test(f)) return refuse('no operation');
    const head = line.slice(0, words[at - 1]?.index).trim() === '' ? '' : line.slice(0, words[at - 1]?.index);
    if (!HEADS.some((known) => known.test(head))) return refuse('no head');
    if (/^:?nemesis$/.test(process)) return [];
    if (!/^\d+$/.test(process)) return refuse('no process');
    const third = words[at + 2];
    const edn = new SlowEdn(third === undefined ? '' : line.slice(third.index));
    const value = third === undefined ? undefined : canonical(edn.form());
    const more = edn.text.slice(edn.at);
    if (more !== '' && (!/^\s/.test(more) || type === 'invoke' || (type === 'ok' && !more.startsWith('\t'))))
      return refuse('more');
    if (type === 'invoke') arguments_.set(process, value);
    const isRefused = type === 'fail' && f === ':cas' && more === '' && value === arguments_.get(process);
    return [
      { process: String(BigInt(process)), type: isRefused ? 'refused' : type, f, key: undefined, value },
    ];
  });
}

function other(line: string): SlowEvent[] {
  const message = /jepsen\.util(?:\s+-|:)?\s+(.*)$/.exec(line)?.[1];
  if (message !== undefined && /^[\d:]|^\S+\s+:\S|:(invoke|ok|fail|info)\b/.test(message))
    return refuse('no operation');
  const isLogged = new RegExp(`^(${DATE}\\s+)?\\[?(INFO|WARN|ERROR|DEBUG|TRACE|FATAL)\\b`).test(line);
  const isTrace = /^(\s+\S|at |Caused by:|\.\.\.|[\w.$]+(Exception|Error)\b)/.test(line);
  return isLogged || isTrace ? [] : refuse('no line of a log');
}
