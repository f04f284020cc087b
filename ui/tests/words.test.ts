import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { de } from '../src/i18n/de';
import { en } from '../src/i18n/en';

function leaves(words: object, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === 'string') found.set(here, value);
    else for (const [inner, text] of leaves(value as object, here)) found.set(inner, text);
  }
  return found;
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1] ?? '').sort();
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('words', () => {
  const english = leaves(en);
  const german = leaves(de);

  it('have the same keys in both languages', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('are never empty, and use the same figures in both languages', () => {
    for (const [key, text] of english) {
      const other = german.get(key) ?? '';
      expect(text.trim(), key).not.toBe('');
      expect(other.trim(), key).not.toBe('');
      expect(placeholders(other), key).toEqual(placeholders(text));
    }
  });

  it('exist for every key that a page names', () => {
    const plural = (key: string) => english.has(`${key}_one`) && english.has(`${key}_other`);
    for (const file of sources('src')) {
      const text = readFileSync(file, 'utf8');
      for (const match of text.matchAll(/\bt\(\s*'([\w.]+)'/g)) {
        const key = match[1] ?? '';
        expect(english.has(key) || plural(key), `${key} in ${file}`).toBe(true);
      }
    }
  });

  it('stand in the word files, not in attributes that people read', () => {
    const spoken = /\b(?:label|title|placeholder|aria-label|description|alt|text|about)="[^"]*[A-Za-zÄÖÜäöü]{2}/;
    for (const file of sources('src').filter((name) => name.endsWith('.tsx'))) {
      expect(readFileSync(file, 'utf8').match(spoken)?.[0], file).toBeUndefined();
    }
  });

  it('are asked by features only through the shared rooms: no feature imports another', () => {
    for (const file of sources('src/features')) {
      const own = /features[\\/]([\w-]+)/.exec(file)?.[1] ?? '';
      for (const match of readFileSync(file, 'utf8').matchAll(/from '(\.\.[^']*)'/g)) {
        const target = join(file, '..', match[1] ?? '').replaceAll('\\', '/');
        const other = /features\/([\w-]+)/.exec(target)?.[1];
        expect(other === undefined || other === own, `${file} imports ${target}`).toBe(true);
      }
    }
  });
});
