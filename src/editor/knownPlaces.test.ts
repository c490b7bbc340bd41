import { expect, it } from 'vitest';
import { KnownPlaces } from './knownPlaces';
import { startPicture } from './pictures';
import { countingStore, gradient } from './testing/images';
import { tileIds } from './document';

const region = { x: 0, y: 0, width: 300, height: 256 };

it('knows of the tiles that there are, and forgets those that are gone', async () => {
  const store = countingStore();
  const places = new KnownPlaces(store);
  const [old, now] = [await startPicture(store, gradient(300, 256)), await startPicture(store, gradient(300, 200))];
  expect(places.within(old.tiles, region)).toBeNull();
  await places.learn(old.tiles, region);
  expect(places.within(old.tiles, region)?.[0]).toEqual(region);
  store.retain(tileIds(now));
  store.retain(tileIds(now));
  await places.learn(now.tiles, region);
  expect(places.within(now.tiles, region)?.[0]).toEqual({ ...region, height: 200 });
  expect(places.within(old.tiles, region)).toBeNull();
});
