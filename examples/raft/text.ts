import { type Command, configurationOf, lastIndex, lastTerm } from './log.ts';
import type { Message, Operation } from './messages.ts';
import type { State } from './state.ts';

export function describeMessage(message: Message): string {
  switch (message.type) {
    case 'Ask': {
      const { body } = message;
      if (body.kind === 'register') return 'Ask for a session';
      return `Ask ${body.session}.${body.request} ${describeOperation(body.operation)}`;
    }
    case 'Answer': {
      const { outcome } = message;
      if (outcome.kind === 'moved') return `Answer: ask ${outcome.leader ?? 'somebody else'}`;
      if (outcome.kind === 'registered') return `Answer: session ${outcome.session}`;
      return `Answer: ${outcome.kind === 'result' ? JSON.stringify(outcome.result) : outcome.kind}`;
    }
    case 'PreVote':
    case 'RequestVote':
      return `${message.type} t${message.term}, log ends at ${message.lastIndex} t${message.lastTerm}`;
    case 'PreVoteReply':
    case 'Vote':
      return `${message.type} t${message.term} ${message.granted ? 'yes' : 'no'}`;
    case 'Append': {
      const { term, prevIndex, prevTerm, entries, commit } = message;
      const what = entries.map((entry) => `t${entry.term} ${describeCommand(entry.command)}`).join(', ');
      return `Append t${term} after ${prevIndex} t${prevTerm}: ${what === '' ? 'nothing' : what}; commit ${commit}`;
    }
    case 'Install':
      return `Install t${message.term}, snapshot of ${message.snapshot.index} t${message.snapshot.term}`;
    case 'Appended': {
      const { answer, term } = message;
      if (answer.kind === 'match') return `Appended t${term} up to ${answer.index}`;
      return `Appended t${term} refused after ${answer.prevIndex}, try ${answer.hint}`;
    }
  }
}

function describeCommand(command: Command): string {
  switch (command.kind) {
    case 'noop':
    case 'register':
      return command.kind;
    case 'apply':
      return `${command.session}.${command.request} ${describeOperation(command.operation)}`;
    case 'members':
      return `members ${command.members.join(' ')}`;
  }
}

export function describeOperation(operation: Operation): string {
  switch (operation.kind) {
    case 'read':
      return `read ${operation.key}`;
    case 'write':
    case 'append':
      return `${operation.kind} ${operation.key} ${operation.value}`;
    case 'cas':
      return `cas ${operation.key} ${operation.from ?? 'nothing'} ${operation.to}`;
    case 'change':
      return `${operation.member ? 'add' : 'remove'} replica ${operation.server}`;
  }
}

export function describeState({ role, term, vote, log, commit }: State): string {
  const voted = vote === null ? '' : ` voted ${vote}`;
  return `${role.kind} t${term}${voted} log ${log.base}..${lastIndex(log)} t${lastTerm(log)} commit ${commit} group ${configurationOf(log).members.join(' ')}`;
}
