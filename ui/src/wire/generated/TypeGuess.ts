export type TypeGuess = "blank" | "day" | "whole" | "amount" | "flag" | "text";
