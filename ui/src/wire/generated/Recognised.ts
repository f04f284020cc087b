import type { Options } from "./Options";
import type { Recognition } from "./Recognition";
export type Recognised = { recognition: Recognition, options: Options, remembered: boolean, proposes_whole_list: boolean, };
