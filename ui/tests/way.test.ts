import { expect, it } from 'vitest';
import { arriveAt, cameBy } from '../src/data/way';
import { pastOf } from '../src/shell/pages';

it('goes back the way one came, also where pages lead to each other', () => {
  arriveAt('/promises');
  arriveAt('/customers/A');
  expect(cameBy('/customers/A')).toBe('/promises');
  arriveAt('/cases/12');
  expect(cameBy('/cases/12')).toBe('/customers/A');
  arriveAt('/customers/A');
  expect(cameBy('/customers/A')).toBe('/promises');
  arriveAt('/settle/A');
  arriveAt('/customers/A');
  arriveAt('/customers/B');
  expect(cameBy('/customers/B')).toBe('/customers/A');
  arriveAt('/today');
  expect(cameBy('/today')).toBeNull();
  arriveAt('/customers/B');
  expect(cameBy('/customers/B')).toBe('/today');
});

it('says of a page whether it is of the day that is chosen', () => {
  expect(pastOf('/aging')).toBe('whole');
  expect(pastOf('/customers/1')).toBe('part');
  for (const path of ['/today', '/activities', '/cases', '/cases/3', '/promises', '/disputes', '/orders']) {
    expect(pastOf(path)).toBe('none');
  }
});
