import type { CommandMap } from './generated/commands';
import type { HostCommandMap } from './host';

/** Everything that the page can ask: the book's commands, and the few that the host answers itself. */
type Commands = CommandMap & HostCommandMap;

/** The name of a command, as the one list in Rust declares it. */
export type CommandName = keyof Commands & string;
export type RequestOf<C extends CommandName> = Commands[C]['request'];
export type ResponseOf<C extends CommandName> = Commands[C]['response'];
