/** What was asked for makes no sense; the message is the one sentence that the person sees. */
export class BadInput extends Error {}
