import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { de } from '../src/i18n/de';
import { en } from '../src/i18n/en';

const CRATES = join(__dirname, '../../crates');
const HOST = join(__dirname, '../../src-tauri/src');

function rust(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.rs') && !/tests?\.rs$/.test(entry.name))
    .filter((entry) => !/[\\/](tests|benches)[\\/]/.test(entry.parentPath))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8').split('#[cfg(test)]')[0] ?? '');
}

function named(sources: readonly string[], pattern: RegExp): string[] {
  const found = new Set<string>();
  for (const source of sources) for (const match of source.matchAll(pattern)) found.add(match[1] ?? '');
  return [...found].sort();
}

function missing(codes: readonly string[], words: object): string[] {
  return codes.filter((code) => !(code in words));
}

// A refusal without words would be shown as its code: the window and the book would have drifted apart.
describe.skipIf(!existsSync(CRATES))('every code of the book has its words', () => {
  const sources = existsSync(CRATES) ? [...rust(CRATES), ...rust(HOST)] : [];

  it('refusals', () => {
    const codes = named(sources, /(?<!Row)Refusal::new\(\s*"([a-z_]+)"/g);
    expect(codes.length).toBeGreaterThan(50);
    expect(missing(codes, en.problem)).toEqual([]);
    expect(missing(codes, de.problem)).toEqual([]);
  });

  it('rejected rows', () => {
    const codes = named(sources, /RowRefusal::new\(\s*"([a-z_]+)"/g);
    expect(codes.length).toBeGreaterThan(10);
    expect(missing(codes, en.import.reject)).toEqual([]);
  });

  it('faults of a book', () => {
    const codes = named(sources, /(?:Fault::new\(|what\()\s*"([a-z_]+)"/g);
    expect(codes.length).toBeGreaterThan(5);
    expect(missing(codes, en.book.fault)).toEqual([]);
  });

  it('phases of long commands', () => {
    const codes = named(sources, /\.progress\([^;"]*?"([a-z_]+)"/g);
    expect(codes.length).toBeGreaterThan(15);
    expect(missing(codes, en.job.phase)).toEqual([]);
    expect(missing(codes, de.job.phase)).toEqual([]);
  });
});
