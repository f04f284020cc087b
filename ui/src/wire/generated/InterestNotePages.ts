export type InterestNotePages = { pages: number, };
