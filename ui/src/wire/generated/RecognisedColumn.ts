import type { Field } from "./Field";
import type { TypeGuess } from "./TypeGuess";
export type RecognisedColumn = { index: number, heading: string, field: Field | null, samples: Array<string>, type_guess: TypeGuess, };
