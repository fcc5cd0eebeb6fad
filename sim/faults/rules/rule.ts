import * as z from 'zod';
import { int, us } from '../../chance/units.ts';

/** Events that can trigger a rule. */
export const TRIGGERS = [
  'send',
  'deliver',
  'label',
  'point',
  'probe',
  'issue',
  'complete',
  'call',
  'return',
  'start',
  'crash',
  'rule',
] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** Maximum number of rules per run. */
export const RULES_MAX = 16;

/** Trigger of a rule. */
export interface When {
  readonly on: Trigger;
  /** Message type, new label, point, probe, or disk request such as `sync log`; any by default. */
  readonly what?: string | undefined;
  /** Sender of the message. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Process of any other event. */
  readonly process?: number | undefined;
  /** Ordinal of the occurrence that fires it; the first by default. */
  readonly nth?: number | 'every' | undefined;
  /** Number of consecutive occurrences that fire it; one by default. */
  readonly times?: number | undefined;
  /** For the trigger `rule`: the earlier rule that fires, counted from 1. */
  readonly rule?: number | undefined;
  /** Occurrences only count after this earlier rule has fired. */
  readonly after?: number | undefined;
}

/** Target of an action: the process of the trigger, the sender, the receiver, or a process by number. */
export type Target = 'it' | 'sender' | 'receiver' | number;

/** Common fields of actions on a process: the target, `it` by default, and an optional delay. */
interface OnProcess {
  readonly at?: Target | undefined;
  readonly inUs?: number | undefined;
}

/** Action of a rule. */
export type Then =
  | (OnProcess & {
      readonly do: 'crash';
      readonly moment?: 'before' | 'amid' | 'after' | undefined;
      /** Whether the disk loses all unsynced data. */
      readonly losing?: boolean | undefined;
    })
  | (OnProcess & { readonly do: 'wipe' })
  | (OnProcess & { readonly do: 'pause'; readonly forUs: number })
  | (OnProcess & {
      readonly do: 'cut';
      readonly way?: 'both' | 'in' | 'out' | undefined;
      readonly forUs: number;
    })
  | (OnProcess & { readonly do: 'slow-disk'; readonly factor: number; readonly forUs: number })
  | (OnProcess & { readonly do: 'jump-clock'; readonly byUs: number })
  /** Ends early when rule `until` fires. */
  | { readonly do: 'hold'; readonly forUs: number; readonly until?: number | undefined }
  | { readonly do: 'lose' }
  | { readonly do: 'copy'; readonly inUs: number }
  | { readonly do: 'release'; readonly rule: number };

/** A trigger and its action. */
export interface Rule {
  readonly when: When;
  readonly then: Then;
}

const process = int(0, 63);
const rule = int(1, RULES_MAX);

const whenSchema: z.ZodType<When> = z.strictObject({
  on: z
    .enum(TRIGGERS)
    .describe('send: a message leaves; deliver: it is about to arrive; issue, complete: of a disk request'),
  what: z
    .string()
    .min(1)
    .max(80)
    .optional()
    .describe(
      'type of the message, new label, point, probe, disk request such as `sync log`; any when absent',
    ),
  from: process.optional().describe('of a message'),
  to: process.optional().describe('of a message'),
  process: process.optional().describe('where anything else happens'),
  nth: z
    .union([int(1, 1_000_000), z.literal('every')])
    .optional()
    .describe('the how manieth time; the first when absent'),
  times: int(1, 1_000_000).optional().describe('how often in a row it fires; once when absent'),
  rule: rule.optional().describe('of the trigger `rule`: the earlier rule that fires, counted from 1'),
  after: rule.optional().describe('nothing counts before this earlier rule has fired'),
});

const targetSchema: z.ZodType<Target> = z.union([z.enum(['it', 'sender', 'receiver']), process]);
const at = targetSchema.optional().describe('it, sender, receiver or a number; `it` when absent');
const forUs = us.describe('how long');
const inUs = us.optional().describe('how much later than the trigger');

const thenSchema: z.ZodType<Then> = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('crash'),
    at,
    moment: z
      .enum(['before', 'amid', 'after'])
      .optional()
      .describe('the handler that sends, writes or is about to run; after when absent'),
    losing: z.boolean().optional().describe('whether the disk loses all that is not synced'),
    inUs,
  }),
  z.strictObject({ do: z.literal('wipe'), at, inUs }),
  z.strictObject({ do: z.literal('pause'), at, forUs, inUs }),
  z.strictObject({
    do: z.literal('cut'),
    at,
    way: z
      .enum(['both', 'in', 'out'])
      .optional()
      .describe('what does not pass between it and the other replicas; both when absent'),
    forUs,
    inUs,
  }),
  z.strictObject({ do: z.literal('slow-disk'), at, factor: int(2, 10_000), forUs, inUs }),
  z.strictObject({ do: z.literal('jump-clock'), at, byUs: int(-3_600_000_000, 3_600_000_000), inUs }),
  z.strictObject({
    do: z.literal('hold'),
    forUs,
    until: rule.optional().describe('at the latest until this rule fires'),
  }),
  z.strictObject({ do: z.literal('lose') }),
  z.strictObject({ do: z.literal('copy'), inUs: us.describe('how late the copy is') }),
  z.strictObject({ do: z.literal('release'), rule: rule.describe('whose held messages arrive now') }),
]);

const ruleSchema: z.ZodType<Rule> = z
  .strictObject({ when: whenSchema, then: thenSchema })
  .superRefine(({ when, then }, ctx) => {
    const complaint = (path: string[], message: string): void =>
      ctx.addIssue({ code: 'custom', path, message });
    const { on } = when;
    const ofMessage = on === 'send' || on === 'deliver';
    if (!ofMessage && (when.from !== undefined || when.to !== undefined))
      complaint(['when'], 'from and to belong to send and deliver');
    if (ofMessage && when.process !== undefined)
      complaint(['when', 'process'], `${on} has from and to, not process`);
    if ((on === 'rule') !== (when.rule !== undefined))
      complaint(['when', 'rule'], 'goes with the trigger rule, and only with that');
    if (when.nth === 'every' && when.times !== undefined)
      complaint(['when', 'times'], 'every time is every time: leave it out');
    if (!ofMessage && ['hold', 'lose', 'copy'].includes(then.do))
      complaint(['then'], `${then.do} needs a message: a trigger send or deliver`);
  });

/** Rules in order. A rule may only refer to earlier ones, so there are no cycles. */
export const rulesSchema: z.ZodType<readonly Rule[]> = z
  .array(ruleSchema)
  .min(1)
  .max(RULES_MAX)
  .superRefine((rules, ctx) => {
    rules.forEach(({ when, then }, i) => {
      for (const [name, earlier] of [
        ['rule', when.rule],
        ['after', when.after],
      ] as const) {
        if (earlier !== undefined && earlier > i)
          ctx.addIssue({ code: 'custom', path: [i, 'when', name], message: 'must name an earlier rule' });
      }
      const named = then.do === 'hold' ? then.until : then.do === 'release' ? then.rule : undefined;
      if (named !== undefined && named > rules.length)
        ctx.addIssue({ code: 'custom', path: [i, 'then'], message: `there is no rule ${named}` });
    });
  });

/** Type of a message, as used by triggers. */
export function typeOf(message: unknown): string {
  if (typeof message !== 'object' || message === null || !('type' in message)) return 'message';
  return typeof message.type === 'string' ? message.type : 'message';
}
