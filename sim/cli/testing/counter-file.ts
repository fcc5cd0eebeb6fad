/** The parts of the file that a test replaces. */
export interface Parts {
  readonly beside?: string;
  readonly init?: string;
  readonly onAsk?: string;
  readonly onAnswer?: string;
  /** The expression for the replica. */
  readonly replica?: string;
  /** The expression for an operation. */
  readonly operation?: string;
  readonly more?: string;
}

/** A system file: a server that counts, and what is to be wrong with it. */
export const counterFile = ({
  beside = '',
  init = '{ n: 0 }',
  onAsk = '',
  onAnswer = '',
  replica = 'server',
  operation = "'count'",
  more = '',
}: Parts): string => `
import { defineSystem, processId } from 'wavetank';
${beside}
const idle = { start() {}, timer() {}, disk() {} };
const server = {
  ...idle,
  init: () => (${init}),
  message(state: any, from: any, message: any, ctx: any) {
    ${onAsk}
    ctx.send(from, { ...message, n: state.n++ });
  },
};
const ask = (state: any, ctx: any) => {
  ctx.setTimer(0, 20_000);
  ctx.send(processId(0), { request: state.request });
};
const client = {
  ...idle,
  init: () => ({ request: 0, open: false }),
  invoke(state: any, _operation: any, ctx: any) {
    state.request++;
    state.open = true;
    ask(state, ctx);
  },
  timer: (state: any, _timer: any, ctx: any) => state.open && ask(state, ctx),
  message(state: any, _from: any, message: any, ctx: any) {
    if (!state.open || message.request !== state.request) return;
    ${onAnswer === '' ? "state.open = false; ctx.complete({ type: 'ok', result: message.n });" : onAnswer}
  },
};
export default defineSystem({ name: 'counter', replica: ${replica}, client, operation: () => ${operation}, replicas: [1, 2]${more} });
`;
