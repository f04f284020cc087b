export type CopiesOfCustomer = { account: string, };
